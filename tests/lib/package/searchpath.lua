-- tests/lib/package/searchpath.lua
print(package.searchpath("simple", "./fixtures/?.lua"))
--> ./fixtures/simple.lua
print(package.searchpath("folder.inner", "./fixtures/?.lua"))
--> ./fixtures/folder/inner.lua
print(package.searchpath("folder-inner", "./fixtures/?.lua", "-", "/"))
--> ./fixtures/folder/inner.lua
print(package.searchpath("nothing", "./a/?.lua;./b/?.x"))
--> nil	no file './a/nothing.lua'
--> 	no file './b/nothing.x'
print(package.searchpath("x.y", "?", ""))  --> nil	no file 'x.y'
print(pcall(package.searchpath, "x"))
--> false	bad argument #2 to 'package.searchpath' (string expected, got no value)
print(package.config)
--> /
--> ;
--> ?
--> !
--> -
-->
