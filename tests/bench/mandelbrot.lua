-- tests/bench/mandelbrot.lua -- escape times of the Mandelbrot set.
-- group: numeric

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local WIDTH, HEIGHT, LIMIT = 460, 360, 100

local function escape_time(cr, ci)
    local zr, zi = 0.0, 0.0
    for i = 1, LIMIT do
        local rr, ii = zr * zr, zi * zi
        if rr + ii > 4.0 then
            return i
        end
        zi = 2.0 * zr * zi + ci
        zr = rr - ii + cr
    end
    return 0
end

local function render()
    local inside, total = 0, 0
    for y = 0, HEIGHT - 1 do
        local ci = 2.4 * y / HEIGHT - 1.2
        for x = 0, WIDTH - 1 do
            local cr = 3.0 * x / WIDTH - 2.1
            local time = escape_time(cr, ci)
            if time == 0 then
                inside = inside + 1
            else
                total = total + time
            end
        end
    end
    return inside, total
end

bench(5, function()
    return string.format("inside %d, escape times %d", render())
end)
