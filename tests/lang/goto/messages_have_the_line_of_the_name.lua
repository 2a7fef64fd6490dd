-- tests/lang/goto/messages_have_the_line_of_the_name.lua
local function try(text)
    print(select(2, load(text, "=t")))
end
try("goto\n\nx\n")
--> t:4: no visible label 'x' for <goto> at line 3
try("do\ngoto\nx local a ::x:: print(a) end")
--> t:3: <goto x> at line 3 jumps into the scope of local 'a'
try("\nbreak\n\n")
--> t:4: break outside loop at line 2
try("::x\n:: ::x\n::")
--> t:3: label 'x' already defined on line 2
