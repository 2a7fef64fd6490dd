-- tests/bench/gc/alloc/graph.lua -- lists and trees kept for a while
local bench, random = dofile((arg[0]:match("^.*/") or "") .. "../../harness.lua")

local function insert(node, key)
    if not node then
        return { key = key, n = 1 }
    elseif key < node.key then
        return { key = node.key, n = node.n + 1, right = node.right,
                 left = insert(node.left, key) }
    end
    return { key = node.key, n = node.n + 1, left = node.left,
             right = insert(node.right, key) }
end

bench(4, function()
    local next_int, total = random(3), 0
    for _ = 1, 12 do
        local tree, versions = nil, {}
        for i = 1, 2500 do
            tree = insert(tree, next_int(1000000))
            versions[i % 16] = tree
        end
        total = total + versions[0].n + tree.n
    end
    return string.format("%d", total)
end)
