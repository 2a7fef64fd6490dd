-- An addition that saw integers, then floats, strings, objects, integers.
local function add(a, b) return a + b end
local T = setmetatable({}, {__add = function() return "sum" end})
local t = {}
for round = 1, 2 do
    for _, p in ipairs {{1, 2}, {1, 2}, {1.5, 2.5}, {1, 0.5}, {"3", 4}, {T, 1}, {1, T}, {math.maxinteger, 1}, {0.1, 0.2}} do
        t[#t + 1] = tostring(add(p[1], p[2]))
    end
end
print(table.concat(t, " ", 1, 9))
--> 3 3 4.0 1.5 7 sum sum -9223372036854775808 0.3
print(table.concat(t, " ", 10, 18))
--> 3 3 4.0 1.5 7 sum sum -9223372036854775808 0.3
print(pcall(add, {}, 1))
--> false	arithmetic_sites_change_types.lua:2: attempt to perform arithmetic on a table value (local 'a')
print(pcall(add, nil, 1))
--> false	arithmetic_sites_change_types.lua:2: attempt to perform arithmetic on a nil value (local 'a')
