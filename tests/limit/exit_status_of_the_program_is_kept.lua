-- tests/limit/exit_status_of_the_program_is_kept.lua
-- args: --max-memory=10M --fuel=1000000 --timeout=60
-- oracle: no (limits are ours)
os.exit(9)                              --? 9
