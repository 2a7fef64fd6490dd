-- tests/lang/error/uncaught_syntax_error.lua
print("never runs")
local x = = 2                           --! uncaught_syntax_error.lua:3: unexpected symbol near '='
