-- tests/lang/syntax/unexpected_symbols.lua
local function e(s) print(select(2, load(s, "=c"))) end
e "x ="                                 --> c:1: unexpected symbol near <eof>
e "x = = 1"                             --> c:1: unexpected symbol near '='
e "local"                               --> c:1: <name> expected near <eof>
e "local 1"                             --> c:1: <name> expected near '1'
e "f("                                  --> c:1: unexpected symbol near <eof>
e "f(1,"                                --> c:1: unexpected symbol near <eof>
e "f)"                                  --> c:1: syntax error near ')'
e "x"                                   --> c:1: syntax error near <eof>
e "x.y"                                 --> c:1: syntax error near <eof>
e "x:y"
--> c:1: function arguments expected near <eof>
e "1"                                   --> c:1: unexpected symbol near '1'
e "(f)"                                 --> c:1: syntax error near <eof>
e "'str'"                               --> c:1: unexpected symbol near ''str''
e "return return"
--> c:1: unexpected symbol near 'return'
e "return 1 2"                          --> c:1: <eof> expected near '2'
e "a.b:c = 1"
--> c:1: function arguments expected near '='
e "f() = 1"                             --> c:1: syntax error near '='
e "x + 1"                               --> c:1: syntax error near '+'
e "local function 1() end"              --> c:1: <name> expected near '1'
e "@"                                   --> c:1: unexpected symbol near '@'
e "x = }"                               --> c:1: unexpected symbol near '}'
e "x = $"                               --> c:1: unexpected symbol near '$'
e "x = 1 y = 2"                         -->
