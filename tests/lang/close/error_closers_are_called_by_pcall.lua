-- tests/lang/close/error_closers_are_called_by_pcall.lua
local function foo(close)
    local z <close> = setmetatable({}, {__close = close})
    error(4)
end
print(pcall(foo, function(_, e)
    local info = debug.getinfo(2)
    print(info.name, info.namewhat, info.func == pcall, e)
    print(select(2, debug.traceback():gsub("\n\t", "")))
end))
--> pcall	global	true	4
--> 4
--> false	4
