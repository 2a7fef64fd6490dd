-- Calls: fixed and open arguments and results, tail calls, varargs, methods.
local function none()
end
local function many(...)
    return ...
end
local function count(...)
    return select("#", ...)
end
local function sum(first, ...)
    if first == nil then
        return 0
    end
    return first + sum(...)
end
local function loop(n, acc)
    if n == 0 then
        return acc
    end
    return loop(n - 1, acc + n)
end
local function last(...)
    local a, b, c = ...
    return c, b, a, ...
end

none()
print((none()), many(1, 2), (many(1, 2)), many())
--> nil	1	1
print(count(none()), count(many(nil, nil)), count(many(1, 2), many(3, 4)))
--> 0	2	3
print(sum(1, 2, 3, 4), loop(1000, 0))         --> 10	500500
print(last(1, 2))                             --> nil	2	1	1	2
print((select(-1, many(1, 2, 3))))            --> 3
local t = {many(1, 2, 3), many(4, 5, 6)}
print(#t, t[1], t[2], t[4])                   --> 4	1	4	6
local a, b, c, d = 0, many(1, 2)
print(a, b, c, d)                             --> 0	1	2	nil
a, b = b, a
print(a, b, type(print), type "string", type {}) --> 1	0	function	string	table
print(pcall(many, 1, 2))                      --> true	1	2
