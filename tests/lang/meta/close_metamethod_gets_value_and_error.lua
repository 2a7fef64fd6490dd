-- __close gets the value and the error, or nil; errors in it replace.
local log = {}
local function res(n, fail)
    return setmetatable({n = n}, {__close = function(self, e)
        log[#log + 1] = self.n .. ":" .. tostring(e)
        if fail then error(fail, 0) end
    end})
end
do local a <close> = res "plain" end
print(pcall(function()                    --> false	from inner
    local a <close> = res "outer"
    local b <close> = res("inner", "from inner")
    error("body", 0)
end))
print(pcall(function()                    --> false	second error
    local a <close> = res("first", "second error")
    local b <close> = res("second", "first error")
    return 1
end))
print(table.concat(log, " "))
--> plain:nil inner:body outer:from inner second:nil first:first error
print(pcall(function()
--> false	close_metamethod_gets_value_and_error.lua:25: attempt to call a number value (metamethod 'close')
    local a <close> = setmetatable({}, {__close = 42})
    return "body"
end))
print(pcall(function() local a <close> = {} end))
--> false	close_metamethod_gets_value_and_error.lua:27: variable 'a' got a non-closable value
print(pcall(function() local a <close> = "text" end))
--> false	close_metamethod_gets_value_and_error.lua:29: variable 'a' got a non-closable value
local n <close> = nil
local f <close> = false
print("nil and false need none", n, f)    --> nil and false need none	nil	false
