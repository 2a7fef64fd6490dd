-- tests/bench/gc/million_finalizers.lua -- a million objects with __gc
local n = tonumber(arg and arg[1]) or 1000000
local called = 0
local mt = {__gc = function() called = called + 1 end}
local all = {}
for i = 1, n do
    all[i] = setmetatable({i}, mt)
end
for _ = 1, n do
    local t = {{}, {}}
end
all = nil
local made = 0
while called < n and made < 1e8 do
    local t = {{}, {}}
    made = made + 1
end
print(called)
