-- The frame of the caller, which has one argument, is taken over by a function
-- with three; whoever called it.
local function count(...) return select("#", ...), (select(-1, ...)) end
local function caller(_) return count("a", "b", "c") end

print(coroutine.resume(coroutine.create(caller), 1))    --> true	3	c
print(coroutine.wrap(caller)())                         --> 3	c
print(pcall(caller, 1))                                 --> true	3	c
print((("x"):gsub("x", caller)))                        --> 3
print(#setmetatable({}, { __len = caller }))            --> 3
print(select(-1, xpcall(error, caller)))                --> 3
table.sort({ 2, 1 }, function(a, b) print(caller(a)) return a < b end)
--> 3	c
for n in caller do print(n) break end                   --> 3
