; Operands by their kinds, and ranges within the frame.

case register written
expect function 0, instruction 0 LOADTRUE: register 4 of 4 [operand-range]
function regs=4
  LOADTRUE R4
  RETURN R0 1
end

case register read
expect function 0, instruction 0 MOVE: register 4 of 4 [operand-range]
function regs=4
  MOVE R0 R4
  RETURN R0 1
end

case register of several bytes
expect function 0, instruction 0 MOVE: register 4294967296 of 4 [operand-range]
function regs=4
  MOVE R0 4294967296
  RETURN R0 1
end

case register of a range
expect function 0, instruction 0 CLOSE: register 4 of 4 [operand-range]
function regs=4
  CLOSE R4
  RETURN R0 1
end

case upvalue
expect function 0, instruction 0 GETUPVAL: upvalue 1 of 1 [operand-range]
function
  upvalue stack 0
  GETUPVAL R0 U1
  RETURN R0 1
end

case constant
expect function 0, instruction 0 LOADK: constant 1 of 1 [operand-range]
function
  constant nil
  LOADK R0 K1
  RETURN R0 1
end

case constant that is not a string
expect function 0, instruction 0 GETFIELD: constant 1 is not a string [operand-range]
function params=1
  constant "a"
  constant int 5
  GETFIELD R0 R0 K1
  RETURN R0 1
end

case constant that is not a number
expect function 0, instruction 0 ADDRK: constant 0 is not a number [operand-range]
function params=1
  constant "5"
  ADDRK R0 R0 K0
  RETURN R0 1
end

case constant on the left that is not a number
expect function 0, instruction 0 JLTKR: constant 0 is not a number [operand-range]
function params=1
  constant true
  JLTKR K0 R0 0
  RETURN R0 1
end

case numbers of both types
function params=1
  ADDRK R0 R0 5
  SUBKR R0 5.5 R0
  RETURN R0 1
end

case child
expect function 0, instruction 0 CLOSURE: child 1 of 1 [operand-range]
function
  CLOSURE R0 P1
  RETURN R0 1
  function
    RETURN R0 1
  end
end

case largest and smallest integer
function
  LOADI R0 2147483647
  LOADI R0 -2147483648
  RETURN R0 1
end

case integer too large
expect function 0, instruction 0 LOADI: integer of more than 32 bits [operand-range]
function
  LOADI R0 2147483648
  RETURN R0 1
end

case integer too small
expect function 0, instruction 0 LOADI: integer of more than 32 bits [operand-range]
function
  LOADI R0 -2147483649
  RETURN R0 1
end

case largest number
function params=1
  GETINDEX R0 R0 65535
  RETURN R0 1
end

case number too large
expect function 0, instruction 0 GETINDEX: operand C is 65536, more than 65535 [operand-range]
function params=1
  GETINDEX R0 R0 65536
  RETURN R0 1
end

case count too large
expect function 0, instruction 0 RETURN: operand B is 65536, more than 65535 [operand-range]
function
  RETURN R0 65536
end

case largest index of SETLIST
function params=2
  SETLIST R0 2147483647 2
  RETURN R0 1
end

case index of SETLIST too large
expect function 0, instruction 0 SETLIST: operand B is 2147483648, more than 2147483647 [operand-range]
function params=2
  SETLIST R0 2147483648 2
  RETURN R0 1
end

case nothing for LOADNIL to write
expect function 0, instruction 0 LOADNIL: operand B is 0, less than 1 [operand-range]
function
  LOADNIL R0 0
  RETURN R0 1
end

case LOADNIL past the frame
expect function 0, instruction 0 LOADNIL: its range ends with register 4 of 4 [operand-range]
function
  LOADNIL R2 3
  RETURN R0 1
end

case call without its link
expect function 0, instruction 0 CALL: its range ends with register 1 of 1 [operand-range]
function regs=1 params=1
  CALL R0 1 1
  RETURN R0 1
end

case arguments past the frame
expect function 0, instruction 0 CALL: its range ends with register 4 of 4 [operand-range]
function params=4
  CALL R0 4 1
  RETURN R0 1
end

case results past the frame
expect function 0, instruction 0 CALL: its range ends with register 4 of 4 [operand-range]
function params=4
  CALL R1 1 5
  RETURN R0 1
end

case tail call without its link
expect function 0, instruction 0 TAILCALL: its range ends with register 4 of 4 [operand-range]
function params=4
  TAILCALL R3 1
end

case tail call with arguments past the frame
expect function 0, instruction 0 TAILCALLC: its range ends with register 4 of 4 [operand-range]
function params=4
  TAILCALLC R0 4
end

case SELF past the frame
expect function 0, instruction 0 SELF: its range ends with register 4 of 4 [operand-range]
function params=1
  SELF R2 R0 "m"
  RETURN R0 1
end

case SETLIST past the frame
expect function 0, instruction 0 SETLIST: its range ends with register 4 of 4 [operand-range]
function params=4
  SETLIST R0 0 5
  RETURN R0 1
end

case CONCAT of one
expect function 0, instruction 0 CONCAT: operand C is 1, less than 2 [operand-range]
function params=4
  CONCAT R0 R1 1
  RETURN R0 1
end

case CONCAT past the frame
expect function 0, instruction 0 CONCAT: its range ends with register 4 of 4 [operand-range]
function params=4
  CONCAT R0 R2 3
  RETURN R0 1
end

case RETURN past the frame
expect function 0, instruction 0 RETURN: its range ends with register 4 of 4 [operand-range]
function params=4
  RETURN R2 4
end

case RETURNC past the frame
expect function 0, instruction 0 RETURNC: its range ends with register 4 of 4 [operand-range]
function params=4
  RETURNC R2 4
end

case VARARG past the frame
expect function 0, instruction 0 VARARG: its range ends with register 4 of 4 [operand-range]
function vararg
  VARARG R2 4
  RETURN R0 1
end

case numeric for past the frame
expect function 0, instruction 0 FORPREP: its range ends with register 4 of 4 [operand-range]
function params=4
  FORPREP R1 past
body:
  FORLOOP R1 body
past:
  RETURN R0 1
end

case numeric for without a copy past the frame
expect function 0, instruction 0 FORPREPN: its range ends with register 4 of 4 [operand-range]
function params=4
  FORPREPN R2 past
body:
  FORLOOPN R2 body
past:
  RETURN R0 1
end

case generic for past the frame
expect function 0, instruction 1 TFORCALL: its range ends with register 7 of 7 [operand-range]
function params=4 regs=7 closes
  TFORPREP R0 call
call:
  TFORCALL R0 1
  TFORLOOP R0 call
  RETURNC R0 1
end

case variables of a generic for past the frame
expect function 0, instruction 1 TFORCALL: its range ends with register 8 of 8 [operand-range]
function params=4 regs=8 closes
  TFORPREP R0 call
call:
  TFORCALL R0 5
  TFORLOOP R0 call
  RETURNC R0 1
end

case generic for without a variable
expect function 0, instruction 1 TFORCALL: operand B is 0, less than 1 [operand-range]
function params=4 regs=8 closes
  TFORPREP R0 call
call:
  TFORCALL R0 0
  TFORLOOP R0 call
  RETURNC R0 1
end
