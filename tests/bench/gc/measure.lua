-- tests/bench/gc/measure.lua -- runs a program; then says what it took.
--
--     ENGINE tests/bench/gc/measure.lua MODE FILE [ARGUMENT ...]
--
-- MODE is incremental or generational for engines that have modes, else `-`.
-- The last line on stderr is "measured: CPU_SECONDS PEAK_KB", of the whole
-- process; without /proc the peak is 0.

local mode, file = arg[1], arg[2]
if mode ~= "-" then
    collectgarbage(mode)
end
local shifted = { [0] = file }
for i = 3, #arg do
    shifted[i - 2] = arg[i]
end
arg = shifted
dofile(file)
local peak = 0
local status = io.open("/proc/self/status")
if status then
    peak = tonumber(status:read("*a"):match("VmHWM:%s*(%d+)")) or 0
    status:close()
end
io.stderr:write(("measured: %.4f %d\n"):format(os.clock(), peak))
