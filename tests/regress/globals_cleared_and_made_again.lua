-- tests/regress/globals_cleared_and_made_again.lua
x1 = 1
local function get() return x1 end
print(get())                            --> 1
x1 = nil
print(get())                            --> nil
for i = 1, 100 do _G["g" .. i] = i end
x1 = "again"
print(get(), g100)                      --> again	100
for i = 1, 100 do _G["g" .. i] = nil end
print(get(), g100)                      --> again	nil
setmetatable(_G, {__index = function(_, k) return k .. "?" end})
x1 = nil
print(get(), g5)                        --> x1?	g5?
