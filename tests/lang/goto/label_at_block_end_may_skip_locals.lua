-- tests/lang/goto/label_at_block_end_may_skip_locals.lua
do
    goto finish
    local x = 5
    print("never", x)
    ::finish::
end
print("ok")                             --> ok
print(load "goto f; local x; ::f:: print(x)")
--> nil	[string "goto f; local x; ::f:: print(x)"]:1: <goto f> at line 1 jumps into the scope of local 'x'
print(load "do goto f; local x; ::f:: ; ; end return 1" ~= nil)  --> true
print(load "repeat if true then goto c end local x; ::c:: until x")
--> nil	[string "repeat if true then goto c end local x; ::c::..."]:1: <goto c> at line 1 jumps into the scope of local 'x'
