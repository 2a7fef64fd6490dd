-- tests/lang/error/uncaught_table_error.lua
error({code = 2})                       --! (error object is a table value)
