-- Instructions with a constant operand, after integers: floats, strings,
-- tables with metamethods.
local T = setmetatable({}, {
    __add = function(a, b) return "add " .. (rawequal(a, b) and "" or tostring(type(a) == "table" and b or a)) end,
    __sub = function(a, b) return type(a) == "table" and "T-" .. b or a .. "-T" end,
    __mul = function() return "mul" end,
    __mod = function(a, b) return type(a) == "table" and "T%" .. b or a .. "%T" end,
    __idiv = function() return "idiv" end,
    __band = function() return "band" end,
    __shl = function(a, b) return type(a) == "table" and "T<<" .. b or a .. "<<T" end,
})
local function right(x) return x + 10, x - 3, x * 2, x % 4 end
local function left(x) return 10 + x, 3 - x, 2 * x, 100 % x end
for _, x in ipairs {7, 7.5, "7", T, 8, -7} do
    print(right(x))
--> 17	4	14	3
--> 17.5	4.5	15.0	3.5
--> 17	4	14	3
--> add 10	T-3	mul	T%4
--> 18	5	16	0
--> 3	-10	-14	1
end
for _, x in ipairs {7, 7.5, "7", T, 8, -7} do
    print(left(x))
--> 17	-4	14	2
--> 17.5	-4.5	15.0	2.5
--> 17	-4	14	2
--> add 10	3-T	mul	100%T
--> 18	-5	16	4
--> 3	10	-14	-5
end
print(T // 2, 2 // T, T & 1, 1 & T, T << 2, 2 << T)
--> idiv	idiv	band	band	T<<2	2<<T
