-- tests/lang/closure/siblings_share_their_upvalue.lua
local function pair()
    local v = 0
    return function(x) v = x end, function() return v end
end
local set, get = pair()
set(42)
print(get())                            --> 42
local set2, get2 = pair()
set2("other")
print(get(), get2())                    --> 42	other
