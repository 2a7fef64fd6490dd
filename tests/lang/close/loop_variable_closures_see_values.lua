-- tests/lang/close/loop_variable_closures_see_values.lua
local fs = {}
for i = 1, 2 do
    local x <close> = setmetatable({},
        {__close = function() fs[i] = fs[i]() end})
    local v = "v" .. i
    fs[i] = function() v = v .. "!"; return v end
end
print(fs[1], fs[2])                     --> v1!	v2!
