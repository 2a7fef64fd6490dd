-- Weak values go before finalizers run, weak keys after.
local values, keys = setmetatable({}, {__mode = "v"}), setmetatable({}, {__mode = "k"})
local seen, back
do
    local o = setmetatable({}, {__gc = function(o)
        seen = {values[1] == nil, keys[o]}
        back = o
    end})
    values[1] = o
    keys[o] = "by key"
end
collectgarbage()
print(seen[1], seen[2], back ~= nil, values[1], keys[back])
--> true	by key	true	nil	by key
back = nil
collectgarbage()
print(next(keys), next(values))           --> nil	nil
