-- tests/limit/fuel_cannot_be_caught_by_pcall.lua
-- args: --fuel=100000
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
print("start")                          --> start
print(pcall(function() while true do end end))
print("never")
--? 124
