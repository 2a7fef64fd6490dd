-- tests/lang/error/xpcall_calls_the_handler.lua
print(xpcall(function() error("E", 0) end, function(m) return "H(" .. m .. ")",
    "second" end))                      --> false	H(E)
print(xpcall(function(a, b) return a, b end, print, 1, 2))  --> true	1	2
print(xpcall(function() local x = nil; x() end,
    function(m) return m:upper() end))
--> false	XPCALL_CALLS_THE_HANDLER.LUA:5: ATTEMPT TO CALL A NIL VALUE (LOCAL 'X')
print(xpcall(error, function(m) return type(m) end))  --> false	nil
print(xpcall(function() error({1}) end, function(m) return m[1] end))
--> false	1
print(pcall(xpcall))
--> false	bad argument #2 to 'xpcall' (function expected, got no value)
print(pcall(xpcall, print))
--> false	bad argument #2 to 'xpcall' (function expected, got no value)
print(pcall(xpcall, print, nil))
--> false	bad argument #2 to 'xpcall' (function expected, got nil)
print(xpcall(nil, function(m) return m end))
--> false	attempt to call a nil value
