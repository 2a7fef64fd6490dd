-- ... in every position, with nils at its ends.
local function f(...)
    local a, b = ...
    local t, n = {...}, select("#", ...)
    return n, a, b, #{n = 1, ...} == #t, (...)
end
print(f())                                --> 0	nil	nil	true	nil
print(f(nil))                             --> 1	nil	nil	true	nil
print(f(nil, 2))                          --> 2	nil	2	true	nil
print(f(1, nil, 3))                       --> 3	1	nil	true	1
local function last(...) return select(-1, ...) end
print(last(1, 2, 3), (last(nil, "x")))    --> 3	x
print(pcall(last))
--> false	counts_and_positions.lua:11: bad argument #1 to 'select' (index out of range)
print(select("#", table.unpack({}, 1, 250))) --> 250
local function rotate(a, ...) return ..., a end
print(rotate(1, 2, 3), (rotate(1, 2, 3))) --> 2	2
local function sum(...) local s = 0 for _, v in ipairs {...} do s = s + v end return s end
print(sum(), sum(1), sum(1, 2, 3), sum(table.unpack {1, 2, 3, 4}))
--> 0	1	6	10
print((function(...) return select("#", ...) end)(f(1, 2, 3))) --> 5
local function tail(n, ...) if n == 0 then return select("#", ...) end return tail(n - 1, n, ...) end
print(tail(100))                          --> 100
