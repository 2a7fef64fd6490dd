-- Finalizers run in the reverse order of setting them, each once.
local log, keep = {}, {}
for i = 1, 4 do
    keep[i] = setmetatable({}, {__gc = function() log[#log + 1] = i end})
end
keep = nil
collectgarbage()
collectgarbage()
print(table.concat(log, " "))             --> 4 3 2 1
local kept
local object = setmetatable({name = "object"}, {__gc = function(o) kept = o end})
object = nil
collectgarbage()
print(kept.name)                          --> object
kept = nil
collectgarbage()
print(kept)                               --> nil
setmetatable(setmetatable({}, {__gc = function() print "once" end}), nil)
collectgarbage()
