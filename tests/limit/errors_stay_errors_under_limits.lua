-- tests/limit/errors_stay_errors_under_limits.lua
-- args: --max-memory=10M --fuel=1000000
-- oracle: no (limits are ours)
print(pcall(error, "caught"))           --> false	caught
error("not a limit", 0)                 --! not a limit
