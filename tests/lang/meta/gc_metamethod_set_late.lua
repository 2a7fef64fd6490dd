-- Only a __gc that is there when the metatable is set counts.
local late = {}
local o = setmetatable({}, late)
late.__gc = function() print "late" end
o = nil
collectgarbage()
local early = {__gc = true}
o = setmetatable({}, early)
early.__gc = function() print "early" end --> early
o = nil
collectgarbage()
o = setmetatable({}, {__gc = 42})
o = nil
collectgarbage()
print "end"                               --> end
