-- tests/bench/gc/live_gigabyte.lua -- a large live heap and steady allocation
-- What pauses are like: records come, and take the place of random others.
local megabytes = tonumber(arg and arg[1]) or 1024
local seconds = tonumber(arg and arg[2]) or 10

local live, n = {}, 0
local bytes = megabytes * 1024 * 1024
while collectgarbage("count") * 1024 < bytes do
    for _ = 1, 1000 do
        n = n + 1
        live[n] = {id = n, name = "n" .. n % 1000, next = live[n // 2]}
    end
end

local start, x, made = os.clock(), 1, 0
repeat
    for _ = 1, 1000 do
        x = (x * 1103515245 + 12345) % 2147483648
        local i = x % n + 1
        live[i] = {id = i, name = "m" .. x % 1000, next = live[n - i + 1]}
        for j = 1, 10 do
            local temporary = {i, j}
        end
        made = made + 1
    end
until os.clock() - start >= seconds
io.write(string.format("%d live records, %d replaced\n", n, made))
