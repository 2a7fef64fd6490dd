-- tests/lang/message/chunk_names.lua
local function err(name) return select(2, pcall(load("error('x')", name))) end
print(err("=plain name"))               --> plain name:1: x
print(err("@file.lua"))                 --> file.lua:1: x
print(err("return 1"))                  --> [string "return 1"]:1: x
print(err("line one\nline two"))        --> [string "line one..."]:1: x
print(err("=" .. ("n"):rep(100)))
--> nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn:1: x
print(err("@" .. ("path/"):rep(20) .. "f.lua"))
--> .../path/path/path/path/path/path/path/path/path/path/f.lua:1: x
print(err(("s"):rep(100)))
--> [string "sssssssssssssssssssssssssssssssssssssssssssss..."]:1: x
print(err(""))                          --> [string ""]:1: x
print(err("="))                         --> :1: x
print(err("@"))                         --> :1: x
print(select(2, load("x =", "=[my chunk]")))
--> [my chunk]:1: unexpected symbol near <eof>
