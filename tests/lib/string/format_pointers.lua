-- tests/lib/string/format_pointers.lua
print(("%p"):format(1), ("%p"):format(nil), ("%p"):format(true),
    ("%p"):format(1.5))                 --> (null)	(null)	(null)	(null)
local t = {}
print(("%p"):format(t) == ("%p"):format(t),
    ("%p"):format(t) ~= ("%p"):format({}))  --> true	true
print(tostring(t) == "table: " .. ("%p"):format(t))  --> true
local a, b = "short", "sho" .. "rt"
print(("%p"):format(a) == ("%p"):format(b),
    ("%p"):format(print) == ("%p"):format(print))  --> true	true
print(#("%30p"):format(t), ("%-10p|"):format(1))  --> 30	(null)    |
