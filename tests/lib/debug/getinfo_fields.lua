-- Every option; functions, levels, C functions.
local function f(a, b, ...) local x = a return debug.getinfo(1, "nSlutfrL") end
local i = f(1, 2)
print(i.name, i.namewhat, i.what, i.short_src, i.source, i.linedefined, i.lastlinedefined, i.currentline)
--> f	local	Lua	getinfo_fields.lua	@getinfo_fields.lua	2	2	2
print(i.nups, i.nparams, i.isvararg, i.istailcall, i.func == f, i.ftransfer, i.ntransfer, type(i.activelines))
--> 1	2	true	false	true	0	0	table
i = debug.getinfo(math.sin)
print(i.what, i.short_src, i.source, i.linedefined, i.lastlinedefined, i.currentline, i.nparams, i.isvararg, i.nups, i.activelines)
--> C	[C]	=[C]	-1	-1	-1	0	true	0	nil
i = debug.getinfo(1)
print(i.what, i.name, i.linedefined, i.isvararg, i.nparams)
--> main	nil	0	true	0
print(debug.getinfo(100), pcall(debug.getinfo, 1, "?"), pcall(debug.getinfo, "x"))
--> nil	false	false	bad argument #1 to 'debug.getinfo' (number expected, got string)
print(debug.getinfo(f, "S").what, debug.getinfo(f, "l").currentline, debug.getinfo(f, "n").name, next(debug.getinfo(f, "n")))
--> Lua	-1	nil	namewhat	
local function tail() return debug.getinfo(1, "t").istailcall end
local function caller() return tail() end
print(tail(), (caller()))                 --> false	true
print(debug.getinfo(load("return 1", "=name"), "S").source, debug.getinfo(load("return 1", "text of it"), "S").short_src, debug.getinfo(load("return 1", "@path/file.lua"), "S").short_src)
--> =name	[string "text of it"]	path/file.lua
print(debug.getinfo(load("\n\n", ("x"):rep(100)), "S").short_src, debug.getinfo(load("", "a\nb"), "S").short_src)
--> [string "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..."]	[string "a..."]
