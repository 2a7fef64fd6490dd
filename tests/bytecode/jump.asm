; Jumps stay in the function.

case jump before the first instruction
expect function 0, instruction 0 JMP: jumps out of the function [jump]
function
  JMP -2
end

case jump behind the last instruction
expect function 0, instruction 0 JT: jumps out of the function [jump]
function params=1
  JT R0 1
  RETURN R0 1
end

case jump in operand C
expect function 0, instruction 0 JEQ: jumps out of the function [jump]
function params=1
  JEQ R0 R0 1
  RETURN R0 1
end

case jump so far that it comes round
expect function 0, instruction 0 JMP: jumps out of the function [jump]
function
  JMP 0x7fffffffffffffff
end

case jump to itself
function
  JMP -1
end

case jump to the last instruction
function params=1
  JEQ R0 R0 1
  JMP -2
  RETURN R0 1
end
