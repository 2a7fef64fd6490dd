-- tests/lang/string/escapes.lua
print("a\tb", 'single "quotes"', "double 'quotes'", "\65\066\x43\u{44}")
print("\\", "\"", '\'', #"\a\b\f\n\r\t\v")
print(("\a\b\f\n\r\t\v"):byte(1, -1))
print("line\
continued" == "line\ncontinued")
print("skip\z
       ped", "a\z   b", #"\z")
print(("\u{7F}\u{80}\u{7FF}\u{800}"):byte(1, -1))
print(("\u{FFFF}\u{10FFFF}\u{7FFFFFFF}"):byte(1, -1))
print(#"\0\00\000", ("\0001"):byte(1, -1))
print("\x41\x7a\xFF" == "Az\255")

--> a	b	single "quotes"	double 'quotes'	ABCD
--> \	"	'	7
--> 7	8	12	10	13	9	11
--> true
--> skipped	ab	0
--> 127	194	128	223	191	224	160	128
--> 239	191	191	244	143	191	191	253	191	191	191	191	191
--> 3	0	49
--> true
