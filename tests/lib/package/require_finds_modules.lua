-- tests/lib/package/require_finds_modules.lua
package.path = "./fixtures/?.lua;./fixtures/?/init.lua"
local m, where = require "simple"
print(m.name, m.args, where)
--> simple	2:simple	./fixtures/simple.lua
print(require "simple" == m, package.loaded.simple == m)  --> true	true
print(require("folder").name, require("folder.inner").name)
--> folder	inner of folder.inner
print(require "returns_nothing", package.loaded.returns_nothing)  --> true	true
print(package.loaded.string == string, package.loaded._G == _G)  --> true	true
package.loaded.simple = nil
print(require "simple" == m)            --> false
