-- tests/lib/debug/getinfo_of_functions.lua
local function f(a, b, ...) local x = a; return x end
local i = debug.getinfo(f)
print(i.what, i.source, i.short_src, i.linedefined, i.lastlinedefined,
    i.currentline)
--> Lua	@getinfo_of_functions.lua	getinfo_of_functions.lua	2	2	-1
print(i.nparams, i.isvararg, i.nups, i.func == f, i.name, i.namewhat == "")
--> 2	true	0	true	nil	true
local c = debug.getinfo(string.len)
print(c.what, c.source, c.short_src, c.linedefined, c.lastlinedefined,
    c.currentline, c.nparams, c.isvararg)  --> C	=[C]	[C]	-1	-1	-1	0	true
local m = debug.getinfo(1)
print(m.what, m.currentline, m.linedefined, m.lastlinedefined ~= nil,
    m.isvararg)                         --> main	12	0	true	true
print(debug.getinfo(100), debug.getinfo(f, "S").func,
    debug.getinfo(f, "n").name)         --> nil	nil	nil
print(debug.getinfo(1, "l").currentline, debug.getinfo(1, "t").istailcall)
--> 17	false
print(pcall(debug.getinfo, 1, "X"))
--> false	bad argument #2 to 'debug.getinfo' (invalid option)
print(pcall(debug.getinfo, 1, ">S"))
--> false	bad argument #2 to 'debug.getinfo' (invalid option '>')
print(pcall(debug.getinfo, "x"))
--> false	bad argument #1 to 'debug.getinfo' (number expected, got string)
print(pcall(debug.getinfo))
--> false	bad argument #1 to 'debug.getinfo' (number expected, got no value)
