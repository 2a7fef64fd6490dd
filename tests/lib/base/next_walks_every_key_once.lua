-- tests/lib/base/next_walks_every_key_once.lua
local t = {10, 20, 30, x = 1, y = 2, [2.5] = 3}
local seen, n = {}, 0
local k, v = next(t)
while k ~= nil do
    n = n + 1
    seen[k] = v
    k, v = next(t, k)
end
print(n, seen[1], seen[2], seen[3], seen.x, seen.y, seen[2.5])
--> 6	10	20	30	1	2	3
print(next({}), next({}, nil), next({5}))  --> nil	nil	1	5
print(next({5}, 1))                     --> nil
print(pcall(next, {}, 1))               --> false	invalid key to 'next'
print(pcall(next))
--> false	bad argument #1 to 'next' (table expected, got no value)
print(rawequal(next, pairs({})))        --> true
