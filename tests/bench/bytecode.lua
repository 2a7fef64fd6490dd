-- tests/bench/bytecode.lua -- a stack machine running a small program.
-- group: branch

local bench = dofile((arg[0]:match("^.*/") or "") .. "harness.lua")

local NAMES = { "push", "load", "store", "add", "sub", "mul", "mod", "less",
                "equal", "jump", "jump_if_not", "call", "ret", "print",
                "halt" }

local OP = {}
for code, name in ipairs(NAMES) do
    OP[name] = code
end

-- Text to code: a line is "[label:] name [operand]"; operands are numbers or
-- labels. Each instruction takes two places.
local function assemble(text)
    local labels, lines = {}, {}
    for line in text:gmatch("[^\n]+") do
        local label, rest = line:match("^%s*(%w+):%s*(.*)$")
        if label then
            labels[label] = #lines * 2 + 1
            line = rest
        end
        local name, operand = line:match("^%s*([%w_]+)%s*(%S*)")
        if name then
            lines[#lines + 1] = { name, operand }
        end
    end
    local code = {}
    for _, line in ipairs(lines) do
        code[#code + 1] = assert(OP[line[1]], line[1])
        code[#code + 1] = tonumber(line[2]) or labels[line[2]] or 0
    end
    return code
end

local function run(code, memory)
    local stack, top, pc = {}, 0, 1
    local returns, depth, executed = {}, 0, 0
    local printed = {}
    while true do
        local op, operand = code[pc], code[pc + 1]
        pc = pc + 2
        executed = executed + 1
        if op == OP.push then
            top = top + 1
            stack[top] = operand
        elseif op == OP.load then
            top = top + 1
            stack[top] = memory[operand]
        elseif op == OP.store then
            memory[operand] = stack[top]
            top = top - 1
        elseif op <= OP.equal then
            local a, b = stack[top - 1], stack[top]
            top = top - 1
            if op == OP.add then
                stack[top] = a + b
            elseif op == OP.sub then
                stack[top] = a - b
            elseif op == OP.mul then
                stack[top] = a * b
            elseif op == OP.mod then
                stack[top] = a % b
            elseif op == OP.less then
                stack[top] = a < b
            else
                stack[top] = a == b
            end
        elseif op == OP.jump then
            pc = operand
        elseif op == OP.jump_if_not then
            if not stack[top] then
                pc = operand
            end
            top = top - 1
        elseif op == OP.call then
            depth = depth + 1
            returns[depth] = pc
            pc = operand
        elseif op == OP.ret then
            pc = returns[depth]
            depth = depth - 1
        elseif op == OP.print then
            printed[#printed + 1] = stack[top]
            top = top - 1
        else
            return printed, executed
        end
    end
end

-- The sum of x * x % 7 over all x below 60000 that 3 does not divide.
local PROGRAM = assemble([[
        push 0
        store 1
        push 0
        store 2
    again:
        load 1
        push 60000
        less
        jump_if_not done
        load 1
        push 3
        mod
        push 0
        equal
        jump_if_not other
        jump next
    other:
        load 1
        call square
        load 2
        add
        store 2
    next:
        load 1
        push 1
        add
        store 1
        jump again
    square:
        store 3
        load 3
        load 3
        mul
        push 7
        mod
        ret
    done:
        load 2
        print
        halt
]])

bench(6, function()
    local printed, executed = run(PROGRAM, {})
    return string.format("%d after %d instructions", printed[1], executed)
end)
