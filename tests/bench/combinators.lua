-- tests/bench/combinators.lua -- a parser of formulas made of small parsers.
-- group: closure

local bench, random = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

-- A parser takes a text and a position, and returns the position after what
-- it read and the value, or nil.

local function pattern(text_pattern, convert)
    local anchored = "^%s*(" .. text_pattern .. ")"
    return function(text, at)
        local _, last, word = text:find(anchored, at)
        if last then
            return last + 1, convert and convert(word) or word
        end
        return nil
    end
end

local function either(...)
    local choices = { ... }
    return function(text, at)
        for i = 1, #choices do
            local after, value = choices[i](text, at)
            if after then
                return after, value
            end
        end
        return nil
    end
end

local function sequence(build, ...)
    local parts = { ... }
    return function(text, at)
        local values = {}
        for i = 1, #parts do
            local after, value = parts[i](text, at)
            if not after then
                return nil
            end
            at, values[i] = after, value
        end
        return at, build(values)
    end
end

local function lazily(get)
    return function(text, at)
        return get()(text, at)
    end
end

-- Operands joined by operators, from left to right.
local function chain(operand, operator)
    return function(text, at)
        local after, value = operand(text, at)
        if not after then
            return nil
        end
        local next_at, combine = operator(text, after)
        while next_at do
            local right_end, right = operand(text, next_at)
            if not right_end then
                return nil
            end
            after, value = right_end, combine(value, right)
            next_at, combine = operator(text, after)
        end
        return after, value
    end
end

local function operator(symbol, combine)
    return pattern(symbol, function() return combine end)
end

local expression

local number = pattern("%d+", tonumber)
local grouped = sequence(function(values) return values[2] end,
                         pattern("%("),
                         lazily(function() return expression end),
                         pattern("%)"))
local atom = either(number, grouped)
local negated = sequence(function(values) return -values[2] end,
                         pattern("%-"), atom)
local factor = either(atom, negated)
local term = chain(factor, either(
    operator("%*", function(a, b) return a * b % 10007 end),
    operator("%%", function(a, b) return b ~= 0 and a % b or 0 end)))
expression = chain(term, either(
    operator("%+", function(a, b) return a + b end),
    operator("%-", function(a, b) return a - b end)))

local function make_formula(next_int, depth)
    if depth == 0 then
        return tostring(next_int(99))
    end
    local left = make_formula(next_int, depth - 1)
    local right = make_formula(next_int, next_int(depth) - 1)
    local symbol = ("+-*%"):sub(next_int(4))
    local text = left .. " " .. symbol:sub(1, 1) .. " " .. right
    return next_int(3) == 1 and text or "(" .. text .. ")"
end

local formulas = {}
local next_int = random(17)
for i = 1, 4500 do
    formulas[i] = make_formula(next_int, 5)
end

bench(5, function()
    local check = 0
    for _, text in ipairs(formulas) do
        local after, value = expression(text, 1)
        assert(after == #text + 1, "cannot read " .. text)
        check = (check * 31 + value) % 1000003
    end
    return string.format("%d formulas, check %d", #formulas, check)
end)
