-- tests/bench/nbody.lua -- bodies pulling at each other: float fields.
-- group: numeric

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local NBODIES, NSTEPS, DT = 6, 36000, 0.0002

local function unit(next_int)
    return next_int(20001) / 10000 - 1
end

local function make_bodies()
    local next_int = random(2024)
    local bodies = {}
    for i = 1, NBODIES do
        bodies[i] = {
            x = 4 * unit(next_int), y = 4 * unit(next_int),
            z = unit(next_int),
            vx = unit(next_int), vy = unit(next_int),
            vz = 0.2 * unit(next_int),
            mass = i == 1 and 10.0 or 0.5 + next_int(100) / 400,
        }
    end
    return bodies
end

local function step(bodies, dt)
    local n = #bodies
    for i = 1, n do
        local a = bodies[i]
        for j = i + 1, n do
            local b = bodies[j]
            local dx, dy, dz = b.x - a.x, b.y - a.y, b.z - a.z
            local d2 = dx * dx + dy * dy + dz * dz + 0.05
            local pull = dt / (d2 * math.sqrt(d2))
            local pa, pb = pull * b.mass, pull * a.mass
            a.vx, a.vy, a.vz = a.vx + dx * pa, a.vy + dy * pa, a.vz + dz * pa
            b.vx, b.vy, b.vz = b.vx - dx * pb, b.vy - dy * pb, b.vz - dz * pb
        end
    end
    for i = 1, n do
        local a = bodies[i]
        a.x = a.x + dt * a.vx
        a.y = a.y + dt * a.vy
        a.z = a.z + dt * a.vz
    end
end

local function energy(bodies)
    local sum = 0.0
    for i, a in ipairs(bodies) do
        local v2 = a.vx * a.vx + a.vy * a.vy + a.vz * a.vz
        sum = sum + 0.5 * a.mass * v2
        for j = i + 1, #bodies do
            local b = bodies[j]
            local dx, dy, dz = b.x - a.x, b.y - a.y, b.z - a.z
            local d2 = dx * dx + dy * dy + dz * dz + 0.05
            sum = sum - a.mass * b.mass / math.sqrt(d2)
        end
    end
    return sum
end

bench(5, function()
    local bodies = make_bodies()
    local before = energy(bodies)
    for _ = 1, NSTEPS do
        step(bodies, DT)
    end
    return string.format("energy %.6f then %.6f", before, energy(bodies))
end)
