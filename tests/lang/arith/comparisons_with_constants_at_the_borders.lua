-- The same with constants, which are instructions of their own.
local function show(x)
    print(x < 9007199254740993, x <= 9007199254740992.0, x > 9007199254740992,
--> true	true	false	false	false	true
--> true	true	false	false	false	true
--> false	false	true	true	true	true
--> false	false	false	false	false	false
        x == 9007199254740993, 9007199254740992.0 < x, 9007199254740993 >= x)
end
show(2^53)
show(2^53 | 0)
show((2^53 | 0) + 1)
show(0 / 0)
local function top(x)
    print(x < 9223372036854775807, x < 9223372036854775808, x >= 0x1p63,
--> false	true	false	true	true
--> false	false	true	true	false
--> true	true	false	false	false
        9223372036854775807 <= x, x == 0x7fffffffffffffff)
end
top(math.maxinteger)
top(2.0^63)
top(math.mininteger)
