-- tests/bench/fringe.lua -- trees compared leaf by leaf: many short lives.
-- group: coroutine

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local function insert(node, key)
    if not node then
        return { key = key }
    elseif key < node.key then
        node.left = insert(node.left, key)
    elseif key > node.key then
        node.right = insert(node.right, key)
    end
    return node
end

local function walk(node)
    if node then
        walk(node.left)
        coroutine.yield(node.key)
        walk(node.right)
    end
end

local function keys(tree)
    return coroutine.wrap(function() walk(tree) end)
end

local function same_keys(a, b)
    local next_a, next_b = keys(a), keys(b)
    while true do
        local x, y = next_a(), next_b()
        if x ~= y then
            return false
        elseif x == nil then
            return true
        end
    end
end

-- Keys of both trees in order, each once.
local function merge(a, b)
    return coroutine.wrap(function()
        local next_a, next_b = keys(a), keys(b)
        local x, y = next_a(), next_b()
        while x or y do
            if not y or (x and x < y) then
                coroutine.yield(x)
                x = next_a()
            else
                coroutine.yield(y)
                if x == y then
                    x = next_a()
                end
                y = next_b()
            end
        end
    end)
end

local function make_trees(ntrees, nkeys)
    local next_int = random(404)
    local trees = {}
    for i = 1, ntrees do
        local tree
        for _ = 1, nkeys do
            tree = insert(tree, next_int(nkeys * 2))
        end
        trees[i] = tree
    end
    return trees
end

bench(5, function()
    local trees = make_trees(130, 24)
    local same, merged = 0, 0
    for i = 1, #trees do
        for j = 1, #trees do
            if same_keys(trees[i], trees[j]) then
                same = same + 1
            end
        end
        local other = trees[i % #trees + 1]
        for _ = 1, 40 do
            for key in merge(trees[i], other) do
                merged = (merged * 3 + key) % 1000003
            end
        end
    end
    return string.format("%d same, merged %d", same, merged)
end)
