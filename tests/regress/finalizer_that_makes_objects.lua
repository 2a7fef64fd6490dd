-- tests/regress/finalizer_that_makes_objects.lua
local made = 0
local function setup(n)
    if n > 0 then
        setmetatable({}, {__gc = function()
            made = made + 1
            local t = {}
            for i = 1, 10 do t[i] = {i} end
            setup(n - 1)
        end})
    end
end
setup(3)
for i = 1, 8 do collectgarbage() end
print(made)                             --> 3
