-- tests/lang/assign/unknown_attributes_are_refused.lua
print(select(2, load "local x <foo> = 1"))
--> [string "local x <foo> = 1"]:1: unknown attribute 'foo'
print(select(2, load "local x <const = 1"))
--> [string "local x <const = 1"]:1: '>' expected near '='
print(select(2, load "local x <> = 1"))
--> [string "local x <> = 1"]:1: <name> expected near '>'
print(select(2, load "local x <close>, y <close> = nil, nil"))
--> [string "local x <close>, y <close> = nil, nil"]:1: multiple to-be-closed variables in local list
print(load "local x <const>, y <close>, z = 1, nil, 2 return x" ~= nil)
--> true
