-- tests/lang/error/errors_in_handlers_nest.lua
local ok, m = xpcall(error, function(m) error("in handler", 0) end)
print(ok, type(m))                      --> false	string
local depth = 0
print(xpcall(error, function(m)
    depth = depth + 1
    if depth < 5 then error("again", 0) end
    return "recovered at " .. depth
end))                                   --> false	recovered at 5
print(pcall(xpcall, error, 5, "x"))
--> false	bad argument #2 to 'xpcall' (function expected, got number)
local ok, m = xpcall(error, function() local x = nil; return x.y.z end)
print(ok, type(m))                      --> false	string
