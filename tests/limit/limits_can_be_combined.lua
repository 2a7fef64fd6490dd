-- tests/limit/limits_can_be_combined.lua
-- args: --max-memory=10M --fuel=1000000 --timeout=60
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
print("start")                          --> start
while true do end
--? 124
