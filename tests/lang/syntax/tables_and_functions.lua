-- tests/lang/syntax/tables_and_functions.lua
local function e(s) print(select(2, load(s, "=c"))) end
e "return {1, 2"                        --> c:1: '}' expected near <eof>
e "return {1 2}"                        --> c:1: '}' expected near '2'
e "return {a = }"                       --> c:1: unexpected symbol near '}'
e "return {[1] 2}"                      --> c:1: '=' expected near '2'
e "return {[1 = 2}"                     --> c:1: ']' expected near '='
e "return {,}"                          --> c:1: unexpected symbol near ','
e "return {a.b = 1}"                    --> c:1: '}' expected near '='
e "return function"                     --> c:1: '(' expected near <eof>
e "return function f() end"             --> c:1: '(' expected near 'f'
e "function f.g:h.i() end"              --> c:1: '(' expected near '.'
e "function f:g:h() end"                --> c:1: '(' expected near ':'
e "function () end"                     --> c:1: <name> expected near '('
e "local function f.g() end"            --> c:1: '(' expected near '.'
print(#load "return {1; 2, 3;}"(), load "return {;}" == nil)  --> 3	true
print(load "return {a = 1, [2] = 3, 'x', f = function() end,}" ~= nil)
--> true
