-- tests/lang/cache/fused_instructions.lua
-- Sequences that the machine does in one go, with what they do not expect.
local function try(f, ...)
    local ok, message = pcall(f, ...)
    print(ok, (tostring(message):gsub("^.-:(%d+):", "line %1:")))
end

-- a[i] = a[i] + k
local function count(a, i, n)
    for _ = 1, n do a[i] = a[i] + 1 end
    return a[i]
end
print(count({5, 6}, 2, 3), count({5, 6}, 1, 2))         --> 9	7
print(count({math.maxinteger}, 1, 1))                   --> -9223372036854775808
print(count({1.5}, 1, 2), count({"7", {}}, 1, 2))       --> 3.5	9
try(count, {1}, 2, 1)
--> false	line 10: attempt to perform arithmetic on a nil value (field '?')
try(count, nil, 2, 1)
--> false	line 10: attempt to index a nil value (local 'a')
print(count({x = 1}, "x", 4))                           --> 5
local log = {}
print(count(setmetatable({}, {
    __index = function(_, k) return k * 10 end,
    __newindex = function(t, k, v) log[#log + 1] = k .. "=" .. v; rawset(t, k, v) end,
}), 3, 2), table.concat(log, " "))                      --> 32	3=31
local function down(a, i) a[i] = a[i] - 2 return a[i] end
print(down({5}, 1), down({5}, 1), down({2.5}, 1), down({5, 1}, 2))
--> 3	3	0.5	-1
local function elsewhere(a, b, i) b[i] = a[i] + 1 return a[i], b[i] end
print(elsewhere({1}, {2}, 1))                           --> 1	2
print(elsewhere({1}, {2}, 1))                           --> 1	2
local function over(a, i) i = a[i] + 1 a[1] = i return i end
print(over({4, 5}, 2), over({4, 5}, 2))                 --> 6	6

-- n = n + k
local n, m, s = 0, 0.5, "1"
local function add() n = n + 1; m = m + 1; s = s + 1 return n, m, s end
add()
print(add())                                            --> 2	2.5	3
n, m, s = "4", 5, {}
try(add)
--> false	line 37: attempt to perform arithmetic on a table value (upvalue 's')
print(n, m)                                             --> 5	6
local function other() local x = n * 3 return x, n - 1 end
n = 7
print(other())                                          --> 21	6
n = 7.5
print(other())                                          --> 22.5	6.5

-- What ends a loop.
local function fill(a, v, n) for i = 1, n do a[i] = v end return a end
print(table.concat(fill({}, 1, 3), " "))                --> 1 1 1
print(table.concat(fill({}, 0.5, 3), " "))              --> 0.5 0.5 0.5
print(table.concat(fill({}, "x", 3), " "))              --> x x x
print(table.concat(fill({1, 2, 3}, 9, 2), " "))         --> 9 9 3
print(#fill({1, 2, 3}, nil, 3))                         --> 0
try(fill, 1, 1, 1)
--> false	line 51: attempt to index a number value (local 'a')
local function sum(a, from, to, step)
    local total = 0
    for i = from, to, step do total = total + a[i] end
    return total
end
print(sum({1, 2, 3}, 1, 3, 1), sum({1.5, 2.5}, 1, 2, 1))  --> 6	4.0
print(sum({1, 2, 3}, 3, 1, -2), sum({1, 2, 3}, 1.0, 2.0, 1)) --> 4	3
try(sum, {1, {}}, 1, 2, 1)
--> false	line 61: attempt to perform arithmetic on a table value (field '?')
local function steps(first, last)
    local total = 0.0
    for i = first, last do total = total + i end
    return total
end
print(steps(1, 4), steps(0.5, 2), steps(1, 4))          --> 10.0	2.0	10.0

-- Elements that are tested.
local function which(a, n)
    local found = ""
    for i = 1, n do
        if a[i] then found = found .. i end
        if not a[i] then found = found .. "-" end
    end
    return found
end
print(which({true, false, true}, 4), which({1, 2}, 3), which({false}, 1))
--> 1-3-	12-	-
print(which(setmetatable({true}, {__index = function(_, k) return k == 3 end}), 3))
--> 1-3
try(which, nil, 1)
--> false	line 79: attempt to index a nil value (local 'a')

-- Hooks see the lines between.
local function lines(f, ...)
    local seen, first = {}, debug.getinfo(f, "S").linedefined
    debug.sethook(function(_, line)
        if debug.getinfo(2, "f").func == f then
            seen[#seen + 1] = line - first
        end
    end, "l")
    f(...)
    debug.sethook()
    return table.concat(seen, " ")
end
local function spread(a, i)
    a[i] =
        a[i]
        + 1
    n =
        n
        + 1
    for j = 1, 2 do
        a[j] = 1
    end
end
spread({1, 2}, 1)
print(lines(spread, {1, 2}, 1))                         --> 3 6 7 8 7 8 7 10

-- Integers from one operation to the next.
local function mixed(a, b) return (a + b) % 7, a * 3 % 7, a % b + 1 end
print(mixed(5, 4))                                      --> 2	1	2
print(mixed(-5, 3), mixed(2.5, 2))                      --> 5	4.5	0.5	1.5
print(mixed(math.mininteger, -1))                       --> 0	6	1
print(mixed(1 << 40, 1 << 33))                          --> 3	6	1
try(mixed, 5, 0)
--> false	line 118: attempt to perform 'n%0'
try(mixed, {}, 1)
--> false	line 118: attempt to perform arithmetic on a table value (local 'a')
local function by(a, b) return (a + b) % -7, (a + b) % 0.5, a % b + 0.5 end
print(by(5, 4), by(-5, 3))                              --> -5	-2	-0.0	1.5
local function last(v) return #v + 1 end
print(last({1, 2}), last("abc"), last(setmetatable({}, {
    __len = function() return 1.5 end,
})))
--> 3	4	2.5
try(last, 5)
--> false	line 129: attempt to get length of a number value (local 'v')
local function answer(a, b) if a < b then return true end return false end
local function is_less(a, b) return a < b end
print(answer(1, 2), answer(2, 1), is_less(1, 2), is_less(2.5, 1))   --> true	false	true	false
