-- tests/limit/fuel_pays_for_gsub_callbacks.lua
-- args: --fuel=1000000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
pcall(string.gsub, ("a"):rep(1000000), "a", function(c) return c end)
print("never")
--? 124
