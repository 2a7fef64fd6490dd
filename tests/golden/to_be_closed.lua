-- Variables that are closed: at the end, by break, return, error.
local function res(name)
    return setmetatable({name = name}, {__close = function(self, err)
        io.write("close ", self.name, err and " after " .. err or "", "; ")
    end})
end

do
    local a <close> = res "a"
    local b <close> = res "b"
    local none <close> = nil
    io.write("body; ")
end
print()                                       --> body; close b; close a;
local function early(n)
    local a <close> = res("early" .. n)
    if n > 1 then
        return n, n + 1
    end
    local b <close> = res "late"
    return select("#", n, n)
end
print(early(1))
--> close late; close early1; 2
print(early(2))
--> close early2; 2	3
for i = 1, 2 do
    local c <close> = res(tostring(i))
    if i == 2 then
        break
    end
end
print()                                       --> close 1; close 2;
print(pcall(function()
    local d <close> = res "d"
    error("trouble", 0)
end))
--> close d after trouble; false	trouble
