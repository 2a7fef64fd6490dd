-- tests/lib/package/circular_requires.lua
package.path = "./fixtures/?.lua"
print(pcall(require, "circular_a"))
--> true	b saw nil	./fixtures/circular_a.lua
package.preload.self = function() package.loaded.self = "set by itself" end
print(require "self")                   --> set by itself	:preload:
package.preload.falsy = function() return false end
print(require "falsy", package.loaded.falsy)  --> false	false
