-- tests/lang/meta/metamethods_change_at_run_time.lua
local mt = {}
local t = setmetatable({}, mt)
print(t.x, pcall(function() return t + 1 end))
--> nil	false	metamethods_change_at_run_time.lua:4: attempt to perform arithmetic on a table value (upvalue 't')
mt.__index = function() return "now" end
mt.__add = function() return "sum" end
print(t.x, t + 1)                       --> now	sum
mt.__index = nil
mt.__add = nil
print(t.x, (pcall(function() return t + 1 end)))  --> nil	false
local function get() return t.y end
for i = 1, 3 do
    mt.__index = {y = i}
    print(get())
end
--> 1
--> 2
--> 3
