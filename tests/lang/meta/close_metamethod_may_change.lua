-- The metamethod is looked up when the variable is closed.
local mt = {__close = function() print("old") end}
do
    local a <close> = setmetatable({}, mt)
    mt.__close = function() print("new") end --> new
end
print(pcall(function()
--> false	close_metamethod_may_change.lua:11: attempt to call a nil value (metamethod 'close')
    local a <close> = setmetatable({}, mt)
    mt.__close = nil
end))
