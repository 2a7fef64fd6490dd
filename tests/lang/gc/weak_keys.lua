-- tests/lang/gc/weak_keys.lua
local t = setmetatable({}, {__mode = "k"})
local key = {}
local function setup()
    t[key] = "kept"
    t[{}] = "dropped"
    t["s"] = {}
    t[1] = {}
end
setup()
collectgarbage()
local n = 0
for _ in pairs(t) do n = n + 1 end
print(n, t[key], type(t.s), type(t[1]))  --> 3	kept	table	table
key = nil
collectgarbage()
print(next(t) ~= nil, t.s ~= nil)       --> true	true
