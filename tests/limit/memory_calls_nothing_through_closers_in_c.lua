-- tests/limit/memory_calls_nothing_through_closers_in_c.lua
-- args: --max-memory=8M
-- skip-mode: fail-alloc
-- oracle: no (limits are ours)
-- Only C functions close after a limit, and what they would call is not.
local function no() io.stderr:write("a program's function ran\n") return "" end

local function closed_by(close)
    return setmetatable({}, {__close = close, __call = no, __tostring = no})
end

local a <close> = closed_by(pcall)
local b <close> = closed_by(print)
local c <close> = closed_by(tostring)
local d <close> = closed_by(error)
local e <close> = closed_by(coroutine.wrap(no))
local f <close> = closed_by(setmetatable({}, {__call = no}))
local g <close> = closed_by(no)
local t = {}
while true do t[#t + 1] = {} end
--? 125
