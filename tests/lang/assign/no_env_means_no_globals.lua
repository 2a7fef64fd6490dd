-- tests/lang/assign/no_env_means_no_globals.lua
print(pcall(function() local _ENV = nil; return x end))
--> false	no_env_means_no_globals.lua:2: attempt to index a nil value (local '_ENV')
print(pcall(function() local _ENV = nil; x = 1 end))
--> false	no_env_means_no_globals.lua:4: attempt to index a nil value (local '_ENV')
print(pcall(function() local _ENV = 5; return x end))
--> false	no_env_means_no_globals.lua:6: attempt to index a number value (local '_ENV')
local say = print
local _ENV <const> = {pcall = pcall}
say(pcall(function() return print("x") end))
--> false	no_env_means_no_globals.lua:10: attempt to call a nil value (global 'print')
