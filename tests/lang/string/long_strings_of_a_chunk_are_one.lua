-- tests/lang/string/long_strings_of_a_chunk_are_one.lua
-- Functions get their constants when they are called; a long string that is
-- written twice is still one object.
local function address(s) return string.format("%p", s) end
local function f() return "0123456789012345678901234567890123456789, long" end
local function g()
    return function()
        return "0123456789012345678901234567890123456789, long"
    end
end
local here = address("0123456789012345678901234567890123456789, long")
collectgarbage()
print(here == address(f()), here == address(g()()))
collectgarbage("step")
print(address(f()) == address(g()()))
local dumped = load(string.dump(g))
print(address(dumped()()) == address(dumped()()), #dumped()())
--> true	true
--> true
--> true	46
