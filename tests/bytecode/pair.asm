; TFORPREP, TFORCALL and TFORLOOP belong together.

case generic for
function params=4 regs=10 closes
  TFORPREP R0 call
body:
  MOVE R5 R4
call:
  TFORCALL R0 1
  TFORLOOP R0 body
  CLOSE R0
  RETURNC R0 1
end

case TFORPREP to something else
expect function 0, instruction 0 TFORPREP: does not jump to its TFORCALL [pair]
function params=4 regs=10 closes
  TFORPREP R0 call
call:
  RETURNC R0 1
end

case TFORPREP to a call of other registers
expect function 0, instruction 0 TFORPREP: does not jump to its TFORCALL [pair]
function params=5 regs=10 closes
  TFORPREP R0 call
call:
  TFORCALL R1 1
  TFORLOOP R1 call
  RETURNC R0 1
end

case TFORPREP backwards
expect function 0, instruction 0 TFORCALL: without its TFORPREP [pair]
function params=4 regs=10 closes
call:
  TFORCALL R0 1
  TFORLOOP R0 call
  TFORPREP R0 call
  RETURNC R0 1
end

case TFORPREP backwards from a loop
expect function 0, instruction 3 TFORPREP: does not jump to its TFORCALL [pair]
function params=4 regs=10 closes
  TFORPREP R0 call
call:
  TFORCALL R0 1
  TFORLOOP R0 call
  TFORPREP R0 call
  RETURNC R0 1
end

case TFORCALL without its TFORLOOP
expect function 0, instruction 0 TFORPREP: its TFORCALL is not followed by its TFORLOOP [pair]
function params=4 regs=10 closes
  TFORPREP R0 call
call:
  TFORCALL R0 1
  RETURNC R0 1
end

case TFORLOOP of other registers
expect function 0, instruction 0 TFORPREP: its TFORCALL is not followed by its TFORLOOP [pair]
function params=4 regs=10 closes
  TFORPREP R0 call
call:
  TFORCALL R0 1
  TFORLOOP R1 call
  RETURNC R0 1
end

case TFORLOOP to somewhere else
expect function 0, instruction 0 TFORPREP: its TFORCALL is not followed by its TFORLOOP [pair]
function params=4 regs=10 closes
  TFORPREP R0 call
  LOADTRUE R5
call:
  TFORCALL R0 1
  TFORLOOP R0 call
  RETURNC R0 1
end

case TFORLOOP that is jumped to
expect function 0, instruction 0 TFORPREP: its TFORLOOP is jumped to [pair]
function params=4 regs=10 closes
  TFORPREP R0 call
body:
  JT R4 loop
call:
  TFORCALL R0 1
loop:
  TFORLOOP R0 body
  RETURNC R0 1
end

case TFORLOOP alone
expect function 0, instruction 0 TFORLOOP: without its TFORPREP [pair]
function params=5 regs=10 closes
  TFORLOOP R0 -1
  RETURNC R0 1
end

case TFORCALL alone
expect function 0, instruction 0 TFORCALL: without its TFORPREP [pair]
function params=5 regs=10 closes
  TFORCALL R0 1
  TFORLOOP R0 -2
  RETURNC R0 1
end

case TFORCALL before the end of a numeric loop
expect function 0, instruction 1 TFORCALL: without its TFORPREP [pair]
function params=7 regs=15 closes
  FORPREPN R4 past
body:
  TFORCALL R0 1
  FORLOOPN R4 body
past:
  RETURNC R0 1
end
