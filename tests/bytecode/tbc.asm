; Registers to be closed: in order, left alone, and closed.

case one above the other
function params=2 closes
  TBC R0
  TBC R1
  CLOSE R1
  TBC R1
  RETURNC R0 1
end

case twice
expect function 0, instruction 1 TBC: register 0 is to be closed already [tbc]
function params=1 closes
  TBC R0
  TBC R0
  RETURNC R0 1
end

case below another
expect function 0, instruction 1 TBC: register 1 is to be closed already [tbc]
function params=2 closes
  TBC R1
  TBC R0
  RETURNC R0 1
end

case again in a loop
expect function 0, instruction 0 TBC: register 0 is to be closed already [tbc]
function params=1 closes
again:
  TBC R0
  JMP again
end

case closed in a loop
function params=1 closes
again:
  TBC R0
  CLOSE R0
  JMP again
end

case generic for below
expect function 0, instruction 1 TFORPREP: register 5 is to be closed already [tbc]
function params=6 regs=10 closes
  TBC R5
  TFORPREP R0 call
call:
  TFORCALL R0 1
  TFORLOOP R0 call
  RETURNC R0 1
end

case generic for on it
expect function 0, instruction 1 TFORPREP: controls its loop with register 0, which is to be closed [tbc]
function params=4 regs=10 closes
  TBC R0
  TFORPREP R0 call
call:
  TFORCALL R0 1
  TFORLOOP R0 call
  RETURNC R0 1
end

case numeric for on it
expect function 0, instruction 1 FORPREP: controls its loop with register 1, which is to be closed [tbc]
function params=3 closes
  TBC R1
  FORPREP R0 past
body:
  FORLOOP R0 body
past:
  RETURNC R0 1
end

case generic for again without closing
expect function 0, instruction 1 TFORPREP: controls its loop with register 3, which is to be closed [tbc]
function params=4 regs=10 closes
again:
  LOADTRUE R0
  TFORPREP R0 call
call:
  TFORCALL R0 1
  TFORLOOP R0 call
  JMP again
end

case generic for again
function params=4 regs=10 closes
again:
  LOADTRUE R0
  TFORPREP R0 call
call:
  TFORCALL R0 1
  TFORLOOP R0 call
  CLOSE R3
  JMP again
end

case written
expect function 0, instruction 1 LOADTRUE: writes register 0, which is to be closed [tbc]
function params=1 closes
  TBC R0
  LOADTRUE R0
  RETURNC R0 1
end

case under a call
expect function 0, instruction 1 CALL: overwrites register 1, which is to be closed [tbc]
function params=2 closes
  TBC R1
  CALL R0 1 1
  RETURNC R0 1
end

case under the call of a generic for
expect function 0, instruction 3 TFORCALL: overwrites register 5, which is to be closed [tbc]
function params=4 regs=10 closes
  TFORPREP R0 call
body:
  LOADTRUE R5
  TBC R5
call:
  TFORCALL R0 1
  TFORLOOP R0 body
  RETURNC R0 1
end

case tail call
expect function 0, instruction 1 TAILCALLC: register 0 is still to be closed [tbc]
function params=2 closes
  TBC R0
  TAILCALLC R1 1
end

case tail call in a generic for
expect function 0, instruction 1 TAILCALLC: register 3 is still to be closed [tbc]
function params=4 regs=10 closes
  TFORPREP R0 call
body:
  TAILCALLC R4 1
call:
  TFORCALL R0 1
  TFORLOOP R0 body
  RETURNC R0 1
end

case captured
function params=1 closes
  TBC R0
  CLOSURE R1 P0
  RETURNC R0 1
  function
    upvalue stack 0 constant
    RETURN R0 1
  end
end
