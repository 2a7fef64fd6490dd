-- Comparisons as conditions and as values, with registers and constants.
local function show(...)
    local t = table.pack(...)
    for i = 1, t.n do
        t[i] = t[i] and "t" or "f"
    end
    print(table.concat(t))
end

local function both(a, b)
    local n = 0
    if a == b then n = n + 1 end
    if a ~= b then n = n + 2 end
    if a < b then n = n + 4 end
    if a <= b then n = n + 8 end
    if a > b then n = n + 16 end
    if a >= b then n = n + 32 end
    if not (a < b) then n = n + 64 end
    if not (a <= b) then n = n + 128 end
    while a > b do a = b end
    repeat b = a until not (a > b)
    return n
end

local function constant(a)
    show(a == 1, a ~= 1, a == "x", a == nil, a == false, a ~= 2.5)
    show(a < 10, a <= 10, a > 10, a >= 10)
    show(10 < a, 10 <= a, 10 > a, 10 >= a)
    show(not (a < 10), not (a <= 10), not (10 < a), not (10 <= a))
    if a < 5 then a = a + 1 end
    if a <= 5.5 then a = a + 1 end
    if 5 < a then a = a + 1 end
    if 5 <= a then a = a + 1 end
    while a < 20 do a = a + 1 end
    repeat a = a - 1 until not (a > 15)
    repeat a = a - 1 until not (12 <= a)
    while 3 <= a do a = a - 1 end
    repeat a = (a == a and a or 0) + 1 until a == 7
    return a
end

print(both(1, 2), both(2, 1), both(1, 1.0))   --> 14	242	105
print(both("a", "b"), both(0/0, 0/0))         --> 14	194
print(constant(1))
--> tfffft
--> ttff
--> fftt
--> fftt
--> 7
print(constant(10))
--> ftffft
--> ftft
--> ftft
--> tftf
--> 7
print(constant(0/0))
--> ftffft
--> ffff
--> ffff
--> tttt
--> 7
