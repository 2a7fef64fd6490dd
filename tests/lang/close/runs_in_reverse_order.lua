-- tests/lang/close/runs_in_reverse_order.lua
local function closer(name)
    return setmetatable({}, {__close = function(_, e) print(name, e) end})
end
do
    local a <close> = closer("a")
    local b <close> = closer("b")
    local c <close> = nil
    local d <close> = false
    print("body")
end
--> body
--> b	nil
--> a	nil
print("after")                          --> after
