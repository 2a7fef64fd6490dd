-- Keys 3 and 4 go to the array after they were in the dictionary, whose order
-- must not be taken up when a traversal clears them.
local function count_and_clear(t)
    local n, k = 0, next(t)
    while k do
        n = n + 1
        t[k] = nil
        k = next(t, k)
    end
    return n, next(t)
end

local t = {}
t[1.5] = "first in the dictionary"
t[3] = 3
t[1] = 1
t[2] = 2
print(count_and_clear(t))                 --> 4	nil

t = {}
t[1.5], t[4], t[2.5] = 1, 4, 2
t[4] = nil                                -- cleared there
t[1], t[2], t[3], t[4] = 1, 2, 3, 4       -- comes back in the array
print(count_and_clear(t))                 --> 6	nil

t = {}
t[-1] = 1
for i = 64, 1, -1 do
    t[i] = i
end
t[-2] = 2
print(count_and_clear(t))                 --> 66	nil
