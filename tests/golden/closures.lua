-- Captured variables: closed at the end of blocks, by goto, at returns.
local fs = {}
local i = 1
while i <= 3 do
    local x = i * 10
    fs[i] = function(d)
        x = x + d
        return x
    end
    i = i + 1
end
print(fs[1](1), fs[1](1), fs[2](5), fs[3](0)) --> 11	12	25	30

local function shared()
    local n = 0
    return function()
        n = n + 1
    end, function()
        return n
    end
end
local inc, get = shared()
inc()
inc()
print(get())                                  --> 2

local function tail(n)
    local box = function()
        return n
    end
    return select("#", box, box)
end
print(tail(1))                                --> 2

do
    local again = 0
    ::top::
    local fresh = again
    fs[again + 1] = function()
        return fresh
    end
    again = again + 1
    if again < 3 then
        goto top
    end
end
print(fs[1](), fs[2](), fs[3]())              --> 0	1	2

repeat
    local found = #fs
    local f = function()
        return found
    end
until f() == 3

local function fib(n)
    return n < 2 and n or fib(n - 1) + fib(n - 2)
end
print(fib(15))                                --> 610
local function varargs(...)
    local all = {...}
    return function()
        return table.unpack(all)
    end
end
print(varargs(1, nil, 3)())                   --> 1	nil	3
