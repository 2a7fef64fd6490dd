-- tests/lang/error/uncaught_error_with_tostring.lua
local e = setmetatable({}, {__tostring = function() return "my own text" end})
error(e)                                --! my own text
