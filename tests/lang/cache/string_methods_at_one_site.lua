-- Method calls whose receiver is a string, a table, a userdata in turn.
local function call(x, ...) return x:sub(...) end
local T = {sub = function(self, a) return "table " .. tostring(a) end}
for i = 1, 2 do
    print(call("hello", 2, 3), call(T, 1), call(setmetatable({}, {__index = T}), 2), call("world", -1))
--> el	table 1	table 2	d
--> el	table 1	table 2	d
end
local function close(f) return f:close() end
local f = io.tmpfile()
print(io.type(f), close(f), io.type(f))   --> file	true	closed file
print(pcall(call, nil), pcall(call, 5))
--> false	false	string_methods_at_one_site.lua:2: attempt to index a number value (local 'x')
