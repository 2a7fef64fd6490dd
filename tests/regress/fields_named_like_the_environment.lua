-- tests/regress/fields_named_like_the_environment.lua
-- oracle: no (5.4.4 takes any field of something called _ENV for a global)
print(pcall(function() local a = {_ENV = {}}; return a._ENV.x + 1 end))
--> false	fields_named_like_the_environment.lua:3: attempt to perform arithmetic on a nil value (field 'x')
print(pcall(function() return ("_ENV").x + 1 end))
--> false	fields_named_like_the_environment.lua:5: attempt to perform arithmetic on a nil value (field 'x')
