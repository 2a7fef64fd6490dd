-- tests/lang/syntax/zero_bytes_are_no_blanks.lua
-- A zero byte is a token of its own, also where the parser looks ahead.
local function try(text)
    local f, message = load(text, "=t")
    print(f and "loaded" or message)
end
try("return {a\0, 2}")          --> t:1: '}' expected
try("return {a\0}")             --> t:1: '}' expected
try("return {a\0= 1}")          --> t:1: '}' expected
try("return {\0}")              --> t:1: unexpected symbol
try("return a\0")               --> t:1: <eof> expected
try("x\0 = 1")                  --> t:1: syntax error
try("return {'\0', a--\0\n}")   --> loaded
