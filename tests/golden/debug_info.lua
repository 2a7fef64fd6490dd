-- Lines, and names of variables, functions and upvalues.
local up = 1

local function where()
    local info = debug.getinfo(2, "Sl")
    return info.short_src .. ":" .. info.currentline
end

local function outer(a, b, ...)
    local c = a + b
    do
        local c = "inner"
        a = debug.getlocal(1, 4) .. "," .. debug.getlocal(1, 3)
    end
    local later = where()
    return later, a, debug.getlocal(1, 4), up, c
end

print(where())                                --> debug_info.lua:19
print(outer(1, 2))                            --> debug_info.lua:15	c,c	later	1	3
local info = debug.getinfo(outer, "Su")
print(info.linedefined, info.lastlinedefined, info.nparams, info.isvararg)
--> 9	17	2	true
print(info.what, info.source, (debug.getupvalue(outer, 1)))
--> Lua	@debug_info.lua	_ENV
print(select(2, pcall(function()
    local record = {}
    return record.field.deeper
end)))
--> debug_info.lua:28: attempt to index a nil value (field 'field')
print(select(2, pcall(function()
    return 1 +
        up .. {}
end)))
--> debug_info.lua:33: attempt to concatenate a table value
local lines = {}
for line in pairs(debug.getinfo(where, "L").activelines) do
    lines[#lines + 1] = line
end
table.sort(lines)
print(table.concat(lines, " "))               --> 5 6 7
print(debug.getlocal(outer, 1), debug.getlocal(outer, 2)) --> a	b
