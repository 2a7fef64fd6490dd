-- tests/lang/meta/strings_share_a_metatable.lua
string.shout = function(s) return s:upper() .. "!" end
print(("hey"):shout())                  --> HEY!
local mt = getmetatable("")
mt.__add = function(a, b) return a .. "+" .. b end
print("a" + "b", 1 + "x")               --> a+b	1+x
mt.__index = function(s, k) return type(k) == "number" and s:sub(k, k)
    or string[k] end
print(("abc")[2], ("abc"):len())        --> b	3
mt.__call = function(s, x) return s .. x end
print(("f")("x"))                       --> fx
