-- tests/bench/load.lua -- loading bytecode against compiling its source, in one
-- process. compile.sh runs it; its goal is a third.
--
--     vmrun load.lua FILE.lua ...
--
-- `load` of a source compiles it to bytecode and loads that: so compiling is
-- what it takes longer. Processor time of the best of five rounds.

local function best(f)
    local least = math.huge
    for _ = 1, 5 do
        collectgarbage()
        local start, n = os.clock(), 0
        repeat
            f()
            n = n + 1
        until os.clock() - start > 0.1
        least = math.min(least, (os.clock() - start) / n)
    end
    return least * 1e6
end

print("  file                     compile, us   load, us  ratio   stripped")
for _, name in ipairs(arg) do
    local file = assert(io.open(name, "rb"))
    local source = file:read("a"):gsub("^#[^\n]*", "")
    file:close()
    local code = string.dump(assert(load(source, "@" .. name)))
    local stripped = string.dump(load(code), true)
    local whole = best(function() load(source, "@" .. name) end)
    local loading = best(function() load(code, "=code", "b") end)
    local compiling = whole - loading
    print(("  %-24s %11.1f %10.1f  %5.2f   %8.2f"):format(
        name:match("[^/]*$"), compiling, loading, loading / compiling,
        best(function() load(stripped, "=code", "b") end) / compiling))
end
