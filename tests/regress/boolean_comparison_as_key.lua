-- tests/regress/boolean_comparison_as_key.lua
-- oracle: no (fixed after 5.4.7)
local t = {[true] = "yes", [false] = "no"}
print(t[1 < 2], t[1 > 2], t[1 == 1])    --> yes	no	yes
_ENV[true] = "global"
local function f() return _ENV[1 < 2] end
print(f())                              --> global
