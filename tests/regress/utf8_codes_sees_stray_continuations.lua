-- tests/regress/utf8_codes_sees_stray_continuations.lua
-- oracle: no (5.4.4 skips continuation bytes that follow nothing)
for _, s in ipairs { "in\x80valid", "\xbfinvalid", "ab\xff" } do
    print(pcall(function() for c in utf8.codes(s) do end end))
end
--> false	utf8_codes_sees_stray_continuations.lua:4: invalid UTF-8 code
--> false	utf8_codes_sees_stray_continuations.lua:4: bad argument #1 to 'codes' (invalid UTF-8 code)
--> false	utf8_codes_sees_stray_continuations.lua:4: invalid UTF-8 code
