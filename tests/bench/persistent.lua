-- tests/bench/persistent.lua -- a search tree whose old versions stay alive.
-- group: alloc

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

-- A treap: ordered by key, a heap by priority. Nodes never change; an
-- update copies the path to its node.
local function node(key, value, priority, left, right)
    return { key = key, value = value, priority = priority,
             left = left, right = right }
end

local function with_left(n, left)
    return node(n.key, n.value, n.priority, left, n.right)
end

local function with_right(n, right)
    return node(n.key, n.value, n.priority, n.left, right)
end

local function put(n, key, value, priority)
    if not n then
        return node(key, value, priority)
    elseif key == n.key then
        return node(key, value, n.priority, n.left, n.right)
    elseif key < n.key then
        local left = put(n.left, key, value, priority)
        if left.priority > n.priority then
            return with_right(left, with_left(n, left.right))
        end
        return with_left(n, left)
    end
    local right = put(n.right, key, value, priority)
    if right.priority > n.priority then
        return with_left(right, with_right(n, right.left))
    end
    return with_right(n, right)
end

local function join(a, b)
    if not a or not b then
        return a or b
    elseif a.priority > b.priority then
        return with_right(a, join(a.right, b))
    end
    return with_left(b, join(a, b.left))
end

local function remove(n, key)
    if not n then
        return nil
    elseif key < n.key then
        return with_left(n, remove(n.left, key))
    elseif key > n.key then
        return with_right(n, remove(n.right, key))
    end
    return join(n.left, n.right)
end

local function get(n, key)
    while n and n.key ~= key do
        n = key < n.key and n.left or n.right
    end
    return n and n.value
end

local function measure(n)
    if not n then
        return 0, 0
    end
    local left_size, left_sum = measure(n.left)
    local right_size, right_sum = measure(n.right)
    return left_size + 1 + right_size, left_sum + n.value + right_sum
end

bench(5, function()
    local next_int = random(909)
    local tree
    local versions = {}
    for i = 1, 15000 do
        local key = next_int(3000)
        if i % 4 == 0 then
            tree = remove(tree, key)
        else
            tree = put(tree, key, i, next_int(1000000000))
        end
        versions[i % 200 + 1] = tree
    end
    local found = 0
    for i = 1, 10000 do
        if get(versions[i % 200 + 1], next_int(3000)) then
            found = found + 1
        end
    end
    local size, sum = measure(tree)
    return string.format("found %d, size %d, sum %d", found, size, sum)
end)
