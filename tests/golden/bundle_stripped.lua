-- vmc: --bundle --strip
-- A program and its modules in one file.
local first = require "fixtures.first"
local second = require("fixtures.second")

print(first.name, second.name, require "fixtures.first" == first)
--> fixtures.first	fixtures.second	true
print(first.twice(21), second.via(first), package.loaded["fixtures.second"] == second)
--> 42	14	true
