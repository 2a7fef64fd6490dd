-- tests/lang/limits/nesting_is_bounded.lua
local load = function(...) return select(2, pcall(load, ...)) end
local function e(s) return (select(2, load(s, "=c"))
    or "fine"):match("^.-overflow") or load(s) ~= nil end
print(e("return " .. ("("):rep(100) .. "1" .. (")"):rep(100)))  --> true
print(e("return " .. ("("):rep(1000) .. "1" .. (")"):rep(1000)))
--> C stack overflow
print(e(("do "):rep(1000) .. ("end "):rep(1000)))  --> C stack overflow
print(e("return " .. ("{"):rep(1000) .. ("}"):rep(1000)))  --> C stack overflow
print(e(("if x then "):rep(1000) .. ("end "):rep(1000)))  --> C stack overflow
print(e("return " .. ("function() return "):rep(1000) .. "1 "
    .. ("end "):rep(1000)))             --> C stack overflow
print(e("return " .. ("-"):rep(1000, " ") .. "1"))  --> C stack overflow
print(e("return " .. ("not "):rep(1000) .. "1"))  --> C stack overflow
print(e("x = " .. ("a."):rep(1000) .. "a"))  --> true
print(e("return " .. ("1 .. "):rep(180) .. "1"))  --> true
print(e("return " .. ("2 ^ "):rep(1000) .. "1"))  --> C stack overflow
print(e("x = " .. ("a("):rep(1000) .. (")"):rep(1000)))  --> C stack overflow
