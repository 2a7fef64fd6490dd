-- tests/lib/table/queues_move_their_base.lua
local q, head, tail = {}, 1, 0
local sum = 0
for i = 1, 1000 do
    tail = tail + 1; q[tail] = i
    if i % 3 ~= 0 then
        sum = sum + q[head]; q[head] = nil; head = head + 1
    end
end
print(tail - head + 1, sum, q[head], q[tail], q[head - 1])
--> 333	222778	668	1000	nil
local n = 0
for _ in pairs(q) do n = n + 1 end
print(n)                                --> 333
