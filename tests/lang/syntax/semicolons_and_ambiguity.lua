-- tests/lang/syntax/semicolons_and_ambiguity.lua
;;; local x = 1; ; print(x);            --> 1
do ; end
local function f(x) return function(y) return y or x end end
print(f(1)
(2))                                    --> 2
local s = f "a" "b"
print(s, f {} {1} [1], #f [[x]] [[yz]])  --> b	1	2
return (function() ; print "returned"; end)();  --> returned
