-- tests/lang/error/uncaught_nil_error.lua
error(nil)                              --! nil
