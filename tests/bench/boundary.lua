-- tests/bench/boundary.lua -- runs build/boundary and the same program under
-- Lua 5.4 in turn, and shows how their times compare.
--
--     vmrun tests/bench/boundary.lua OURS THEIRS [ROUNDS [CASE]]
--
-- Times are medians over the rounds, in nanoseconds of processor time for one
-- crossing. A ratio above 1 says how many times faster ours is.

local ours, theirs = arg[1], arg[2]
local nrounds, only = tonumber(arg[3] or 7), arg[4] or ""

local order, cases = {}, {}

-- One run: the time of each case goes into its list.
local function run(program, side)
    local out = assert(io.popen(program .. " " .. only))
    for line in out:lines() do
        local group, name, ns, answer = line:match("(%S+) (%S+) (%S+) (%S+)")
        local id = group .. " " .. name
        local case = cases[id]
        if not case then
            case = { group = group, name = name, answer = answer, {}, {} }
            cases[id] = case
            order[#order + 1] = case
        end
        if case.answer ~= answer then
            error(("%s answers %s, not %s"):format(id, answer, case.answer), 0)
        end
        table.insert(case[side], tonumber(ns))
    end
    if not out:close() then error(program .. " failed", 0) end
end

local function median(list)
    table.sort(list)
    local n = #list
    return (list[(n + 1) // 2] + list[n // 2 + 1]) / 2
end

local function mean(list)
    local sum = 0
    for _, ratio in ipairs(list) do sum = sum + math.log(ratio) end
    return math.exp(sum / #list)
end

for _ = 1, nrounds do
    run(theirs, 2)
    run(ours, 1)
end

print(("%-10s %-16s %9s %9s %7s"):format("group", "case", "vmrun ns",
                                         "lua ns", "faster"))
local all, groups, names = {}, {}, {}
for _, case in ipairs(order) do
    local a, b = median(case[1]), median(case[2])
    print(("%-10s %-16s %9.1f %9.1f %7.2f"):format(case.group, case.name, a,
                                                   b, b / a))
    all[#all + 1] = b / a
    if not groups[case.group] then
        groups[case.group] = {}
        names[#names + 1] = case.group
    end
    table.insert(groups[case.group], b / a)
end
for _, name in ipairs(names) do
    print(("%-10s %-16s %27.2f"):format(name, "geometric mean",
                                        mean(groups[name])))
end
print(("%-10s %-16s %27.2f"):format("all", "geometric mean", mean(all)))
