-- tests/lang/gc/weak_keys_and_values.lua
local t = setmetatable({}, {__mode = "kv"})
local k, v = {}, {}
local function setup()
    t[k] = v
    t[{}] = v
    t[k] = {}
    t[v] = k
end
setup()
collectgarbage()
local n = 0
for kk, vv in pairs(t) do n = n + 1; print(kk == v, vv == k) end  --> true	true
print(n)                                --> 1
