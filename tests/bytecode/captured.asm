; What may happen to a register while a closure captures it.

case written
function params=1 closes
  CLOSURE R1 P0
  LOADTRUE R0
  RETURNC R0 1
  function
    upvalue stack 0
    RETURN R0 1
  end
end

case written though constant
expect function 0, instruction 1 LOADTRUE: writes register 0, which is captured as constant [captured]
function params=1 closes
  CLOSURE R1 P0
  LOADTRUE R0
  RETURNC R0 1
  function
    upvalue stack 0 constant
    RETURN R0 1
  end
end

case written once it is closed
function params=1 closes
  CLOSURE R1 P0
  CLOSE R0
  LOADTRUE R0
  RETURNC R0 1
  function
    upvalue stack 0 constant
    RETURN R0 1
  end
end

case written when those above are closed
expect function 0, instruction 2 LOADTRUE: writes register 0, which is captured as constant [captured]
function params=1 closes
  CLOSURE R1 P0
  CLOSE R1
  LOADTRUE R0
  RETURNC R0 1
  function
    upvalue stack 0 constant
    RETURN R0 1
  end
end

case closed on one path only
expect function 0, instruction 3 LOADTRUE: writes register 0, which is captured as constant [captured]
function params=1 closes
  CLOSURE R1 P0
  JT R1 join
  CLOSE R0
join:
  LOADTRUE R0
  RETURNC R0 1
  function
    upvalue stack 0 constant
    RETURN R0 1
  end
end

case written by a jump
expect function 0, instruction 1 JFSET: writes register 0, which is captured as constant [captured]
function params=1 closes
  CLOSURE R1 P0
  JFSET R0 R1 0
  RETURNC R0 1
  function
    upvalue stack 0 constant
    RETURN R0 1
  end
end

case written by all varargs
expect function 0, instruction 1 VARARG: writes register 1, which is captured as constant [captured]
function params=2 closes vararg
  CLOSURE R2 P0
  VARARG R0 0
  RETURNC R0 0
  function
    upvalue stack 1 constant
    RETURN R0 1
  end
end

case constant captured twice as that
function params=1 closes
  CLOSURE R1 P0
  CLOSURE R2 P1
  RETURNC R0 1
  function
    upvalue stack 0 constant
    RETURN R0 1
  end
  function
    upvalue stack 0 constant
    RETURN R0 1
  end
end

case captured as constant and then not
expect function 0, instruction 1 CLOSURE: captures a register as constant that is also captured as not [captured]
function params=1 closes
  CLOSURE R1 P0
  CLOSURE R2 P1
  RETURNC R0 1
  function
    upvalue stack 0 constant
    RETURN R0 1
  end
  function
    upvalue stack 0
    RETURN R0 1
  end
end

case captured not as constant and then so
expect function 0, instruction 1 CLOSURE: captures a register as constant that is also captured as not [captured]
function params=1 closes
  CLOSURE R1 P1
  CLOSURE R2 P0
  RETURNC R0 1
  function
    upvalue stack 0 constant
    RETURN R0 1
  end
  function
    upvalue stack 0
    RETURN R0 1
  end
end

case closure written over the constant that it captures
expect function 0, instruction 1 CLOSURE: writes register 1, which is captured as constant [captured]
function params=1 closes
again:
  LOADTRUE R0
  CLOSURE R1 P0
  JT R0 again
  RETURNC R0 1
  function
    upvalue stack 1 constant
    RETURN R0 1
  end
end

case under a call
expect function 0, instruction 1 CALL: overwrites register 2, which is captured [captured]
function params=3 closes
  CLOSURE R3 P0
  CALL R1 1 1
  RETURNC R0 1
  function
    upvalue stack 2
    RETURN R0 1
  end
end

case below a call
function params=3 closes
  CLOSURE R3 P0
  CALL R1 1 1
  RETURNC R0 1
  function
    upvalue stack 0
    RETURN R0 1
  end
end

case operand of CONCAT
expect function 0, instruction 1 CONCAT: overwrites register 2, which is captured [captured]
function params=3 closes
  CLOSURE R3 P0
  CONCAT R0 R1 2
  RETURNC R0 1
  function
    upvalue stack 2
    RETURN R0 1
  end
end

case variable of a generic for
expect function 0, instruction 2 TFORCALL: overwrites register 4, which is captured [captured]
function params=4 regs=10 closes
  TFORPREP R0 call
body:
  CLOSURE R5 P0
call:
  TFORCALL R0 1
  TFORLOOP R0 body
  RETURNC R0 1
  function
    upvalue stack 4
    RETURN R0 1
  end
end

case variable of a generic for that is closed
function params=4 regs=10 closes
  TFORPREP R0 call
body:
  CLOSURE R5 P0
  CLOSE R4
call:
  TFORCALL R0 1
  TFORLOOP R0 body
  RETURNC R0 1
  function
    upvalue stack 4 constant
    RETURN R0 1
  end
end

case variable of a numeric for
expect function 0, instruction 2 FORLOOP: writes register 3, which is captured as constant [captured]
function params=3 regs=5 closes
  FORPREP R0 past
body:
  CLOSURE R4 P0
  FORLOOP R0 body
past:
  RETURNC R0 1
  function
    upvalue stack 3 constant
    RETURN R0 1
  end
end

case control register of a numeric for
expect function 0, instruction 1 FORPREP: controls its loop with register 2, which is captured [captured]
function params=3 regs=5 closes
  CLOSURE R4 P0
  FORPREP R0 past
body:
  FORLOOP R0 body
past:
  RETURNC R0 1
  function
    upvalue stack 2
    RETURN R0 1
  end
end

case control register of a numeric for without a copy
expect function 0, instruction 1 FORPREPN: controls its loop with register 0, which is captured [captured]
function params=3 regs=5 closes
  CLOSURE R4 P0
  FORPREPN R0 past
body:
  FORLOOPN R0 body
past:
  RETURNC R0 1
  function
    upvalue stack 0
    RETURN R0 1
  end
end

case control register of a generic for
expect function 0, instruction 1 TFORPREP: controls its loop with register 3, which is captured [captured]
function params=4 regs=10 closes
  CLOSURE R4 P0
  TFORPREP R0 call
call:
  TFORCALL R0 1
  TFORLOOP R0 call
  RETURNC R0 1
  function
    upvalue stack 3
    RETURN R0 1
  end
end

case captured in an earlier pass of a loop
expect function 0, instruction 1 FORPREP: controls its loop with register 2, which is captured [captured]
function params=3 regs=5 closes
again:
  LOADTRUE R4
  FORPREP R0 past
body:
  FORLOOP R0 body
past:
  CLOSURE R4 P0
  JT R4 again
  RETURNC R0 1
  function
    upvalue stack 2
    RETURN R0 1
  end
end

case captured in an earlier pass of a loop and closed
function params=3 regs=5 closes
again:
  LOADTRUE R4
  FORPREP R0 past
body:
  FORLOOP R0 body
past:
  CLOSURE R4 P0
  CLOSE R1
  JT R4 again
  RETURNC R0 1
  function
    upvalue stack 2
    RETURN R0 1
  end
end

case captured in a loop from outside of it
function params=1 closes
again:
  CLOSURE R1 P0
  JT R1 again
  RETURNC R0 1
  function
    upvalue stack 0
    RETURN R0 1
  end
end
