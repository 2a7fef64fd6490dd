-- tests/bench/spectral_norm.lua -- power iteration, its matrix a function.
-- group: numeric

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local N, NROUNDS = 330, 9

local function element(i, j)
    local diagonal = i + j - 2
    return 1.0 / (diagonal * (diagonal + 1) / 2 + i)
end

local function transposed(i, j)
    return element(j, i)
end

local function multiply(entry, v, out)
    for i = 1, N do
        local sum = 0.0
        for j = 1, N do
            sum = sum + entry(i, j) * v[j]
        end
        out[i] = sum
    end
    return out
end

local function dot(a, b)
    local sum = 0.0
    for i = 1, N do
        sum = sum + a[i] * b[i]
    end
    return sum
end

bench(5, function()
    local u, v, between = {}, {}, {}
    for i = 1, N do
        u[i] = 1.0
    end
    for _ = 1, NROUNDS do
        multiply(transposed, multiply(element, u, between), v)
        u, v = v, u
    end
    multiply(transposed, multiply(element, u, between), v)
    return string.format("%.9f", math.sqrt(dot(u, v) / dot(u, u)))
end)
