-- Positions before, inside and behind the string.
for _, init in ipairs {-10, -3, -1, 0, 1, 3, 4, 5, 100} do
    print(init, ("abc"):find("c", init), ("abc"):find("", init), ("abc"):find("c", init, true), (("abc"):match("()", init)))
--> -10	3	1	3	1
--> -3	3	1	3	1
--> -1	3	3	3	3
--> 0	3	1	3	1
--> 1	3	1	3	1
--> 3	3	3	3	3
--> 4	nil	4	nil	4
--> 5	nil	nil	nil	nil
--> 100	nil	nil	nil	nil
end
print(("a.b"):find(".", 1, true), ("a.b"):find("%.", 1, true), ("a+b"):find "+", ("a+b"):find("+", 1, false))
--> 2	nil	2	2	2
print(("aXb"):find("b", 2, true), (""):find("", 1, true), (""):find("x", 1, true), ("a\0b"):find("\0", 1, true), ("a\0b"):find "\0b")
--> 3	1	nil	2	2	3
print(("x"):rep(100):find(("x"):rep(50) .. "y", 1, true), ("x"):rep(100):find(("x"):rep(100), 1, true))
--> nil	1	100
