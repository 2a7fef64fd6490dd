-- tests/lang/arith/malformed_numerals_are_refused.lua
for _, s in ipairs { "3x", "0x", "1e", "1e+", "0xg", "1..2", "1.2.3",
    "0x1p", "12abc", "1_000", "0b1", "3e5x" } do
    print(select(2, load("return " .. s)))
end
--> [string "return 3x"]:1: malformed number near '3x'
--> [string "return 0x"]:1: malformed number near '0x'
--> [string "return 1e"]:1: malformed number near '1e'
--> [string "return 1e+"]:1: malformed number near '1e+'
--> [string "return 0xg"]:1: malformed number near '0xg'
--> [string "return 1..2"]:1: malformed number near '1..2'
--> [string "return 1.2.3"]:1: malformed number near '1.2.3'
--> [string "return 0x1p"]:1: malformed number near '0x1p'
--> [string "return 12abc"]:1: malformed number near '12abc'
--> [string "return 1_000"]:1: malformed number near '1_'
--> [string "return 0b1"]:1: malformed number near '0b1'
--> [string "return 3e5x"]:1: malformed number near '3e5x'
