-- Globals, upvalues, _ENV.
counter = 0
local step, limit = 1, 3
local seen

local function count()
    counter = counter + step
    if counter >= limit then
        step = -1
        seen = true
        done = "done"
        half = counter / 2
    end
    return counter
end

print(count(), count(), count(), count())     --> 1	2	3	2
print(seen, done, half, undefined)            --> true	done	1.5	nil

local function sandbox()
    local _ENV <const> = {n = 1}
    n = n + 1
    m = n
    return _ENV
end
print(sandbox().n, sandbox().m, n, m)         --> 2	2	nil	nil

local function with(_ENV)
    x = y
    return x
end
print(with {y = "given"})                     --> given

local three = {}
function three.make()
    local one = 0
    return function()
        local two = one
        one = one + 1
        return function()
            two = two + 1
            return one, two
        end
    end
end
local f = three.make()
f()
print(f()())                                  --> 2	2
