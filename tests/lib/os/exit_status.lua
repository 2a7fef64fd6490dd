-- tests/lib/os/exit_status.lua
io.write("flushed")
os.exit(7)                              --> flushed
--? 7
