-- tests/lib/debug/getinfo_names.lua
local t = {}
function t.field() return debug.getinfo(1, "n") end
function t:method() return debug.getinfo(1, "n") end
function globalf() return debug.getinfo(1, "n") end
local function loc() return debug.getinfo(1, "n") end
local function show(i) print(i.name, i.namewhat) return 1 end
local i = t.field(); show(i)            --> field	field
i = t:method(); show(i)                 --> method	method
i = globalf(); show(i)                  --> globalf	global
i = loc(); show(i)                      --> loc	local
local function up() local i = loc(); return i end
show(up())                              --> loc	upvalue
local mt = setmetatable({}, {__add = function() return debug.getinfo(1,
    "n") end,
    __index = function() return debug.getinfo(1, "n") end})
i = mt + 1; show(i)                     --> add	metamethod
i = mt.x; show(i)                       --> index	metamethod
for i in function(_, c) if not c then return debug.getinfo(1,
    "n") end end do show(i) break end   --> for iterator	for iterator
local function tail() return loc() end
i = tail(); show(i)                     --> nil
i = select(2, pcall(loc)); show(i)      --> nil
