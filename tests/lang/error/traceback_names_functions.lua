-- tests/lang/error/traceback_names_functions.lua
function globalfn() print((debug.traceback("", 1))) end
local t = {field = function() globalfn() return 1 end}
function t:method() self.field() return 1 end
local function upv() t:method() return 1 end
local function tail() return upv() end
local co = coroutine.wrap(function() tail() return 1 end)
co()
for k in pairs({1}) do globalfn() end

-->
--> stack traceback:
--> 	traceback_names_functions.lua:2: in function 'globalfn'
--> 	traceback_names_functions.lua:3: in field 'field'
--> 	traceback_names_functions.lua:4: in method 'method'
--> 	traceback_names_functions.lua:5: in function <traceback_names_functions.lua:5>
--> 	(...tail calls...)
--> 	traceback_names_functions.lua:7: in function <traceback_names_functions.lua:7>
-->
--> stack traceback:
--> 	traceback_names_functions.lua:2: in function 'globalfn'
--> 	traceback_names_functions.lua:9: in main chunk
--> 	[C]: in ?
