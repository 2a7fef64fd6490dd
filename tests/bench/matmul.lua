-- tests/bench/matmul.lua -- dense matrices as arrays of rows.
-- group: numeric

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local N = 200

local function make(n, f)
    local m = {}
    for i = 1, n do
        local row = {}
        for j = 1, n do
            row[j] = f(i, j)
        end
        m[i] = row
    end
    return m
end

local function transpose(m)
    return make(#m, function(i, j) return m[j][i] end)
end

local function multiply(a, b)
    local n = #a
    local columns = transpose(b)
    local result = {}
    for i = 1, n do
        local row, out = a[i], {}
        for j = 1, n do
            local column = columns[j]
            local sum = 0.0
            for k = 1, n do
                sum = sum + row[k] * column[k]
            end
            out[j] = sum
        end
        result[i] = out
    end
    return result
end

local function trace(m)
    local sum = 0.0
    for i = 1, #m do
        sum = sum + m[i][i]
    end
    return sum
end

bench(5, function()
    local a = make(N, function(i, j) return (i - 2 * j) / N end)
    local b = make(N, function(i, j) return (i + j) % 7 * 0.25 end)
    local c = multiply(a, b)
    return string.format("%.6f %.6f", trace(c), c[N][1] - c[1][N])
end)
