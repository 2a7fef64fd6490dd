-- tests/bench/recursion.lua -- functions that call themselves: fib, tak, hanoi.
-- group: branch

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local function fib(n)
    if n < 2 then
        return n
    end
    return fib(n - 1) + fib(n - 2)
end

local function ackermann(m, n)
    if m == 0 then
        return n + 1
    elseif n == 0 then
        return ackermann(m - 1, 1)
    end
    return ackermann(m - 1, ackermann(m, n - 1))
end

local function tak(x, y, z)
    if y >= x then
        return z
    end
    return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))
end

local function hanoi(n, from, to, spare, moves)
    if n == 0 then
        return moves
    end
    moves = hanoi(n - 1, from, spare, to, moves) + 1
    return hanoi(n - 1, spare, to, from, moves)
end

local is_odd

local function is_even(n)
    if n == 0 then
        return true
    end
    return is_odd(n - 1)
end

function is_odd(n)
    if n == 0 then
        return false
    end
    return is_even(n - 1)
end

bench(6, function()
    local even = is_even(400000) and "even" or "odd"
    return string.format("%d %d %d %d %s", fib(30), ackermann(2, 500),
                         tak(18, 11, 6), hanoi(18, 1, 2, 3, 0), even)
end)
