-- tests/lib/package/require_reports_what_it_tried.lua
package.path = "./fixtures/?.lua;./other/?.lua"
package.cpath = "./?.so"
print(pcall(require, "missing.mod"))
--> false	module 'missing.mod' not found:
--> 	no field package.preload['missing.mod']
--> 	no file './fixtures/missing/mod.lua'
--> 	no file './other/missing/mod.lua'
--> 	no file './missing/mod.so'
--> 	no file './missing.so'
print(select(2, pcall(require, "broken_syntax")))
--> error loading module 'broken_syntax' from file './fixtures/broken_syntax.lua':
--> 	./fixtures/broken_syntax.lua:2: unexpected symbol near '='
print(select(2, pcall(require, "raises")))
--> ./fixtures/raises.lua:2: raised while loading
print(pcall(require))
--> false	bad argument #1 to 'require' (string expected, got no value)
package.path = nil
print(pcall(require, "x"))
--> false	'package.path' must be a string
