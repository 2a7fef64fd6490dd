-- tests/lang/meta/index_chains.lua
local a = {name = "a", only_a = 1}
local b = setmetatable({name = "b"}, {__index = a})
local c = setmetatable({name = "c"}, {__index = b})
local d = setmetatable({}, {__index = c})
print(d.name, d.only_a, d.nothing)      --> c	1	nil
a.later = "seen"
print(d.later)                          --> seen
b.only_a = "shadow"
print(d.only_a, c.only_a, a.only_a)     --> shadow	shadow	1
setmetatable(b, nil)
print(d.later, d.only_a)                --> nil	shadow
getmetatable(d).__index = function(_, k) return "fn " .. k end
print(d.name)                           --> fn name
