-- tests/lang/syntax/reserved_words_are_not_names.lua
for _, w in ipairs { "and", "break", "do", "else", "elseif", "end", "false",
    "for", "function", "goto", "if", "in", "local", "nil", "not", "or",
    "repeat", "return", "then", "true", "until", "while" } do
    io.write(load("local " .. w .. " = 1") and "?" or ".")
    io.write(load("return t." .. w) and "?" or ".")
end
print()
print(select(2, load("local while = 1", "=c")))
print(select(2, load("x.end = 1", "=c")))
print(load "local And, _, _1, goto_ = 1" ~= nil,
    load "x = {['end'] = 1}" ~= nil)
--> ............................................
--> c:1: <name> expected near 'while'
--> c:1: <name> expected near 'end'
--> true	true
