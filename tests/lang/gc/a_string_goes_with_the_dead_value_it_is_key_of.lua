-- tests/lang/gc/a_string_goes_with_the_dead_value_it_is_key_of.lua
local t = setmetatable({}, {__mode = "kv"})
do
    local v = {}
    t[string.rep("a", 2^20)] = v
    t[string.rep("b", 2^20)] = 25
    collectgarbage()
    collectgarbage()                        -- v is old
end
local before = collectgarbage("count")
collectgarbage()
local freed = before - collectgarbage("count")
print(freed > 1000 and freed < 1100)        --> true
print(#next(t), next(t, (next(t))))         --> 1048576	nil
