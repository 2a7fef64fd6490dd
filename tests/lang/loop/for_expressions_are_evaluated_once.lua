-- tests/lang/loop/for_expressions_are_evaluated_once.lua
local log = {}
local function say(name, v) log[#log + 1] = name; return v end
for i = say("start", 1), say("limit", 3), say("step", 1) do
    log[#log + 1] = i
end
print(table.concat(log, " "))
local n = 3
for i = 1, n do n = 10; io.write(i, " ") end
print()
--> start limit step 1 2 3
--> 1 2 3
