-- tests/lib/string/comparison_uses_all_bytes.lua
local t = {"b", "a", "B", "A", "", "ab", "a\0", "a\0b", "\200", "Z"}
table.sort(t)
for i, v in ipairs(t) do t[i] = ("%q"):format(v) end
print(table.concat(t, " "))
--> "" "A" "B" "Z" "a" "a\0" "a\0b" "ab" "b" "È"
print("a\0z" < "a\0zz", "a\0z" == "a\0z", "a\0a" < "a\0b", "" <= "")
--> true	true	true	true
