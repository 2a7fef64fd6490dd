-- tests/lang/string/comments.lua
print(1) -- to the end                  --> 1
--[[ long
comment ]] print(2)                     --> 2
--[==[ with ]] inside
]==] print(3)                           --> 3
---[[ not long
print(4)                                --> 4
--]] still a line comment
print(5 --[[inline]] + --[=[two]=] 6)   --> 11
print(select(2, load("--[[ never ends", "=c")))
--> c:1: unfinished long comment (starting at line 1) near <eof>
print(load("return 1 --", "=c")())      --> 1
print(load("#!shebang\nreturn 1"))
--> nil	[string "#!shebang..."]:1: unexpected symbol near '#'
