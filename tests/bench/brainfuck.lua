-- tests/bench/brainfuck.lua -- an interpreter of the language with eight signs.
-- group: branch

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

-- Runs of + - < > become one instruction with a count; brackets know their
-- partner.
local function compile(source)
    local ops, args, open = {}, {}, {}
    local at = 1
    while at <= #source do
        local sign = source:sub(at, at)
        local n = #ops + 1
        if sign:find("[+<>-]") then
            local _, last = source:find("^%" .. sign .. "+", at)
            ops[n], args[n] = sign, last - at + 1
            at = last
        elseif sign == "[" then
            ops[n], args[n] = sign, 0
            open[#open + 1] = n
        elseif sign == "]" then
            local partner = table.remove(open)
            ops[n], args[n] = sign, partner
            args[partner] = n
        elseif sign == "." or sign == "," then
            ops[n], args[n] = sign, 0
        end
        at = at + 1
    end
    return { ops = ops, args = args }
end

local function run(program, input)
    local ops, args = program.ops, program.args
    local tape, cell, pc, steps = {}, 0, 1, 0
    local out, taken = {}, 0
    setmetatable(tape, { __index = function() return 0 end })
    while ops[pc] do
        local op, arg = ops[pc], args[pc]
        if op == "+" then
            tape[cell] = (tape[cell] + arg) % 256
        elseif op == "-" then
            tape[cell] = (tape[cell] - arg) % 256
        elseif op == ">" then
            cell = cell + arg
        elseif op == "<" then
            cell = cell - arg
        elseif op == "[" then
            if tape[cell] == 0 then
                pc = arg
            end
        elseif op == "]" then
            if tape[cell] ~= 0 then
                pc = arg
            end
        elseif op == "." then
            out[#out + 1] = string.char(tape[cell])
        else
            taken = taken + 1
            tape[cell] = input:byte(taken) or 0
        end
        pc = pc + 1
        steps = steps + 1
    end
    return table.concat(out), steps
end

-- Prints the alphabet: a counter of 26 beside a letter.
local ALPHABET = [[
    ++++++++ [> ++++++++ <-] > + > +++++ [> +++++ <-] > +
    [< < . + > > -] < <
]]

-- Reads letters and prints them in capitals, from the last to the first.
local CAPITALS = [[
    > , [> ,] <
    [ > ++++ [< -------- > -] < . [-] < ]
]]

-- Three nested loops that only count; the product is the work done.
local COUNT = ("+"):rep(99) .. "[>" .. ("+"):rep(99) .. "[>"
              .. ("+"):rep(41) .. "[>+>+++<<-]<-]<-]>>>.>."

bench(5, function()
    local letters = run(compile(ALPHABET))
    local capitals, steps = run(compile(CAPITALS),
                                ("srettel"):rep(40))
    local counted, more = run(compile(COUNT))
    return string.format("%s %s %d %d, %d steps", letters,
                         capitals:sub(1, 10), counted:byte(1),
                         counted:byte(2), steps + more)
end)
