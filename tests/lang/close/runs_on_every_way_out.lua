-- tests/lang/close/runs_on_every_way_out.lua
local function closer(name)
    return setmetatable({}, {__close = function() print("close", name) end})
end
for i = 1, 2 do local x <close> = closer(i) end
--> close	1
--> close	2
while true do local x <close> = closer("break"); break end  --> close	break
do local x <close> = closer("goto"); goto out end
::out::                                 --> close	goto
local function f() local x <close> = closer("return"); return "value" end
print(f())
--> close	return
--> value
print(pcall(function() local x <close> = closer("error"); error("e", 0) end))
--> close	error
--> false	e
repeat local x <close> = closer("repeat") until x  --> close	repeat
