-- tests/lang/limits/nesting_message_names_the_limit.lua
local load = function(...) return select(2, pcall(load, ...)) end
print(select(2, load("return " .. ("("):rep(1000), "=c")))
--> C stack overflow
print(select(2, load(("do "):rep(1000), "=c")))  --> C stack overflow
print(select(2, load("local a " .. ("a,"):rep(1000) .. "a = 1", "=c")))
--> C stack overflow
print(select(2, load(("\n"):rep(5) .. "x = " .. ("{"):rep(1000), "=c")))
--> C stack overflow
