-- What parentheses hold is fetched at the closing one.
local function line(text)
    local _, message = pcall(load("local t = {}\n" .. text, "=f"))
    print(message)
end

line "if (t.x\n.y\n)\nthen\nend"
--> f:4: attempt to index a nil value (field 'x')
line "print(1,\n(t.x\n.y)\n)"
--> f:4: attempt to index a nil value (field 'x')
line "local q = {(t.x\n.y)\n}"
--> f:3: attempt to index a nil value (field 'x')
line "local q = t.x\n.y\n+ 1"
--> f:4: attempt to index a nil value (field 'x')
line "local q = {t.x\n.y\n}"
--> f:4: attempt to index a nil value (field 'x')
line "(t.x\n.y)\n(\n)"
--> f:3: attempt to index a nil value (field 'x')
