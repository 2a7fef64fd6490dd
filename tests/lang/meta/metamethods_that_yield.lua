-- Every kind of metamethod may yield.
local yield = coroutine.yield
local mt = {}
for _, e in ipairs {"add", "unm", "concat", "len", "eq", "lt", "le", "index", "call", "idiv", "band"} do
    mt["__" .. e] = function() return yield(e) end
end
mt.__newindex = function(_, k, v) rawset(_G, "stored", yield("newindex")) end
mt.__close = function() yield("close") end
local function body()
    local a, b = setmetatable({}, mt), setmetatable({}, mt)
    local r = {a + 1, -a, a .. "x", #a, a == b, a < b, a <= b, a.x, a(), a // 1, a & 1}
    a.y = 1
    do local c <close> = a end
    for i = 1, #r do r[i] = tostring(r[i]) end
    return table.concat(r, " ")
end
local co = coroutine.wrap(body)
local got, n = co(), 0
while not got:find(" ") do
    order = (order or "") .. got .. " "
    n = n + 1
    got = co(n)
end
print(n, order)
--> 13	add unm concat len eq lt le index call idiv band newindex close 
print(got, stored)                        --> 1 2 3 4 true true true 8 9 10 11	12
