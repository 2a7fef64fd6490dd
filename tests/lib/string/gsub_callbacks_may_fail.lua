-- tests/lib/string/gsub_callbacks_may_fail.lua
print(pcall(string.gsub, "abc", "%w", function(c) error("in callback " .. c,
    0) end))                            --> false	in callback a
local n = 0
print(pcall(string.gsub, "abcd", ".", function(
    c) n = n + 1; if c == "c" then error({n}) end return c end) == false, n)
--> true	3
local r = ("outer"):gsub("%w", function(c) return (("in"):gsub("i", c)) end)
print(r)                                --> onuntnenrn
