-- tests/limit/fuel_ends_inside_a_close.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
do
    local mt = {__close = function() while true do end end}
    local x <close> = setmetatable({}, mt)
    print("body")                       --> body
end
print("never")
--? 124
