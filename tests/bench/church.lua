-- tests/bench/church.lua -- numbers and pairs made of functions alone.
-- group: closure

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local function zero(_) return function(x) return x end end

local function succ(n)
    return function(f)
        return function(x) return f(n(f)(x)) end
    end
end

local function add(m, n)
    return function(f)
        local mf, nf = m(f), n(f)
        return function(x) return mf(nf(x)) end
    end
end

local function mul(m, n)
    return function(f) return m(n(f)) end
end

local function pow(m, n) return n(m) end

local function pair(a, b)
    return function(pick) return pick(a, b) end
end

local function first(a, _) return a end
local function second(_, b) return b end

-- Walk n steps, one behind.
local function pred(n)
    local walk = n(function(p)
        local at = p(second)
        return pair(at, succ(at))
    end)
    return walk(pair(zero, zero))(first)
end

local function sub(m, n) return n(pred)(m) end

local function yes(a, _) return a end
local function no(_, b) return b end

local function is_zero(n)
    return n(function() return no end)(yes)
end

local function from_int(i)
    local n = zero
    for _ = 1, i do
        n = succ(n)
    end
    return n
end

local function to_int(n)
    return n(function(i) return i + 1 end)(0)
end

local function factorial(n)
    return is_zero(n)(
        function() return succ(zero) end,
        function() return mul(n, factorial(pred(n))) end)()
end

bench(6, function()
    local two, three, five = from_int(2), from_int(3), from_int(5)
    local seven = add(two, five)
    local eight = succ(seven)
    return string.format("%d %d %d %d %d",
                         to_int(pow(three, add(eight, two))),
                         to_int(pow(two, add(eight, eight))),
                         to_int(sub(from_int(330), from_int(270))),
                         to_int(factorial(eight)),
                         to_int(mul(pred(from_int(2000)), pow(five, three))))
end)
