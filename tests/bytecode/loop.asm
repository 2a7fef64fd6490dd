; Numeric loops are entered through their preparation only, and nest.

case loops in a loop
function params=3 regs=16 closes
  FORPREP R0 past
body:
  MOVE R3 R0
  MOVE R4 R0
  MOVE R5 R0
  FORPREPN R3 past2
body2:
  JT R5 next2
next2:
  FORLOOPN R3 body2
past2:
  MOVE R6 R0
  TFORPREP R3 call
body3:
  JT R7 past3
call:
  TFORCALL R3 1
  TFORLOOP R3 body3
past3:
  CLOSE R3
  FORLOOP R0 body
past:
  RETURNC R0 1
end

case FORPREP to its FORLOOP
expect function 0, instruction 0 FORPREP: does not jump past its FORLOOP [loop]
function params=3
  FORPREP R0 loop
loop:
  FORLOOP R0 loop
  RETURN R0 1
end

case FORPREP past another's FORLOOP
expect function 0, instruction 0 FORPREP: does not jump past its FORLOOP [loop]
function params=4 regs=5
  FORPREP R0 past
body:
  FORLOOP R1 body
past:
  RETURN R0 1
end

case FORPREP past a FORLOOP of the other form
expect function 0, instruction 0 FORPREP: does not jump past its FORLOOP [loop]
function params=3
  FORPREP R0 past
body:
  FORLOOPN R0 body
past:
  RETURN R0 1
end

case FORPREPN past a FORLOOP of the other form
expect function 0, instruction 0 FORPREPN: does not jump past its FORLOOPN [loop]
function params=3
  FORPREPN R0 past
body:
  FORLOOP R0 body
past:
  RETURN R0 1
end

case FORPREP backwards
expect function 0, instruction 1 FORPREP: does not jump past its FORLOOP [loop]
function params=3
back:
  LOADTRUE R3
  FORPREP R0 back
body:
  FORLOOP R0 body
  RETURN R0 1
end

case FORPREP to the first instruction
expect function 0, instruction 0 FORPREP: does not jump past its FORLOOP [loop]
function params=3
  FORPREP R0 -1
  RETURN R0 1
end

case FORLOOP not to the loop's begin
expect function 0, instruction 0 FORPREP: does not jump past its FORLOOP [loop]
function params=3
  FORPREP R0 past
  LOADTRUE R3
body:
  FORLOOP R0 body
past:
  RETURN R0 1
end

case FORLOOP alone
expect function 0, instruction 0 FORLOOP: without its FORPREP [loop]
function params=3
body:
  FORLOOP R0 body
  RETURN R0 1
end

case FORLOOPN alone within a loop
expect function 0, instruction 1 FORLOOPN: without its FORPREPN [loop]
function params=3 regs=8
  FORPREP R0 past
body:
  FORLOOPN R4 body
  FORLOOP R0 body
past:
  RETURN R0 1
end

case loops that cross
expect function 0, instruction 1 FORPREP: its loop crosses that of instruction 0 [loop]
function params=6 regs=8
  FORPREP R0 past
body:
  FORPREP R3 past2
body2:
  FORLOOP R0 body
past:
  FORLOOP R3 body2
past2:
  RETURN R0 1
end

case inner loop on the outer's registers
expect function 0, instruction 1 FORPREPN: its registers are among those of the loop of instruction 0 [loop]
function params=6 regs=8
  FORPREPN R0 past
body:
  FORPREPN R2 past2
body2:
  FORLOOPN R2 body2
past2:
  FORLOOPN R0 body
past:
  RETURN R0 1
end

case inner loop on the registers of a generic for
expect function 0, instruction 1 FORPREPN: its registers are among those of the loop of instruction 0 [loop]
function params=4 regs=10 closes
  TFORPREP R0 call
body:
  FORPREPN R3 past2
body2:
  FORLOOPN R3 body2
past2:
  LOADTRUE R5
call:
  TFORCALL R0 1
  TFORLOOP R0 body
  RETURNC R0 1
end

case jump forward into a loop
expect function 0, instruction 0 JT: jumps into the loop around instruction 2 [loop]
function params=3
  JT R0 body
  FORPREP R0 past
body:
  FORLOOP R0 body
past:
  RETURN R0 1
end

case jump backward into a loop
expect function 0, instruction 2 JT: jumps into the loop around instruction 1 [loop]
function params=3
  FORPREP R0 past
body:
  FORLOOP R0 body
past:
  JT R0 body
  RETURN R0 1
end

case jump from the outer loop into the inner one
expect function 0, instruction 5 JT: jumps into the loop around instruction 3 [loop]
function params=6 regs=8
  FORPREP R0 past
body:
  LOADTRUE R7
  FORPREP R3 past2
body2:
  LOADTRUE R7
  FORLOOP R3 body2
past2:
  JT R7 body2
  FORLOOP R0 body
past:
  RETURN R0 1
end

case jump into a generic loop
expect function 0, instruction 0 JT: jumps into the loop around instruction 2 [loop]
function params=4 regs=10 closes
  JT R0 call
  TFORPREP R0 call
call:
  TFORCALL R0 1
  TFORLOOP R0 call
  RETURNC R0 1
end

case jump back to the preparation from inside
function params=3
  LOADTRUE R3
again:
  FORPREP R0 past
body:
  JT R3 again
  FORLOOP R0 body
past:
  RETURN R0 1
end
