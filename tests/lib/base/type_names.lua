-- tests/lib/base/type_names.lua
print(type(nil), type(1), type(1.5), type("s"), type(true))
--> nil	number	number	string	boolean
print(type({}), type(print), type(function() end),
    type(coroutine.create(print)), type(io.stdout))
--> table	function	function	thread	userdata
print(pcall(type))
--> false	bad argument #1 to 'type' (value expected)
print(type(type), type(type(1)), type(_G), type(_ENV))
--> function	string	table	table
