-- tests/lib/os/exit_false_fails.lua
print("failing")                        --> failing
os.exit(false)
--? 1
