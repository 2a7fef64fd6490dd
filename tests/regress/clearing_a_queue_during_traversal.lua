-- tests/regress/clearing_a_queue_during_traversal.lua
-- What became of an array whose first elements went must not confuse `next`.
local bad = 0
for slide = 1, 20 do
    for n = slide + 1, 30 do
        local t = {}
        for i = 1, n do
            t[i] = i
            if i > slide then t[i - slide] = nil end
        end
        t[40], t.x, t[50] = 1, 2, 3
        local all, seen = 0, 0
        for _ in next, t do all = all + 1 end
        for k in pairs(t) do
            seen = seen + 1
            t[k] = nil
        end
        if all ~= seen or next(t) ~= nil or #t ~= 0 then bad = bad + 1 end
    end
end
print(bad)              --> 0

-- a queue that begins anew, and keys it left behind
local q = {}
for i = 1, 100 do q[i] = i end
for i = 1, 100 do q[i] = nil end
print(#q, next(q))      --> 0	nil
q[101] = "a"
print(#q == 101 or #q == 0, q[101])     --> true	a
q[50] = "b"
q[1] = "c"
q[101] = nil
print(#q, q[1], q[50])  --> 1	c	b
local n = 0
for _ in pairs(q) do n = n + 1 end
print(n)                --> 2
