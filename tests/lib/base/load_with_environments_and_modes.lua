-- Chunk names, modes, environments, readers.
print(load("return x", "=c", "t", {x = "env"})()) --> env
print(load("x = 1 return x", "=c", "bt", {})(), x) --> 1	nil
print(load("return ...", "=c")(1, 2))     --> 1	2
print(load("syntax error", "=name"))
--> nil	name:1: syntax error near 'error'
print(load("return 1", "=c", "b"))
--> nil	attempt to load a text chunk (mode is 'b')
print(load(string.dump(function() return 1 end), "=c", "t"))
--> nil	attempt to load a binary chunk (mode is 't')
print(load(string.dump(function() return 42 end), "=c", "b")()) --> 42
print(pcall(load, "return 1", "=c", "x"))
--> true	nil	attempt to load a text chunk (mode is 'x')
print(load("return _ENV", "=c", "t", nil)()) --> nil
print(load("return 1 +", "@file.lua"))
--> nil	file.lua:1: unexpected symbol near <eof>
print(load("return 1 +", "return 1 +"))
--> nil	[string "return 1 +"]:1: unexpected symbol near <eof>
print(load("x = = 1", ("long "):rep(30)))
--> nil	[string "long long long long long long long long long ..."]:1: unexpected symbol near '='
print(load("x = = 1", "first\nsecond"))
--> nil	[string "first..."]:1: unexpected symbol near '='
local parts = {"return ", "1", " + ", "2", nil}
local i = 0
print(load(function() i = i + 1 return parts[i] end)()) --> 3
print(load(function() return nil end)())  --> 
print(pcall(load, function() error("reader", 0) end)) --> true	nil	reader
print(pcall(load, function() return {} end))
--> true	nil	reader function must return a string
print(load("\27bad", "=bin") == nil, load("\27bad", "=bin", "t"))
--> true	nil	attempt to load a binary chunk (mode is 't')
print(load("#!shebang\nreturn 1", "=s") == nil, load("")() == nil, load("return", "=c")())
--> true	true
