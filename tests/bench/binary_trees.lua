-- tests/bench/binary_trees.lua -- trees built, walked and dropped.
-- group: alloc

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local function build(depth)
    if depth == 0 then
        return {}
    end
    return { left = build(depth - 1), right = build(depth - 1) }
end

local function count(node)
    if not node.left then
        return 1
    end
    return 1 + count(node.left) + count(node.right)
end

local function depth_of(node)
    local depth = 0
    while node.left do
        node = node.left
        depth = depth + 1
    end
    return depth
end

-- A copy with every left and right exchanged.
local function mirror(node)
    if not node.left then
        return {}
    end
    return { left = mirror(node.right), right = mirror(node.left) }
end

bench(6, function()
    local lasting = build(15)
    local short, nodes = 0, 0
    for depth = 4, 12, 4 do
        local ntrees = 2 ^ (16 - depth)
        for _ = 1, ntrees do
            nodes = nodes + count(build(depth))
            short = short + 1
        end
    end
    nodes = nodes + count(mirror(lasting))
    return string.format("%d trees, %d nodes, one of depth %d, %d nodes",
                         short, nodes, depth_of(lasting), count(lasting))
end)
