-- tests/bench/gc/million_coroutines.lua -- a million suspended coroutines
local n = tonumber(arg and arg[1]) or 1000000
local yield, resume = coroutine.yield, coroutine.resume
local all = {}
for i = 1, n do
    local co = coroutine.create(function(a)
        local t = {a}
        while true do
            t = {yield(t[1])}
        end
    end)
    resume(co, i)
    all[i] = co
end
local sum, x = 0, 1
for _ = 1, n do
    x = (x * 1103515245 + 12345) % 2147483648
    local _, v = resume(all[x % n + 1], x)
    sum = sum + v % 7
end
for i = 1, n, 2 do
    all[i] = false
end
for _ = 1, n do
    local t = {{}, {}}
end
print(sum)
