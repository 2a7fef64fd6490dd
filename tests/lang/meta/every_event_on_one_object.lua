-- One object that answers all events with their names.
local mt, log = {}, {}
for e in ("add sub mul div mod pow unm idiv band bor bxor shl shr bnot concat len call index"):gmatch "%a+" do
    mt["__" .. e] = function() return e end
end
for e in ("eq lt le"):gmatch "%a+" do mt["__" .. e] = function() log[#log + 1] = e return true end end
mt.__newindex = function(_, k, v) log[#log + 1] = "newindex " .. tostring(k) end
mt.__tostring = function() return "tostring" end
mt.__name = "name"
mt.__pairs = function() return function(_, k) if not k then return "pairs" end end end
local T, U = setmetatable({}, mt), setmetatable({}, mt)
print(T + 1, T - 1, T * 1, T / 1, T % 1, T ^ 1, -T, T // 1, T & 1, T | 1, T ~ 1, T << 1, T >> 1, ~T, T .. 1, #T, T(), T.x, T[1])
--> add	sub	mul	div	mod	pow	unm	idiv	band	bor	bxor	shl	shr	bnot	concat	len	call	index	index
print(1 + T, 1 - T, 1 * T, 1 / T, 1 % T, 1 ^ T, 1 // T, 1 & T, 1 | T, 1 ~ T, 1 << T, 1 >> T, 1 .. T)
--> add	sub	mul	div	mod	pow	idiv	band	bor	bxor	shl	shr	concat
print(T == U, T < U, T <= U, T > 1, 1 >= T, T ~= U, not (T < 1))
--> true	true	true	true	true	false	false
T.x, T[1], T[1.5], T[true] = 1, 2, 3, 4
print(tostring(T), table.concat(log, ","))
--> tostring	eq,lt,le,lt,le,eq,lt,newindex true,newindex 1.5,newindex 1,newindex x
for k in pairs(T) do print(k) end         --> pairs
local a, b, c, d, e = 1, 2.5, "s", {}, nil
for _, v in ipairs {a, b, c} do print(T + v, v + T, T .. v, v .. T, T & v, v // T) end
--> add	add	concat	concat	band	idiv
--> add	add	concat	concat	band	idiv
--> add	add	concat	concat	band	idiv
