-- tests/lang/syntax/long_jumps.lua
local body = {}
for i = 1, 5000 do body[i] = "x = x + 1" end
local code = "local x = 0 for i = 1, 2 do if i < 5 then " .. table.concat(body,
    " ")
    .. " else x = -1 end end while x < 10001 do " .. table.concat(body, " ")
        .. " end return x"
print(load(code)())                     --> 15000
print(load("local x = 0 ::top:: " .. table.concat(body, ";")
    .. " if x < 20000 then goto top end return x")())  --> 20000
