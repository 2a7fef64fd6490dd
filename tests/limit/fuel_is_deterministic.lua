-- tests/limit/fuel_is_deterministic.lua
-- skip-mode: fail-alloc stress-gc stress-stack
-- oracle: no (limits are ours)
local vm = arg[-1]
local function run(env, fuel)
    local command = "%s %s --fuel=%d fixtures/counts.lua 2>/dev/null"
    local p = assert(io.popen(command:format(env, vm, fuel)))
    local out = p:read("a")
    local _, _, status = p:close()
    return out .. status
end
local first = run("", 200000)
print(first:match("%d+\n") ~= nil, first:match("124$"))  --> true	124
print(run("", 200000) == first, run("", 200000) == first)  --> true	true
print(run("VMRUN_STRESS=gc", 200000) == first)  --> true
print(run("VMRUN_STRESS=stack", 200000) == first)  --> true
print(#run("", 400000) > #first)        --> true
