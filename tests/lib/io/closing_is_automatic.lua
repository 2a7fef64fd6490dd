-- tests/lib/io/closing_is_automatic.lua
local name = os.getenv("TEST_FILE") or os.tmpname()
do
    local f <close> = io.open(name, "w")
    f:write("closed by scope")
end
print(io.open(name):read("a"))          --> closed by scope
local keep
do local f <close> = io.open(name); keep = f end
print(io.type(keep))                    --> closed file
for l in io.lines(name) do break end
for i = 1, 200 do io.open(name) end
collectgarbage()
print(io.open(name) ~= nil)             --> true
os.remove(name)
