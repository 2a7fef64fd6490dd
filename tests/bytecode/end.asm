; Code does not run off its end.

case ends with an instruction that goes on
expect function 0, instruction 0 LOADTRUE: the code may not end with it [end]
function
  LOADTRUE R0
end

case ends with a conditional jump
expect function 0, instruction 0 JT: the code may not end with it [end]
function params=1
  JT R0 -1
end

case ends with a jump
function
  JMP -1
end

case ends with a tail call
function params=1
  TAILCALL R0 1
end
