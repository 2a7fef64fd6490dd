-- A label is seen in its block and the blocks inside it, not from outside.
local function try(s) print((select(2, load(s, "=s")))) end
--> s:1: no visible label 'a' for <goto> at line 1
--> s:1: no visible label 'a' for <goto> at line 1
--> s:1: <goto a> at line 1 jumps into the scope of local 'x'
--> s:1: no visible label 'a' for <goto> at line 1
--> s:1: no visible label 'a' for <goto> at line 1
--> s:1: label 'a' already defined on line 1
--> s:1: label 'a' already defined on line 1
--> s:1: <name> expected near '='
--> s:1: break outside loop at line 1
--> s:1: break outside loop at line 1
--> s:1: <goto a> at line 1 jumps into the scope of local 'x'
try "goto a; do ::a:: end"
try "do ::a:: end goto a"
try "goto a; local x; ::a:: print(x)"
try "for i = 1, 2 do ::a:: end goto a"
try "while true do goto a end; for i = 1, 2 do ::a:: end"
try "::a:: ::a::"
try "::a:: do ::a:: end"
try "goto = 1"
try "break"
try "do break end"
try "repeat goto a; local x; ::a:: until x"
