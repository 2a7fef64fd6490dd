; Every register that is read was written on every path.

case nothing written
expect function 0, instruction 0 MOVE: register 1 is not written on every path to here [defined]
function params=1
  MOVE R0 R1
  RETURN R0 1
end

case operand A read
expect function 0, instruction 0 SETFIELDK: register 0 is not written on every path to here [defined]
function
  SETFIELDK R0 "a" 1
  RETURN R0 1
end

case operand C read
expect function 0, instruction 0 SETFIELD: register 1 is not written on every path to here [defined]
function params=1
  SETFIELD R0 "a" R1
  RETURN R0 1
end

case value of an upvalue
expect function 0, instruction 0 SETUPVAL: register 0 is not written on every path to here [defined]
function
  upvalue stack 0
  SETUPVAL U0 R0
  RETURN R0 1
end

case condition
expect function 0, instruction 0 JF: register 0 is not written on every path to here [defined]
function
  JF R0 0
  RETURN R0 1
end

case one of two branches
expect function 0, instruction 4 MOVE: register 1 is not written on every path to here [defined]
function params=1
  JF R0 else
  LOADTRUE R1
  JMP join
else:
  LOADTRUE R2
join:
  MOVE R0 R1
  RETURN R0 1
end

case both branches
function params=1
  JF R0 else
  LOADTRUE R1
  JMP join
else:
  LOADFALSE R1
join:
  MOVE R0 R1
  RETURN R0 1
end

case first pass of a loop
expect function 0, instruction 0 MOVE: register 1 is not written on every path to here [defined]
function params=1
loop:
  MOVE R0 R1
  LOADTRUE R1
  JT R0 loop
  RETURN R0 1
end

case second pass of a loop
expect function 0, instruction 1 MOVE: register 2 is not written on every path to here [defined]
function params=3
loop:
  LOADTRUE R3
  MOVE R0 R2
  CALL R1 1 1
  JT R0 loop
  RETURN R0 1
end

case forgotten in a loop but not read there
function params=3
loop:
  LOADTRUE R1
  CALL R1 1 1
  JT R0 loop
  RETURN R0 1
end

case forgotten in a loop and read behind it
expect function 0, instruction 5 RETURN: register 2 is not written on every path to here [defined]
function params=3
loop:
  JF R0 past
  LOADTRUE R1
  CALL R1 1 1
  JT R0 loop
  JMP loop
past:
  RETURN R2 2
end

case third pass of a loop in a loop
expect function 0, instruction 1 MOVE: register 3 is not written on every path to here [defined]
function params=4 regs=6
outer:
  LOADTRUE R4
  MOVE R0 R3
inner:
  LOADTRUE R4
  JT R0 inner
  JF R1 outer
  LOADTRUE R2
  CALL R2 1 1
  JMP inner
end

case condition at the bottom of a loop
function params=1
  LOADTRUE R1
  JMP condition
body:
  MOVE R2 R1
condition:
  JT R0 body
  RETURN R1 2
end

case written in a body that the condition forgets
expect function 0, instruction 4 MOVE: register 2 is not written on every path to here [defined]
function params=1
  LOADTRUE R1
  JMP condition
body:
  LOADTRUE R2
condition:
  JT R0 body
  MOVE R0 R2
  RETURN R0 1
end

case code that no path reaches
function params=1
  RETURN R0 1
  MOVE R0 R3
  CALL R0 2 2
  RETURN R0 1
end

case results of a call
function params=2
  MOVE R1 R0
  CALL R1 1 3
  RETURN R1 3
end

case more than the results of a call
expect function 0, instruction 2 RETURN: register 2 is not written on every path to here [defined]
function params=4
  MOVE R1 R0
  CALL R1 1 2
  RETURN R1 3
end

case register above a call
expect function 0, instruction 1 MOVE: register 3 is not written on every path to here [defined]
function params=4
  CALL R1 1 1
  MOVE R0 R3
  RETURN R0 1
end

case register above an open call
expect function 0, instruction 2 MOVE: register 3 is not written on every path to here [defined]
function params=4
  CALL R2 1 0
  SETLIST R0 0 0
  MOVE R0 R3
  RETURN R0 1
end

case function of a call
expect function 0, instruction 0 CALL: register 1 is not written on every path to here [defined]
function params=1
  CALL R1 1 1
  RETURN R0 1
end

case argument of a call
expect function 0, instruction 0 CALL: register 3 is not written on every path to here [defined]
function params=3
  CALL R0 3 1
  RETURN R0 1
end

case link of a call
function params=1
  MOVE R2 R0
  CALL R0 2 1
  RETURN R0 1
end

case argument of a tail call
expect function 0, instruction 0 TAILCALL: register 2 is not written on every path to here [defined]
function params=1
  TAILCALL R0 2
end

case function of a tail call that closes
expect function 0, instruction 0 TAILCALLC: register 1 is not written on every path to here [defined]
function params=1
  TAILCALLC R1 1
end

case returned
expect function 0, instruction 0 RETURN: register 1 is not written on every path to here [defined]
function params=1
  RETURN R0 3
end

case returned and closed
expect function 0, instruction 0 RETURNC: register 1 is not written on every path to here [defined]
function params=1 closes
  RETURNC R0 3
end

case list
expect function 0, instruction 1 SETLIST: register 2 is not written on every path to here [defined]
function params=2
  NEWTABLE R0 2 0
  SETLIST R0 0 3
  RETURN R0 1
end

case table of a list
expect function 0, instruction 0 SETLIST: register 0 is not written on every path to here [defined]
function
  SETLIST R0 0 1
  RETURN R0 1
end

case SELF writes two
function params=1
  SELF R1 R0 "m"
  MOVE R0 R1
  MOVE R0 R3
  RETURN R0 1
end

case SELF does not write the link
expect function 0, instruction 1 MOVE: register 2 is not written on every path to here [defined]
function params=1
  SELF R1 R0 "m"
  MOVE R0 R2
  RETURN R0 1
end

case operand of CONCAT
expect function 0, instruction 0 CONCAT: register 2 is not written on every path to here [defined]
function params=2
  CONCAT R0 R1 2
  RETURN R0 1
end

case operand of CONCAT afterwards
expect function 0, instruction 1 MOVE: register 2 is not written on every path to here [defined]
function params=3
  CONCAT R0 R1 2
  MOVE R0 R2
  RETURN R0 1
end

case CONCAT into its operands
function params=3
  CONCAT R1 R1 2
  MOVE R0 R1
  RETURN R0 1
end

case some varargs
function vararg
  VARARG R0 4
  RETURN R0 4
end

case all varargs define nothing
expect function 0, instruction 3 RETURN: register 2 is not written on every path to here [defined]
function vararg regs=5
  NEWTABLE R0 0 0
  VARARG R1 0
  SETLIST R0 0 0
  RETURN R2 2
end

case value set when a jump is taken
function params=1
  JTSET R1 R0 join
  LOADTRUE R1
join:
  RETURN R1 2
end

case value not set when it is not taken
expect function 0, instruction 1 RETURN: register 1 is not written on every path to here [defined]
function params=1
  JFSET R1 R0 join
  RETURN R1 2
join:
  RETURN R1 2
end

case condition that is set
expect function 0, instruction 0 JTSET: register 1 is not written on every path to here [defined]
function params=1
  JTSET R0 R1 0
  RETURN R0 1
end

case step of a numeric for
expect function 0, instruction 0 FORPREP: register 2 is not written on every path to here [defined]
function params=2
  FORPREP R0 past
body:
  FORLOOP R0 body
past:
  RETURN R0 1
end

case step of a numeric for without a copy
expect function 0, instruction 0 FORPREPN: register 2 is not written on every path to here [defined]
function params=2
  FORPREPN R0 past
body:
  FORLOOPN R0 body
past:
  RETURN R0 1
end

case variable of a numeric for
function params=3
  FORPREP R0 past
body:
  MOVE R3 R3
  FORLOOP R0 body
past:
  RETURN R0 3
end

case variable of a numeric for behind it
expect function 0, instruction 2 RETURN: register 3 is not written on every path to here [defined]
function params=3
  FORPREP R0 past
body:
  FORLOOP R0 body
past:
  RETURN R3 2
end

case variable of a numeric for that its body forgets
function params=3 regs=8
  FORPREP R0 past
body:
  MOVE R4 R3
  CALL R3 1 1
  FORLOOP R0 body
past:
  RETURN R0 1
end

case variables of a generic for
function params=4 regs=10 closes
  TFORPREP R0 call
body:
  MOVE R6 R5
call:
  TFORCALL R0 2
  TFORLOOP R0 body
  RETURNC R4 3
end

case more than the variables of a generic for
expect function 0, instruction 1 MOVE: register 6 is not written on every path to here [defined]
function params=7 regs=10 closes
  TFORPREP R0 call
body:
  MOVE R5 R6
call:
  TFORCALL R0 2
  TFORLOOP R0 body
  RETURNC R0 1
end

case closing value of a generic for
expect function 0, instruction 0 TFORPREP: register 3 is not written on every path to here [defined]
function params=3 regs=10 closes
  TFORPREP R0 call
call:
  TFORCALL R0 1
  TFORLOOP R0 call
  RETURNC R0 1
end

case control value of a generic for
expect function 0, instruction 2 TFORPREP: register 2 is not written on every path to here [defined]
function params=2 regs=10 closes
  LOADTRUE R3
  JMP 0
  TFORPREP R0 call
call:
  TFORCALL R0 1
  TFORLOOP R0 call
  RETURNC R0 1
end

case to be closed
expect function 0, instruction 0 TBC: register 0 is not written on every path to here [defined]
function closes
  TBC R0
  RETURNC R0 1
end

case captured
expect function 0, instruction 0 CLOSURE: captures a register that is not written on every path to here [defined]
function closes
  CLOSURE R0 P0
  RETURNC R0 1
  function
    upvalue stack 1
    RETURN R0 1
  end
end

case captured by itself
function closes
  CLOSURE R0 P0
  RETURNC R0 1
  function
    upvalue stack 0 constant
    RETURN R0 1
  end
end
