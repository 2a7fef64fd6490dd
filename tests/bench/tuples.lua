-- tests/bench/tuples.lua -- small arrays, packed arguments, closures.
-- group: alloc

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local unpack = table.unpack or unpack

local function tuple(...)
    return { n = select("#", ...), ... }
end

local function rotate(t)
    return tuple(t[2], t[3], t[1])
end

local function cross(a, b)
    return {
        a[2] * b[3] - a[3] * b[2],
        a[3] * b[1] - a[1] * b[3],
        a[1] * b[2] - a[2] * b[1],
    }
end

local function outer(a, b)
    local rows = {}
    for i = 1, 3 do
        rows[i] = { a[i] * b[1], a[i] * b[2], a[i] * b[3] }
    end
    return rows
end

local function concat(...)
    local out = {}
    for i = 1, select("#", ...) do
        local part = select(i, ...)
        for j = 1, #part do
            out[#out + 1] = part[j]
        end
    end
    return out
end

-- A value that may be asked for later, computed once.
local function delay(f, ...)
    local args = { ... }
    local done, value = false, nil
    return function()
        if not done then
            done, value = true, f(unpack(args))
        end
        return value
    end
end

local function split(value)
    local digits = {}
    repeat
        table.insert(digits, value % 10)
        value = math.floor(value / 10)
    until value == 0
    return digits
end

bench(5, function()
    local a, b = tuple(1, 2, 3), tuple(4, 6, 5)
    local check, length = 0, 0
    for i = 1, 34000 do
        local c = cross(a, b)
        local rows = outer(a, c)
        a, b = rotate(b), { c[1] % 11, c[2] % 7, (c[3] + i) % 13 }
        local later = delay(function(x, y) return x * y end, b[1], b[2])
        local all = concat(a, b, rows[i % 3 + 1], split(i))
        length = length + #all
        if i % 2 == 0 then
            check = check + later()
        end
        check = (check * 3 + all[1] + all[6] + rows[2][2] + later())
                % 1000003
    end
    return string.format("check %d, length %d", check, length)
end)
