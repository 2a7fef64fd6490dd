-- tests/regress/string_keys_long_and_short.lua
local t = {}
for n = 38, 42 do
    local k = ("k"):rep(n)
    t[k] = n
    t[("k"):rep(n)] = t[k] + 1
end
for n = 38, 42 do print(n, t[("k"):rep(n - 1) .. "k"]) end
--> 38	39
--> 39	40
--> 40	41
--> 41	42
--> 42	43
local count = 0
for _ in pairs(t) do count = count + 1 end
print(count)                            --> 5
