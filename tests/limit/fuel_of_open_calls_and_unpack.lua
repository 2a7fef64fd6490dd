-- tests/limit/fuel_of_open_calls_and_unpack.lua
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
-- A call with open arguments is one unit like any other, and table.unpack
-- takes a unit an element, whether the stack has to grow or not.
local function units(env, code)
    local command = "%s VMRUN_COUNT=fuel %s -e '%s' 2>&1"
    local p = assert(io.popen(command:format(env, arg[-1], code)))
    local out = p:read("a")
    p:close()
    return tonumber(out:match("(%d+) units"))
end
local function call(args)
    return "local function f() end local function g(...) " ..
        ("f(" .. args .. ") "):rep(10) .. "end g(1, 2)"
end
print(units("", call("...")) == units("", call("1,2")))   --> true
local unpack = "local t = {1, 2, 3, 4, 5} local a, b = table.unpack(t, 1, 5)"
local most = "local t = {1, 2, 3, 4, 5} local a, b = table.unpack(t, 1, 2)"
print(units("", unpack) - units("", most))              --> 3
for _, code in ipairs {call("..."), unpack, most} do
    print(units("", code) == units("VMRUN_STRESS=stack", code))
end
--> true
--> true
--> true
