-- tests/lang/meta/left_operand_decides_first.lua
local function make(name)
    return setmetatable({}, {__add = function() return name end,
        __concat = function() return name end,
            __lt = function() return name end,
        __eq = function() return false end})
end
local A, B = make("A"), make("B")
print(A + B, B + A, A + 1, 1 + B, A .. B, B .. "s", "s" .. A)
--> A	B	A	B	A	B	A
print(A < B, B > A, A < 1, 1 < A)       --> true	true	true	true
local C = setmetatable({}, {})
print(C + B, pcall(function() return C - B end))
--> B	false	left_operand_decides_first.lua:13: attempt to perform arithmetic on a table value (upvalue 'C')
