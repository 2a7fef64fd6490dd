-- tests/lang/goto/errors_are_reported.lua
print(select(2, load "goto nowhere"))
--> [string "goto nowhere"]:1: no visible label 'nowhere' for <goto> at line 1
print(select(2, load "\n\ngoto nowhere\n"))
--> [string "..."]:4: no visible label 'nowhere' for <goto> at line 3
print(select(2, load "do ::inner:: end goto inner"))
--> [string "do ::inner:: end goto inner"]:1: no visible label 'inner' for <goto> at line 1
print(select(2, load "::a:: ::a::"))
--> [string "::a:: ::a::"]:1: label 'a' already defined on line 1
print(select(2, load "::a:: do ::a:: end"))
--> [string "::a:: do ::a:: end"]:1: label 'a' already defined on line 1
print(select(2, load "break"))
--> [string "break"]:1: break outside loop at line 1
print(select(2, load "if x then\nbreak end"))
--> [string "if x then..."]:2: break outside loop at line 2
print(select(2, load "goto 1"))
--> [string "goto 1"]:1: <name> expected near '1'
print(select(2, load "goto f; local function g() ::f:: end"))
--> [string "goto f; local function g() ::f:: end"]:1: no visible label 'f' for <goto> at line 1
print(select(2,
    load "for i=1,2 do goto f; local a end ::f:: local function x() goto f end"))
--> [string "for i=1,2 do goto f; local a end ::f:: local ..."]:1: no visible label 'f' for <goto> at line 1
