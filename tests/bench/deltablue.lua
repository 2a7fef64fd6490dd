-- tests/bench/deltablue.lua -- one-way constraints, planned by strength.
-- group: object

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

-- Strengths: the smaller, the stronger.
local REQUIRED, STRONG, WEAK, WEAKEST = 0, 1, 2, 3

local Variable = {}
Variable.__index = Variable

function Variable.new(value)
    return setmetatable({ value = value, users = {}, source = nil,
                          strength = WEAKEST, mark = 0 }, Variable)
end

function Variable:drop(constraint)
    for i, user in ipairs(self.users) do
        if user == constraint then
            table.remove(self.users, i)
            break
        end
    end
    if self.source == constraint then
        self.source, self.strength = nil, WEAKEST
    end
end

-- A constraint has variables, and an output while it is satisfied. Classes
-- give execute(), which computes the output.
local Constraint = {}
Constraint.__index = Constraint

local function class(execute, can_write)
    local new = setmetatable({ execute = execute, can_write = can_write },
                             { __index = Constraint })
    new.__index = new
    return new
end

local function always() return true end
local function only_last(self, i) return i == #self.vars end

local Stay = class(function() end, always)
local Edit = class(function(self) self.output.value = self.wanted end, always)
local Equal = class(function(self)
    local a, b = self.vars[1], self.vars[2]
    if self.output == a then a.value = b.value else b.value = a.value end
end, always)
local Scale = class(function(self)
    local a, b = self.vars[1], self.vars[2]
    if self.output == b then
        b.value = a.value * self.factor + self.offset
    else
        a.value = (b.value - self.offset) / self.factor
    end
end, always)
local Sum = class(function(self)
    local vars = self.vars
    vars[3].value = vars[1].value + vars[2].value
end, only_last)

function Constraint.make(kind, strength, vars, fields)
    local new = fields or {}
    new.vars, new.strength, new.output = vars, strength, nil
    return setmetatable(new, kind)
end

-- The weakest variable that may be written and is not settled in this pass.
function Constraint:choose(mark)
    local best
    for i, variable in ipairs(self.vars) do
        if self:can_write(i) and variable.mark ~= mark
           and variable.strength > self.strength
           and (not best or variable.strength > best.strength) then
            best = variable
        end
    end
    return best
end

-- An output is as weak as the weakest way to undo this constraint.
function Constraint:recompute()
    local weakest = self.strength
    for i, variable in ipairs(self.vars) do
        if variable ~= self.output and self:can_write(i)
           and variable.strength > weakest then
            weakest = variable.strength
        end
    end
    self.output.strength = weakest
    self:execute()
end

local Planner = { passes = 0, executed = 0 }

-- Compute again what follows from `variable`; returns the constraints met
-- on the way that have no output.
function Planner:propagate(variable, mark)
    local todo, unsatisfied = { variable }, {}
    while #todo > 0 do
        local at = table.remove(todo)
        for _, user in ipairs(at.users) do
            if not user.output then
                unsatisfied[#unsatisfied + 1] = user
            elseif user ~= at.source then
                user.output.mark = mark
                user:recompute()
                self.executed = self.executed + 1
                todo[#todo + 1] = user.output
            end
        end
    end
    return unsatisfied
end

function Planner:satisfy(constraint)
    self.passes = self.passes + 1
    local mark = self.passes
    while constraint do
        local output = constraint:choose(mark)
        if not output then
            assert(constraint.strength ~= REQUIRED, "required, and failed")
            return
        end
        local displaced = output.source
        if displaced then
            displaced.output = nil
        end
        constraint.output, output.source, output.mark =
            output, constraint, mark
        constraint:recompute()
        self:propagate(output, mark)
        constraint = displaced
    end
end

function Planner:add(constraint)
    for _, variable in ipairs(constraint.vars) do
        table.insert(variable.users, constraint)
    end
    self:satisfy(constraint)
    return constraint
end

function Planner:remove(constraint)
    local output = constraint.output
    for _, variable in ipairs(constraint.vars) do
        variable:drop(constraint)
    end
    constraint.output = nil
    if output then
        for _, user in ipairs(self:propagate(output, self.passes)) do
            self:satisfy(user)
        end
    end
end

local function build(n)
    local vars = {}
    for i = 1, n do
        vars[i] = Variable.new(i)
    end
    for i = 2, n do
        local pair = { vars[i - 1], vars[i] }
        if i % 3 == 0 then
            Planner:add(Constraint.make(Scale, REQUIRED, pair, {
                factor = i % 2 == 0 and 1 or -1, offset = i % 7 }))
        else
            Planner:add(Constraint.make(Equal, REQUIRED, pair))
        end
    end
    return vars
end

bench(6, function()
    Planner.passes, Planner.executed = 0, 0
    local vars = build(60)
    local total = Variable.new(0)
    Planner:add(Constraint.make(Sum, REQUIRED,
                                { vars[1], vars[#vars], total }))
    Planner:add(Constraint.make(Stay, WEAK, { vars[1] }))
    local check = 0
    for i = 1, 600 do
        local target = vars[i * 7 % #vars + 1]
        local edit = Planner:add(Constraint.make(Edit, STRONG, { target },
                                                 { wanted = i }))
        check = (check * 7 + total.value) % 1000003
        Planner:remove(edit)
    end
    return string.format("check %d, passes %d, executed %d", check,
                         Planner.passes, Planner.executed)
end)
