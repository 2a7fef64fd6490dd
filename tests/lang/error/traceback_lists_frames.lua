-- tests/lang/error/traceback_lists_frames.lua
local function inner() print(debug.traceback("msg")) end
local function outer() inner() return 1 end
outer()

--> msg
--> stack traceback:
--> 	traceback_lists_frames.lua:2: in upvalue 'inner'
--> 	traceback_lists_frames.lua:3: in local 'outer'
--> 	traceback_lists_frames.lua:4: in main chunk
--> 	[C]: in ?
