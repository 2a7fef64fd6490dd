-- tests/lang/syntax/missing_ends.lua
local function e(s) print(select(2, load(s, "=c"))) end
e "if x then"                           --> c:1: 'end' expected near <eof>
e "if x"                                --> c:1: 'then' expected near <eof>
e "while true do"                       --> c:1: 'end' expected near <eof>
e "for i = 1, 2 do"                     --> c:1: 'end' expected near <eof>
e "for i = 1 do end"                    --> c:1: ',' expected near 'do'
e "for i in x"                          --> c:1: 'do' expected near <eof>
e "for i, j = 1, 2 do end"              --> c:1: 'in' expected near '='
e "for 1 in x do end"                   --> c:1: <name> expected near '1'
e "repeat"                              --> c:1: 'until' expected near <eof>
e "repeat until"                        --> c:1: unexpected symbol near <eof>
e "function f("
--> c:1: <name> or '...' expected near <eof>
e "function f()"                        --> c:1: 'end' expected near <eof>
e "function f(a,) end"
--> c:1: <name> or '...' expected near ')'
e "function f(..., a) end"              --> c:1: ')' expected near ','
e "do"                                  --> c:1: 'end' expected near <eof>
e "end"                                 --> c:1: <eof> expected near 'end'
e "until x"                             --> c:1: <eof> expected near 'until'
e "else"                                --> c:1: <eof> expected near 'else'
e "if x then else elseif y then end"    --> c:1: 'end' expected near 'elseif'
e "if x then\n\n\nprint(1)\n"
--> c:5: 'end' expected (to close 'if' at line 1) near <eof>
e "function f()\n  while x do\n  end\n"
--> c:4: 'end' expected (to close 'function' at line 1) near <eof>
e "f(\n1,\n2"
--> c:3: ')' expected (to close '(' at line 1) near <eof>
e "local t = {\n1,\n2"
--> c:3: '}' expected (to close '{' at line 1) near <eof>
