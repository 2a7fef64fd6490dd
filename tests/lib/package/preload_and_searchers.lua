-- tests/lib/package/preload_and_searchers.lua
package.preload.virtual = function(name, extra) return {name = name,
    extra = extra} end
print(require("virtual").name, require("virtual").extra,
    select(2, require("virtual")))      --> virtual	:preload:
print(#package.searchers)               --> 4
table.insert(package.searchers, 2, function(name)
    if name == "made.up" then return function(n, x) return n .. "/" .. x end,
        "extra" end
    return "\n\tno made up '" .. name .. "'"
end)
print(require "made.up")                --> made.up/extra	extra
package.path, package.cpath = "", ""
print(select(2, pcall(require, "nothere")))
--> module 'nothere' not found:
--> 	no field package.preload['nothere']
-->
--> 	no made up 'nothere'
--> 	no file ''
--> 	no file ''
package.searchers = nil
print(pcall(require, "y"))
--> false	'package.searchers' must be a table
