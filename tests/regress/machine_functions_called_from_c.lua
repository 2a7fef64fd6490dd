-- tests/regress/machine_functions_called_from_c.lua
-- What the machine does itself, called by a C function: it once was not run.
local wrap = coroutine.wrap(function(c)
    while true do
        c = coroutine.yield(c:upper() .. c)
    end
end)
print((("abc"):gsub(".", wrap)))                        --> AaBbCc
print(pcall(string.gsub, "ab", ".", pcall))             --> true	ab	2
print(select("#", pcall(pcall, pcall, pcall)))          --> 4
local list = {3, 1, 2}
string.gsub("x", "()", function()
    return select(2, pcall(table.sort, list, function(a, b) return a > b end))
end)
print(table.concat(list, " "))                          --> 3 2 1
