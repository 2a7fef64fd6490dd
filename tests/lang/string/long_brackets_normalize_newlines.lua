-- tests/lang/string/long_brackets_normalize_newlines.lua
print(load("return [[a\r\nb\rc\n\rd\ne]]")() == "a\nb\nc\nd\ne")  --> true
print(load("return [[\r\na]]")(), load("return [[\n\ra]]")())  --> a	a
print(load("return 'a\\\r\nb'")() == "a\nb")  --> true
print(select(2, load("x = 1\r\ny = 2\n\rz = \r\r!", "=c")))
--> c:5: unexpected symbol near '!'
print(select(2, load("return [[abc", "=c")))
--> c:1: unfinished long string (starting at line 1) near <eof>
print(select(2, load("return [==[abc]=]\n\n", "=c")))
--> c:3: unfinished long string (starting at line 1) near <eof>
print(select(2, load("return [=abc", "=c")))
--> c:1: invalid long string delimiter near '[='
