-- tests/lang/limits/too_many_registers.lua
local load = function(...) return select(2, pcall(load, ...)) end
local function args(n) return "f(" .. ("x,"):rep(n - 1) .. "x)" end
print(load("local f, x = select, 1 return " .. args(200), "=c") ~= nil)
--> true
local m = select(2, load("local f, x return " .. args(260), "=c"))
print(m:match("^c:1: [%a ]*registers")) -- the reference names a token, too
--> c:1: function or expression needs too many registers
print(select(2, load("local x return " .. ("x .. "):rep(300) .. "x", "=c")))
--> C stack overflow
print(select(2, load("return {" .. ("{"):rep(100) .. ("}"):rep(100) .. "}",
    "=c")) == nil)                      --> true
