-- tests/lang/closure/functions_are_distinct_values.lua
local function make() return function() end end
print(make() == make(), make == make)   --> false	true
local up = {}
local function make2() return function() return up end end
print(make2()() == up)                  --> true
local t = {}
t[make] = "f"
print(t[make], t[make2])                --> f	nil
