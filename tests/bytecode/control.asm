; Only the loop writes its control registers.

case body that writes its variable's copy
function params=3
  FORPREP R0 past
body:
  LOADTRUE R3
  FORLOOP R0 body
past:
  RETURN R0 1
end

case move
expect function 0, instruction 1 LOADTRUE: writes control register 2 of a loop [control]
function params=3
  FORPREP R0 past
body:
  LOADTRUE R2
  FORLOOP R0 body
past:
  RETURN R0 1
end

case write where no path leads
expect function 0, instruction 2 LOADTRUE: writes control register 0 of a loop [control]
function params=3
  FORPREP R0 past
body:
  JMP next
  LOADTRUE R0
next:
  FORLOOP R0 body
past:
  RETURN R0 1
end

case write in an inner loop
expect function 0, instruction 2 LOADTRUE: writes control register 1 of a loop [control]
function params=6 regs=8
  FORPREPN R0 past
body:
  FORPREPN R3 past2
body2:
  LOADTRUE R1
  FORLOOPN R3 body2
past2:
  FORLOOPN R0 body
past:
  RETURN R0 1
end

case range
expect function 0, instruction 1 LOADNIL: writes control register 2 of a loop [control]
function params=5 regs=8
  FORPREPN R2 past
body:
  LOADNIL R0 3
  FORLOOPN R2 body
past:
  RETURN R0 1
end

case call below
expect function 0, instruction 1 CALL: writes control register 2 of a loop [control]
function params=5 regs=8
  FORPREPN R2 past
body:
  CALL R0 1 1
  FORLOOPN R2 body
past:
  RETURN R0 1
end

case SELF
expect function 0, instruction 1 SELF: writes control register 2 of a loop [control]
function params=5 regs=8
  FORPREPN R2 past
body:
  SELF R0 R0 "m"
  FORLOOPN R2 body
past:
  RETURN R0 1
end

case all varargs
expect function 0, instruction 1 VARARG: writes control register 2 of a loop [control]
function params=5 regs=8 vararg
  FORPREPN R2 past
body:
  VARARG R0 0
  RETURN R0 0
  FORLOOPN R2 body
past:
  RETURN R0 1
end

case some varargs
expect function 0, instruction 1 VARARG: writes control register 2 of a loop [control]
function params=5 regs=8 vararg
  FORPREPN R2 past
body:
  VARARG R0 4
  FORLOOPN R2 body
past:
  RETURN R0 1
end

case CONCAT to it
expect function 0, instruction 1 CONCAT: writes control register 2 of a loop [control]
function params=7 regs=8
  FORPREPN R2 past
body:
  CONCAT R2 R5 2
  FORLOOPN R2 body
past:
  RETURN R0 1
end

case CONCAT of it
expect function 0, instruction 1 CONCAT: writes control register 4 of a loop [control]
function params=7 regs=8
  FORPREPN R2 past
body:
  CONCAT R0 R4 2
  FORLOOPN R2 body
past:
  RETURN R0 1
end

case jump that sets it
expect function 0, instruction 1 JTSET: writes control register 4 of a loop [control]
function params=7 regs=8
  FORPREPN R2 past
body:
  JTSET R4 R0 next
next:
  FORLOOPN R2 body
past:
  RETURN R0 1
end

case closure written to it
expect function 0, instruction 1 CLOSURE: writes control register 3 of a loop [control]
function params=7 regs=8
  FORPREPN R2 past
body:
  CLOSURE R3 P0
  FORLOOPN R2 body
past:
  RETURN R0 1
  function
    RETURN R0 1
  end
end

case captured
expect function 0, instruction 1 CLOSURE: captures control register 4 of a loop [control]
function params=7 regs=8 closes
  FORPREPN R2 past
body:
  CLOSURE R7 P0
  FORLOOPN R2 body
past:
  RETURNC R0 1
  function
    upvalue stack 4
    RETURN R0 1
  end
end

case captured as constant
expect function 0, instruction 1 CLOSURE: captures control register 3 of a loop [control]
function params=7 regs=8 closes
  FORPREP R2 past
body:
  CLOSURE R7 P0
  FORLOOP R2 body
past:
  RETURNC R0 1
  function
    upvalue stack 3 constant
    RETURN R0 1
  end
end

case to be closed
expect function 0, instruction 1 TBC: closes control register 2 of a loop [control]
function params=7 regs=8 closes
  FORPREP R2 past
body:
  TBC R2
  FORLOOP R2 body
past:
  RETURNC R0 1
end

case fourth register of a generic for
expect function 0, instruction 1 LOADTRUE: writes control register 3 of a loop [control]
function params=4 regs=10 closes
  TFORPREP R0 call
body:
  LOADTRUE R3
call:
  TFORCALL R0 1
  TFORLOOP R0 body
  RETURNC R0 1
end
