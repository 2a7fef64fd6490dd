-- tests/lang/assign/globals_live_in_env.lua
y = 5
print(_ENV.y, _G.y, _G == _ENV)         --> 5	5	true
_ENV.z = 6
print(z)                                --> 6
local function f() local _ENV = {x = "own"}; return x end
print(f())                              --> own
local function g(_ENV) return a + b end
print(g {a = 1, b = 2})                 --> 3
local print = print
do local _ENV <const> = {v = 1}; v = v + 1; print(v) end  --> 2
local env = setmetatable({}, {__index = _G})
local chunk = load("w = 1; return w, print ~= nil", "c", "t", env)
print(chunk())                          --> 1	true
print(w, env.w)                         --> nil	1
