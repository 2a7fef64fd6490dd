-- tests/lang/string/bad_escapes_are_refused.lua
for _, s in ipairs { [["\q"]], [["\300"]], [["\x1g"]], [["\xag"]],
    [["\u{110000000}"]], [["\u41"]], [["\u{}"]], [["\u{12"]], [["\u{zz}"]],
    "\"abc", "\"abc\n\"", "'abc\"", "\"\\", [["\400abc"]],
        [["\u{80000000}"]] } do
    print(select(2, load("return " .. s, "=c")))
end
--> c:1: invalid escape sequence near '"\q'
--> c:1: decimal escape too large near '"\300"'
--> c:1: hexadecimal digit expected near '"\x1g'
--> c:1: hexadecimal digit expected near '"\xag'
--> c:1: UTF-8 value too large near '"\u{110000000'
--> c:1: missing '{' near '"\u4'
--> c:1: hexadecimal digit expected near '"\u{}'
--> c:1: missing '}' near '"\u{12"'
--> c:1: hexadecimal digit expected near '"\u{z'
--> c:1: unfinished string near <eof>
--> c:1: unfinished string near '"abc'
--> c:1: unfinished string near <eof>
--> c:1: unfinished string near <eof>
--> c:1: decimal escape too large near '"\400a'
--> c:1: UTF-8 value too large near '"\u{80000000'
