-- # is a border, whatever came before: holes, clearing, refilling.
local function border(t)
    local n = #t
    return (n == 0 or t[n] ~= nil) and t[n + 1] == nil
end
local ok = true
local t = {}
for i = 1, 100 do t[i] = i ok = ok and #t == i end
for i = 100, 51, -1 do t[i] = nil ok = ok and #t == i - 1 end
for i = 1, 25 do t[i] = nil ok = ok and border(t) end
for i = 26, 50 do t[i] = nil ok = ok and border(t) end
print(ok, #t, next(t))                    --> true	0	nil
for i = 64, 1, -1 do t[i] = true ok = ok and border(t) end
print(ok, #t)                             --> true	64
for i = 1, 64, 2 do t[i] = nil ok = ok and border(t) end
for i = 1, 64, 2 do t[i] = 0.5 end
print(ok, #t, #{nil}, #{nil, 2}, #{1, nil}, #{nil, nil, 3}, #{n = 1}, #{[1] = 1, [2] = 2}, #{[2] = 2} == 0 or true)
--> true	64	0	2	1	3	0	2	true
local q, head = {}, 1
for i = 1, 1000 do q[#q + 1] = i end
for i = 1, 500 do q[head] = nil head = head + 1 end
print(border(q), q[501], q[1000], q[500]) --> true	501	1000	nil
for i = 500, 1, -1 do q[i] = i end
print(#q, q[1], q[500], q[501])           --> 1000	1	500	501
print(#"", #"abc", #"\0\0", #"\u{20AC}", #[[ --> 0	3	2	3	17
x]])
