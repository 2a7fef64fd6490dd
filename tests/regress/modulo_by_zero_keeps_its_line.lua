-- tests/regress/modulo_by_zero_keeps_its_line.lua
-- oracle: no (5.4.4 gives the line of an earlier instruction)
local function f(a, z)
    local t = {a}
    local y = a
    return y % z
end
print(pcall(f, 1, 0))
--> false	modulo_by_zero_keeps_its_line.lua:6: attempt to perform 'n%0'
local function g(a, z)
    local t = {a}
    local y = a
    return y // z
end
print(pcall(g, 1, 0))
--> false	modulo_by_zero_keeps_its_line.lua:13: attempt to divide by zero
