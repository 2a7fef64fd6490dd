-- tests/lang/close/tail_call_is_not_a_tail_call.lua
local order = {}
local function closer() 
    return setmetatable({},
        {__close = function() order[#order + 1] = "close" end})
end
local function g() order[#order + 1] = "call"; return "r" end
local function f() local x <close> = closer(); return g() end
print(f(), table.concat(order, " "))    --> r	call close
