-- tests/lang/coroutine/yield_in_metamethods.lua
local y = coroutine.yield
local mt = {
    __add = function(a, b) return y("add") end,
        __index = function(t, k) return y("index " .. k) end,
    __newindex = function(t, k, v) y("newindex"); rawset(t, k, v) end,
    __eq = function() return y("eq") end, __lt = function() return y("lt") end,
    __le = function() return y("le") end,
        __len = function() return y("len") end,
    __concat = function() return y("concat") end,
        __call = function(_, x) return y("call " .. x) end,
    __unm = function() return y("unm") end,
}
local A, B = setmetatable({}, mt), setmetatable({}, mt)
local co = coroutine.wrap(function()
    print(A + 1, A.field, A == B, A ~= B, A < B, A <= B, A > B, #A, A .. "x",
        "x" .. A, A(5), -A)
    A.z = 7
    print(rawget(A, "z"))
    if A < B then print("then") else print("else") end
    return "end"
end)
local msg = co()
local n, seen = 0, {}
while msg ~= "end" do
    n = n + 1
    seen[n] = msg
    msg = co(n % 2 == 0 and n or false)
end
print(table.concat(seen, " "))

--> false	2	false	false	false	true	false	8	false	10	false	12
--> 7
--> then
--> add index field eq eq lt le lt len concat concat call 5 unm newindex lt
