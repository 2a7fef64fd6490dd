-- tests/bench/records.lua -- records that live for a moment.
-- group: alloc

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local function point(x, y)
    return { x = x, y = y }
end

local function plus(a, b)
    return point(a.x + b.x, a.y + b.y)
end

local function scaled(a, k)
    return { x = a.x * k, y = a.y * k }
end

local function box(low, high)
    return { low = low, high = high }
end

local function around(a, r)
    return box(point(a.x - r, a.y - r), point(a.x + r, a.y + r))
end

local function overlap(a, b)
    local low = point(math.max(a.low.x, b.low.x), math.max(a.low.y, b.low.y))
    local high = point(math.min(a.high.x, b.high.x),
                       math.min(a.high.y, b.high.y))
    if low.x < high.x and low.y < high.y then
        return box(low, high)
    end
    return nil
end

local function size(b)
    return { width = b.high.x - b.low.x, height = b.high.y - b.low.y }
end

-- Both the answer and how it went.
local function divide(a, b)
    if b == 0 then
        return { ok = false, reason = "division by zero" }
    end
    return { ok = true, value = math.floor(a / b), rest = a % b }
end

local function make_particles(n)
    local next_int = random(83)
    local particles = {}
    for i = 1, n do
        particles[i] = {
            at = point(next_int(1000), next_int(1000)),
            speed = point(next_int(21) - 11, next_int(21) - 11),
        }
    end
    return particles
end

bench(5, function()
    local particles = make_particles(1000)
    local area, touching, failed, rests = 0, 0, 0, 0
    for step = 1, 60 do
        for i, particle in ipairs(particles) do
            particle.at = plus(particle.at, scaled(particle.speed, 0.5))
            local other = particles[i % #particles + 1]
            local common = overlap(around(particle.at, 60),
                                   around(other.at, 90))
            if common then
                local extent = size(common)
                area = area + extent.width * extent.height
                touching = touching + 1
            end
            local result = divide(i * step, (i + step) % 16)
            if result.ok then
                rests = rests + result.rest + result.value % 8
            else
                failed = failed + 1
            end
        end
    end
    return string.format("area %.2f, touching %d, failed %d, rests %d",
                         area, touching, failed, rests)
end)
