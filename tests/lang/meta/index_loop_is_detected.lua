-- tests/lang/meta/index_loop_is_detected.lua
local t = {}
setmetatable(t, {__index = t})
print(pcall(function() return t.x end))
--> false	index_loop_is_detected.lua:4: '__index' chain too long; possible loop
print(pcall(function() return t[1] end))
--> false	index_loop_is_detected.lua:6: '__index' chain too long; possible loop
local a, b = {}, {}
setmetatable(a, {__index = b})
setmetatable(b, {__index = a})
print(pcall(function() return a.x end))
--> false	index_loop_is_detected.lua:11: '__index' chain too long; possible loop
setmetatable(t, {__newindex = t})
print(pcall(function() t.x = 1 end))
--> false	index_loop_is_detected.lua:14: '__newindex' chain too long; possible loop
