-- examples/embed/threads.lua -- a thread's share of the work: counts the
-- primes below a limit that are `number` modulo `nthreads`.

local number, nthreads = ...
local LIMIT = 200000

local composite = {}
for i = 2, math.floor(LIMIT ^ 0.5) do
    if not composite[i] then
        for k = i * i, LIMIT, i do composite[k] = true end
    end
end

local count, words = 0, {}
for i = 2, LIMIT do
    if not composite[i] and i % nthreads == number % nthreads then
        count = count + 1
        if count <= 5 then words[count] = tostring(i) end
    end
end

return ("%5d primes: %s ..."):format(count, table.concat(words, " "))
