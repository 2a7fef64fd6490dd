-- tests/bench/fft.lua -- fast Fourier transform in place, there and back.
-- group: numeric

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local N = 65536

-- Put every element where its index, its bits reversed, says.
local function shuffle(re, im, n)
    local j = 0
    for i = 0, n - 1 do
        if i < j then
            re[i + 1], re[j + 1] = re[j + 1], re[i + 1]
            im[i + 1], im[j + 1] = im[j + 1], im[i + 1]
        end
        local bit = n / 2
        while bit >= 1 and j >= bit do
            j = j - bit
            bit = bit / 2
        end
        j = math.floor(j + bit)
    end
end

local function transform(re, im, n, sign)
    shuffle(re, im, n)
    local half = 1
    while half < n do
        local angle = sign * math.pi / half
        for k = 0, half - 1 do
            local wr, wi = math.cos(angle * k), math.sin(angle * k)
            for low = k + 1, n, half * 2 do
                local high = low + half
                local tr = wr * re[high] - wi * im[high]
                local ti = wr * im[high] + wi * re[high]
                re[high], im[high] = re[low] - tr, im[low] - ti
                re[low], im[low] = re[low] + tr, im[low] + ti
            end
        end
        half = half * 2
    end
end

bench(5, function()
    local re, im = {}, {}
    for i = 1, N do
        re[i] = (i % 17 - 8) / 4
        im[i] = 0.0
    end
    transform(re, im, N, 1)
    local power = 0.0
    for i = 1, N do
        power = power + re[i] * re[i] + im[i] * im[i]
    end
    transform(re, im, N, -1)
    local worst = 0.0
    for i = 1, N do
        worst = math.max(worst, math.abs(re[i] / N - (i % 17 - 8) / 4))
    end
    return string.format("power %.3f, error %.6f", power / N, worst)
end)
