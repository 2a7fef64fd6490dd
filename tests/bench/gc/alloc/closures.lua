-- tests/bench/gc/alloc/closures.lua -- closures with variables of their own
local bench = dofile((arg[0]:match("^.*/") or "") .. "../../harness.lua")

local function counter(step)
    local n = 0
    return function()
        n = n + step
        return n
    end
end

local function compose(f, g)
    return function(x)
        return f(g(x))
    end
end

bench(4, function()
    local sum, chain = 0, function(x) return x end
    for i = 1, 300000 do
        local next = counter(i % 7)
        next()
        sum = sum + next()
        if i % 64 == 0 then
            chain = function(x) return x end
        end
        chain = compose(chain, function(x) return x + i % 3 end)
        if i % 64 == 63 then
            sum = sum + chain(i)
        end
    end
    return string.format("%d", sum)
end)
