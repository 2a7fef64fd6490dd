; One form for everything: numbers, counts, order and uniqueness of strings.

case length of a section too long
expect length of a section is not a number in shortest form [canonical]
length strings 2!1
function
  RETURN R0 1
end

case count of strings too long
expect number of strings is not a number in shortest form [canonical]
count strings 1!3
function
  RETURN R0 1
end

case more than 64 bits
expect number of strings is not a number in shortest form [canonical]
count strings 0xffffffffffffffff!1
function
  RETURN R0 1
end

case count that nothing could follow
expect number of strings is 18446744073709551615, more than 2147483647 [canonical]
count strings 0xffffffffffffffff
function
  RETURN R0 1
end

case more strings than bytes
expect number of strings is 2, too many for the bytes that remain [canonical]
count strings 2
function
  RETURN R0 1
end

case string longer than its section
expect length of a string is 97, too many for the bytes that remain [canonical]
string ""
count strings 2
tail strings 61
function
  RETURN R0 1
end

case bytes left over in STRINGS
expect 1 bytes left over in STRINGS [canonical]
tail strings 00
function
  RETURN R0 1
end

case string twice
expect string 2 is there twice [canonical]
count strings 3
tail strings 01 61
function
  LOADK R0 "a"
  RETURN R0 1
end

case strings out of order
expect function 0: string 2 used before string 1 [canonical]
string ""
string "b"
string "a"
function
  LOADK R0 "a"
  LOADK R0 "b"
  RETURN R0 1
end

case string used by a child first
expect function 0: string 2 used before string 1 [canonical]
string ""
string "child"
string "parent"
function
  LOADK R0 "parent"
  function
    LOADK R0 "child"
    RETURN R0 1
  end
  RETURN R0 1
end

case string not used
expect string 1 of STRINGS is not used [canonical]
string ""
string "idle"
function
  RETURN R0 1
end

case program with a name
expect the first module is not named by the empty string [canonical]
module "main"
function vararg
  RETURN R0 1
end

case module name that is no string
expect module 0 is named by string 1, not by its own [canonical]
module "" 1
function vararg
  RETURN R0 1
end

case module name twice
expect module 1 is named by string 0, not by its own [canonical]
bundle
module ""
function vararg
  RETURN R0 1
end
module ""
function vararg
  RETURN R0 1
end

case module names out of order
expect module 1 is named by string 2, not by its own [canonical]
bundle
string ""
string "b"
string "a"
module ""
function vararg
  RETURN R0 1
end
module "a"
function vararg
  RETURN R0 1
end
module "b"
function vararg
  RETURN R0 1
end

case number of a module too long
expect function of a module is not a number in shortest form [canonical]
module "" 0 0!1
function vararg
  RETURN R0 1
end

case more modules than bytes
expect number of modules is 2, too many for the bytes that remain [canonical]
bundle
count modules 2
function vararg
  RETURN R0 1
end

case bytes left over in MODULES
expect 3 bytes left over in MODULES [canonical]
tail modules 00 00 00
function
  RETURN R0 1
end

case bytes left over in FUNCTIONS
expect 1 bytes left over in FUNCTIONS [canonical]
tail functions 00
function
  RETURN R0 1
end

case more functions than bytes
expect number of functions is 100, too many for the bytes that remain [canonical]
count functions 100
function
  RETURN R0 1
end

case function longer than its section
expect function 0: length of a function is 12, too many for the bytes that remain [canonical]
function
  length code 12
  RETURN R0 1
end

case instruction cut off
expect function 0, instruction 0 MOVE: operand B is not a number in shortest form [canonical]
function
  raw 04 00
end

case function too short for its fields
expect function 0: number of registers missing [canonical]
function
  length code 2
  RETURN R0 1
end

case bytes left over behind the code
expect function 0: 1 bytes left over behind the code [canonical]
function
  RETURN R0 1
  tail code 00
end

case fewer instructions than counted
expect function 0, instruction 1: missing [canonical]
function
  count code 2
  RETURN R0 1
end

case more instructions than bytes
expect function 0: number of instructions is 50, too many for the bytes that remain [canonical]
function
  count code 50
  RETURN R0 1
end

case no instructions
expect function 0: no instructions [canonical]
function
end

case unknown function flag
expect function 0: unknown flags 4 [canonical]
function flags=4
  RETURN R0 1
end

case unknown upvalue flag
expect function 0: upvalue 1 has unknown flags 7 [canonical]
function
  upvalue stack 0
  upvalue flags=7 0
  RETURN R0 1
end

case upvalue cut off
expect function 0: upvalue missing [canonical]
function
  count upvalues 5
  length code 7
  upvalue stack 0
  RETURN R0 1
end

case number of upvalues too long
expect function 0: number of upvalues is not a number in shortest form [canonical]
function
  count upvalues 0!1
  RETURN R0 1
end

case unknown constant type
expect function 0: constant 1 has unknown type 6 [canonical]
function
  constant nil
  constant raw 06
  RETURN R0 1
end

case NaN
expect function 0: constant 0 is NaN [canonical]
function
  constant raw 04 01 00 00 00 00 00 f0 7f
  RETURN R0 1
end

case another NaN
expect function 0: constant 0 is NaN [canonical]
function
  constant raw 04 00 00 00 00 00 00 f8 ff
  RETURN R0 1
end

case float cut off
expect function 0: constant 0 is cut off [canonical]
function
  constant raw 04 00 00
  count code 1
  RETURN R0 1
  length code 11
end

case integer too long
expect function 0: constant 0 is not a number in shortest form [canonical]
function
  constant int 5!1
  RETURN R0 1
end

case negative integer too long
expect function 0: constant 0 is not a number in shortest form [canonical]
function
  constant int -5!2
  RETURN R0 1
end

case integer of more than 64 bits
expect function 0: constant 0 is not a number in shortest form [canonical]
function
  constant raw 03 80 80 80 80 80 80 80 80 80 01
  RETURN R0 1
end

case string index too long
expect function 0: string of a constant is not a number in shortest form [canonical]
function
  constant string 0!1
  RETURN R0 1
end

case string index out of range
expect function 0: string 1 of 1 [canonical]
function
  constant string 1
  RETURN R0 1
end

case more constants than bytes
expect function 0: number of constants is 99, too many for the bytes that remain [canonical]
function
  count constants 99
  RETURN R0 1
end

case nil twice
expect function 0: constant 2 is there twice [canonical]
function
  constant nil
  constant false
  constant nil
  RETURN R0 1
end

case integer twice
expect function 0: constant 1 is there twice [canonical]
function
  constant int 300
  constant int 300
  RETURN R0 1
end

case float twice
expect function 0: constant 1 is there twice [canonical]
function
  constant float 0.5
  constant float 0.5
  RETURN R0 1
end

case string constant twice
expect function 0: constant 1 is there twice [canonical]
function
  constant "a"
  constant "a"
  RETURN R0 1
end

case operand A too long
expect function 0, instruction 0 RETURN: operand A is not a number in shortest form [canonical]
function
  RETURN R0!1 1
end

case operand B too long
expect function 0, instruction 0 RETURN: operand B is not a number in shortest form [canonical]
function
  RETURN R0 1!1
end

case operand C too long
expect function 0, instruction 0 ADD: operand C is not a number in shortest form [canonical]
function params=1
  ADD R0 R0 R0!4
  RETURN R0 1
end

case signed operand too long
expect function 0, instruction 0 LOADI: operand B is not a number in shortest form [canonical]
function
  LOADI R0 -1!1
  RETURN R0 1
end

case jump too long
expect function 0, instruction 0 JMP: operand B is not a number in shortest form [canonical]
function
  JMP 0!1
  RETURN R0 1
end

case operand of more than 64 bits
expect function 0, instruction 0 RETURN: operand B is not a number in shortest form [canonical]
function
  RETURN R0 0xffffffffffffffff!1
end
