-- tests/bench/gc.lua -- what the collector costs: `make bench-gc`.
--
--     vmrun tests/bench/gc.lua VMRUN [--rounds N] [--only WORD] [--svg FILE]
--                              [--megabytes N] [--seconds N]
--
-- Two tables. Programs that allocate, under vmrun, lua5.4 in both its modes
-- (the better one of each program counts) and luajit -joff, in turn: medians
-- of processor time, peak memory. Then programs that look for long pauses,
-- under vmrun alone. Pauses are in processor time of the thread.
--
-- --only chooses programs by a part of their names, --megabytes and --seconds
-- the size of live_gigabyte and how long it goes on. The picture shows how
-- pauses are distributed.

local vmrun = arg[1] or "build/vmrun"
local options = { rounds = "3", only = "", megabytes = "1024", seconds = "10" }
for i = 2, #arg, 2 do
    local name = arg[i]:match("^%-%-(%w+)$")
    assert(name == "svg" or options[name], "unknown option " .. arg[i])
    options[name] = assert(arg[i + 1], arg[i] .. " needs a value")
end

local here = arg[0]:match("^.*/") or ""
local engines = {
    { name = "vmrun", command = vmrun .. " --gc-stats", mode = "-" },
    { name = "incremental", command = "lua5.4", mode = "incremental" },
    { name = "generational", command = "lua5.4", mode = "generational" },
    { name = "luajit -joff", command = "luajit -joff", mode = "-" },
}
local alloc = { "gc/alloc/short_records", "gc/alloc/strings",
                "gc/alloc/closures", "gc/alloc/cache", "gc/alloc/large_live",
                "gc/alloc/graph", "binary_trees", "records", "lists", "tuples",
                "persistent", "concat" }
local pauses = { "live_gigabyte", "million_coroutines", "million_finalizers",
                 "big_strings", "weak_tables", "churning_map" }

-- running ------------------------------------------------------------------

local function progress(text)
    io.stderr:write(("\r\27[K%s"):format(text))
end

-- What --gc-stats said: numbers by name, and pauses by doublings.
local function read_stats(text)
    local s = { buckets = {} }
    local function take(names, pattern)
        local found = { text:match(pattern) }
        for i, name in ipairs(names) do
            s[name] = tonumber(found[i]) or 0
        end
    end
    take({ "minor", "cycles", "full" },
         "minor (%d+), old cycles (%d+) in %d+ slices, full (%d+)")
    take({ "gc_ms" }, "collector%s+([%d.]+) ms")
    take({ "n", "p50", "p99", "p999", "max" },
         "pauses%s+(%d+): p50 ([%d.]+) ms, p99 ([%d.]+) ms, " ..
         "p99.9 ([%d.]+) ms, longest ([%d.]+) ms")
    for below, n in text:gmatch("below%s+([%d.]+) ms%s+(%d+)") do
        table.insert(s.buckets, { below = tonumber(below), n = tonumber(n) })
    end
    return s
end

-- One run: answer, seconds, peak in KB, statistics (nil: it failed).
local function run(engine, file, arguments)
    local errors = os.tmpname()
    local out = assert(io.popen(("%s %sgc/measure.lua %s %s %s 2> %s"):format(
        engine.command, here, engine.mode, file, arguments, errors)))
    local answer = out:read("a")
    local ok = out:close()
    local f = assert(io.open(errors))
    local text = f:read("a")
    f:close()
    os.remove(errors)
    local seconds, peak = text:match("measured: ([%d.]+) (%d+)")
    if not ok or not seconds then
        return nil, text
    end
    return { answer = answer, s = tonumber(seconds), kb = tonumber(peak),
             stats = read_stats(text) }
end

local function is_there(command)
    local word = command:match("%S+")
    return (os.execute(("command -v %s > /dev/null"):format(word)))
end

local function median(list)
    table.sort(list)
    local n = #list
    return (list[(n + 1) // 2] + list[n // 2 + 1]) / 2
end

local function geometric_mean(list)
    local sum = 0
    for _, x in ipairs(list) do sum = sum + math.log(x) end
    return #list > 0 and math.exp(sum / #list) or 0 / 0
end

local function wanted(list)
    local found = {}
    for _, name in ipairs(list) do
        if name:find(options.only, 1, true) then found[#found + 1] = name end
    end
    return found
end

local failed = false
local function trouble(name, engine, text)
    failed = true
    progress("")
    print(("%s under %s: %s"):format(name, engine, text))
end

-- programs that allocate ---------------------------------------------------

-- Every program under every engine, a round after the other.
local function measure_all(names, present)
    local results, done = {}, 0
    local nruns = #names * #present * options.rounds
    for round = 1, options.rounds do
        for _, name in ipairs(names) do
            local file = here .. name .. ".lua"
            local r = results[name] or {}
            results[name] = r
            for _, engine in ipairs(present) do
                done = done + 1
                progress(("%d/%d %s, %s"):format(done, nruns, name, engine.name))
                local got, text = run(engine, file, "")
                if not got then
                    trouble(name, engine.name, text)
                elseif r.answer and r.answer ~= got.answer then
                    trouble(name, engine.name, "another answer")
                else
                    r.answer = got.answer
                    local of = r[engine.name] or { s = {}, kb = 0 }
                    r[engine.name] = of
                    of.s[round] = got.s
                    of.kb = math.max(of.kb, got.kb)
                    of.stats = got.stats
                end
            end
        end
    end
    progress("")
    return results
end

local function column(value, format, width)
    local text = value and value == value and format:format(value) or "-"
    return (" "):rep(width - #text) .. text
end

local function compare(names)
    local present = {}
    for _, engine in ipairs(engines) do
        if is_there(engine.command) then present[#present + 1] = engine end
    end
    local results = measure_all(names, present)
    print(("%-16s %8s %8s %8s %8s %7s %7s %8s %7s"):format("allocating",
          "vmrun s", "incr s", "gen s", "joff s", "x lua", "x joff",
          "MB/lua", "gc %"))
    local faster, than_jit, memory = {}, {}, {}
    for _, name in ipairs(names) do
        local r = results[name]
        local s = {}
        for _, engine in ipairs(present) do
            s[engine.name] = r[engine.name] and median(r[engine.name].s)
        end
        local us, a, b = s.vmrun, s.incremental, s.generational
        local jit = s["luajit -joff"]
        local lua = a and b and math.min(a, b)
        local kb = lua and (a < b and r.incremental or r.generational).kb
        local ours = r.vmrun
        if us and lua then
            faster[#faster + 1] = lua / us
            if kb > 0 then memory[#memory + 1] = ours.kb / kb end
        end
        if us and jit then than_jit[#than_jit + 1] = jit / us end
        print(("%-16s"):format(name:match("[^/]+$")) .. column(us, "%.3f", 9) ..
              column(a, "%.3f", 9) .. column(b, "%.3f", 9) ..
              column(jit, "%.3f", 9) .. column(us and lua and lua / us, "%.2f", 8) ..
              column(us and jit and jit / us, "%.2f", 8) ..
              column(us and kb and kb > 0 and ours.kb / kb, "%.2f", 9) ..
              column(us and ours.stats.gc_ms / 10 / us, "%.1f", 8))
    end
    print(("%-52s"):format("geometric mean") ..
          column(geometric_mean(faster), "%.2f", 8) ..
          column(geometric_mean(than_jit), "%.2f", 8) ..
          column(geometric_mean(memory), "%.2f", 9))
    print("x: how many times faster vmrun is; lua: lua5.4 in its better mode\n")
end

-- pauses -------------------------------------------------------------------

local function pause_table(names)
    local rows = {}
    print(("%-19s %7s %7s %6s %6s %7s %7s %7s %8s %6s"):format("pauses", "s",
          "MB", "minor", "cycles", "p50 ms", "p99", "p99.9", "longest", "gc %"))
    for _, name in ipairs(names) do
        progress(name)
        local arguments = name == "live_gigabyte" and
                          options.megabytes .. " " .. options.seconds or ""
        local got, text = run(engines[1], here .. "gc/" .. name .. ".lua",
                              arguments)
        progress("")
        if got then
            local s = got.stats
            rows[#rows + 1] = { name = name, stats = s }
            print(("%-19s %7.2f %7.0f %6d %6d %7.3f %7.3f %7.3f %8.3f %6.1f")
                  :format(name, got.s, got.kb / 1024, s.minor, s.cycles, s.p50,
                          s.p99, s.p999, s.max, s.gc_ms / 10 / got.s))
        else
            trouble(name, "vmrun", text)
        end
    end
    return rows
end

-- A row of bars for each program: a bar for each doubling of the pause, its
-- height the logarithm of how many there were.
local function write_svg(file, rows)
    local left, octave, high, first = 170, 34, 60, -11 -- 2^-11 ms
    local noctaves, top = 19, 50
    local function x_of(ms)
        return left + (math.log(ms, 2) - first) * octave
    end
    local out = assert(io.open(file, "w"))
    local width, height = left + noctaves * octave + 20, top + #rows * (high + 20) + 30
    out:write(('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" '
               .. 'font-family="sans-serif" font-size="11">\n'):format(width,
                                                                       height))
    out:write('<rect width="100%" height="100%" fill="white"/>\n',
              '<text x="12" y="20" font-size="14">vmrun: pauses of the ',
              'collector, processor time; bars: how many, logarithmic</text>\n')
    for _, ms in ipairs { 0.001, 0.01, 0.1, 1, 10, 100 } do
        out:write(('<line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="#ccc"/>\n'
                   .. '<text x="%.1f" y="%d" text-anchor="middle">%s ms</text>\n')
                  :format(x_of(ms), top - 6, x_of(ms), height - 24, x_of(ms),
                          height - 10, ("%g"):format(ms)))
    end
    local y = top + high
    for _, row in ipairs(rows) do
        out:write(('<text x="12" y="%d">%s</text>\n'):format(y - 18, row.name),
                  ('<text x="12" y="%d" fill="#666">longest %.2f ms</text>\n')
                  :format(y - 4, row.stats.max))
        for _, bucket in ipairs(row.stats.buckets) do
            local h = (math.log(bucket.n, 10) + 0.3) / 6 * high
            out:write(('<rect x="%.1f" y="%.1f" width="%d" height="%.1f" '
                       .. 'fill="#3b6ea5"><title>%d below %g ms</title></rect>\n')
                      :format(x_of(bucket.below) - octave + 1, y - h,
                              octave - 2, h, bucket.n, bucket.below))
        end
        out:write(('<line x1="%d" y1="%d" x2="%d" y2="%d" stroke="#333"/>\n')
                  :format(left, y, width - 20, y))
        y = y + high + 20
    end
    out:write("</svg>\n")
    out:close()
    print("wrote " .. file)
end

local names = wanted(alloc)
if #names > 0 then compare(names) end
names = wanted(pauses)
if #names > 0 then
    local rows = pause_table(names)
    if options.svg and #rows > 0 then write_svg(options.svg, rows) end
end
os.exit(not failed)
