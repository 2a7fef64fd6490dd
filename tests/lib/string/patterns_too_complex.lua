-- tests/lib/string/patterns_too_complex.lua
local function fine(...)
    local ok, m = pcall(string.match, ...)
    return ok or m:match("too complex") ~= nil
end
print(fine(("a"):rep(300000), ("a?"):rep(300000)))  --> true
print(fine("a", ("("):rep(10) .. "a" .. (")"):rep(10)))  --> true
print(#(("a"):rep(200000)):match(".-$"), (("a"):rep(200000)):match("^.-b"))
--> 200000	nil
print((("a"):rep(20000)):match("^(a*)(.-)(.*)$") ~= nil)  --> true
