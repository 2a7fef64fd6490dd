-- tests/limit/fuel_pays_for_varargs.lua
-- args: --fuel=10000000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
local function none() end
local function f(...)
    while true do
        local n = select("#", ...)
        none(...)
        local t = {...}
    end
end
f(table.unpack({}, 1, 200000))
--? 124
