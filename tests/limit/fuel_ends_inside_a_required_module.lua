-- tests/limit/fuel_ends_inside_a_required_module.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
package.preload.loops = function() while true do end end
pcall(require, "loops")
print("never")
--? 124
