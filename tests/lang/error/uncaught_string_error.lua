-- tests/lang/error/uncaught_string_error.lua
print("before")                         --> before
local function fail() error("it broke") end
fail()                                  --! uncaught_string_error.lua:3: it broke
--! stack traceback:
