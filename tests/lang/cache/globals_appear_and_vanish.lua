-- Globals read and written before they exist, after they are gone.
local function read() return someglobal end
local function write(v) someglobal = v end
print(read(), read())                     --> nil	nil
write(1)
print(read(), read())                     --> 1	1
someglobal = nil
print(read())                             --> nil
for i = 1, 100 do _G["filler" .. i] = i end
write(2)
print(read(), filler50, _G.someglobal)    --> 2	50	2
for i = 1, 100 do _G["filler" .. i] = nil end
print(read(), filler50)                   --> 2	nil
setmetatable(_G, {__index = function(_, k) return "no " .. k end})
print(read(), undefinedname)              --> 2	no undefinedname
someglobal = nil
print(read(), read())                     --> no someglobal	no someglobal
setmetatable(_G, nil)
print(read(), undefinedname)              --> nil	nil
rawset(_G, "someglobal", 3)
print(read())                             --> 3
