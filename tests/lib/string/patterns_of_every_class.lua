-- Each class and its complement over all ASCII characters.
local all = {}
for i = 0, 127 do all[i + 1] = string.char(i) end
all = table.concat(all)
for c in ("acdglpsuwx"):gmatch "." do
    local yes, no = select(2, all:gsub("%" .. c, "")), select(2, all:gsub("%" .. c:upper(), ""))
    local s = all:gsub("%" .. c:upper(), "")
    print(c, yes, no, (s:gsub("%c", "")))
--> a	52	76	ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz
--> c	33	95	
--> d	10	118	0123456789
--> g	94	34	!"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~
--> l	26	102	abcdefghijklmnopqrstuvwxyz
--> p	32	96	!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~
--> s	6	122	 
--> u	26	102	ABCDEFGHIJKLMNOPQRSTUVWXYZ
--> w	62	66	0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz
--> x	22	106	0123456789ABCDEFabcdef
end
print(all:match "[%a_][%w_]*", all:match "[^%c%s]+$" == nil, #all:match ".*")
--> ABCDEFGHIJKLMNOPQRSTUVWXYZ	true	128
print(("x-y]z^"):gsub("[]^-]", "."), ("x-y"):gsub("[a-]", "."), ("a^b"):gsub("[a^]", "."), ("%d"):gsub("[%%]", "."))
--> x.y.z.	x.y	..b	.d	1
print(("[a]"):match "[[]", ("a]"):match "[]]", ("a-z"):match "[a%-z]+", ("f"):match "[^^]")
--> [	]	a-z	f
