-- tests/bench/raytrace.lua -- spheres and a floor: vectors with operators.
-- group: object

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local SIZE = 115

local Vec = {}
Vec.__index = Vec

local function vec(x, y, z)
    return setmetatable({ x = x, y = y, z = z }, Vec)
end

Vec.__add = function(a, b) return vec(a.x + b.x, a.y + b.y, a.z + b.z) end
Vec.__sub = function(a, b) return vec(a.x - b.x, a.y - b.y, a.z - b.z) end
Vec.__mul = function(a, k) return vec(a.x * k, a.y * k, a.z * k) end
Vec.__unm = function(a) return vec(-a.x, -a.y, -a.z) end

function Vec:dot(b)
    return self.x * b.x + self.y * b.y + self.z * b.z
end

function Vec:unit()
    return self * (1 / math.sqrt(self:dot(self)))
end

local Sphere = {}
Sphere.__index = Sphere

function Sphere.new(center, radius, color, shine)
    return setmetatable({ center = center, radius = radius, color = color,
                          shine = shine }, Sphere)
end

function Sphere:hit(origin, direction)
    local to = self.center - origin
    local along = to:dot(direction)
    local miss = to:dot(to) - along * along
    local slack = self.radius * self.radius - miss
    if along < 0 or slack < 0 then
        return nil
    end
    local distance = along - math.sqrt(slack)
    return distance > 1e-4 and distance or nil
end

function Sphere:normal(point)
    return (point - self.center):unit()
end

local Floor = {}
Floor.__index = Floor

function Floor.new(height, color, shine)
    return setmetatable({ height = height, color = color, shine = shine },
                        Floor)
end

function Floor:hit(origin, direction)
    if direction.y >= -1e-6 then
        return nil
    end
    local distance = (self.height - origin.y) / direction.y
    return distance > 1e-4 and distance or nil
end

function Floor:normal()
    return vec(0, 1, 0)
end

local Scene = {}
Scene.__index = Scene

function Scene:nearest(origin, direction)
    local best, thing
    for _, candidate in ipairs(self.things) do
        local distance = candidate:hit(origin, direction)
        if distance and (not best or distance < best) then
            best, thing = distance, candidate
        end
    end
    return thing, best
end

function Scene:trace(origin, direction, depth)
    local thing, distance = self:nearest(origin, direction)
    if not thing then
        return 0.2 + 0.5 * math.max(direction.y, 0)
    end
    local point = origin + direction * distance
    local normal = thing:normal(point)
    local light = self.light - point
    local towards = light:unit()
    local shade = 0.1
    if not self:nearest(point, towards) then
        shade = shade + 0.9 * math.max(normal:dot(towards), 0)
    end
    local color = thing.color * shade
    if depth > 0 and thing.shine > 0 then
        local bounced = direction - normal * (2 * normal:dot(direction))
        color = color * (1 - thing.shine)
                + thing.shine * self:trace(point, bounced, depth - 1)
    end
    return color
end

local function make_scene()
    local things = { Floor.new(-1, 0.6, 0.1) }
    for i = 1, 5 do
        local center = vec(i * 1.2 - 3.6, i % 2 * 0.7 - 0.2, 4 + i % 3)
        things[#things + 1] = Sphere.new(center, 0.7, 0.3 + i * 0.1,
                                         i % 3 * 0.3)
    end
    return setmetatable({ things = things, light = vec(-5, 8, -3) }, Scene)
end

bench(5, function()
    local scene = make_scene()
    local eye = vec(0, 0.5, -2)
    local sum, bright = 0, 0
    for y = 1, SIZE do
        for x = 1, SIZE do
            local through = vec(2 * x / SIZE - 1, 1 - 2 * y / SIZE, 1.5)
            local color = scene:trace(eye, through:unit(), 3)
            sum = sum + color
            if color > 0.5 then
                bright = bright + 1
            end
        end
    end
    return string.format("light %.6f, bright pixels %d", sum, bright)
end)
