-- A metatable's __mode counts at the next collection.
local mt = {}
local t = setmetatable({{}, {}, {}}, mt)
collectgarbage()
print(#t)                                 --> 3
mt.__mode = "v"
collectgarbage()
print(next(t))                            --> nil
t[1] = {}
mt.__mode = nil
collectgarbage()
print(next(t) ~= nil)                     --> true
