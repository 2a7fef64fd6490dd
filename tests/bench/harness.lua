-- tests/bench/harness.lua -- runs a workload a few times, timing each.
--
--   local bench, random = dofile((arg[0]:match("^.*/") or "")
--                                .. "harness.lua")
--   bench(5, function() return "the answer" end)
--
-- The workload must return the same string every time; it is printed once.
-- `prog.lua N` asks for N iterations instead. With BENCH_TIMES set, the last
-- line on stderr is "times: t1 t2 ...", in seconds of processor time.

local function bench(niter, work)
    niter = tonumber(arg[1]) or niter
    local times, answer = {}, nil
    for i = 1, niter do
        local start = os.clock()
        local got = work()
        times[i] = string.format("%.6f", os.clock() - start)
        if answer ~= nil and got ~= answer then
            error("iteration " .. i .. " answers " .. tostring(got)
                  .. " after " .. answer, 0)
        end
        answer = got
    end
    print(answer)
    if os.getenv("BENCH_TIMES") then
        io.stderr:write("times: ", table.concat(times, " "), "\n")
    end
end

-- A generator of integers in 1..n, the same on every engine: the products
-- stay below 2^53, so that doubles and 64-bit integers agree.
local function random(seed)
    return function(n)
        seed = seed * 16807 % 2147483647
        return seed % n + 1
    end
end

return bench, random
