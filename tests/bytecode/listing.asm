; Valid files, and what disassembly makes of them.

case program
> function 0 app.lua  params 0  regs 6  upvalues 1  constants 3  children 1  instructions 8  vararg
> 0000 [1] LOADI     R0 5
> 0001 [2] GETTABUP  R1 U0 _ENV K0 "print"
> 0002 [2] MOVE      R3 R0
> 0003 [2] CALL      R1 2 1
> 0004 [3] JLTRK     R0 K1 10.5 ->0001
> 0005 [3] CLOSURE   R1 P0 function 1
> 0006 [3] LOADK     R2 K2 "a\000\"\\\010b"
> 0007 [3] RETURN    R0 1
>   constant K0 "print"
>   constant K1 10.5
>   constant K2 "a\000\"\\\010b"
>   upvalue U0 R0 constant _ENV
>   local R0 0001..0006 x
> 
> function 1 app.lua:5-9  params 1  regs 3  upvalues 0  constants 1  children 0  instructions 3  vararg
> 0000 [6] GETFIELD  R1 R0 K0 "name"
> 0001 [6] VARARG    R2 0
> 0002 [6] RETURN    R1 0
>   constant K0 "name"
debug
function vararg regs=6
  upvalue stack 0 constant
  source "@app.lua"
  upvalname "_ENV"
line 1
  local "x" 1 5 0
  LOADI R0 5
line 2
loop:
  GETTABUP R1 U0 "print"
  MOVE R3 R0
  CALL R1 2 1
line 3
  JLTRK R0 10.5 loop
  CLOSURE R1 P0
  LOADK R2 "a\x00\"\\\nb"
  RETURN R0 1
  function params=1 vararg regs=3
    lines 5 9
    GETFIELD R1 R0 "name"
    VARARG R2 0
    RETURN R1 0
  end
end

case stripped
> function 0  params 0  regs 4  upvalues 1  constants 0  children 0  instructions 2
> 0000 GETUPVAL  R0 U0
> 0001 RETURN    R0 2
>   upvalue U0 U9
function
  upvalue outer 9
  GETUPVAL R0 U0
  RETURN R0 2
end

case bundle
> module ""
> function 0  params 0  regs 4  upvalues 1  constants 0  children 2  instructions 3  vararg
> 0000 CLOSURE   R0 P0 function 1
> 0001 CLOSURE   R0 P1 function 3
> 0002 RETURN    R0 1
>   upvalue U0 R0
> 
> function 1  params 0  regs 4  upvalues 0  constants 0  children 1  instructions 1
> 0000 RETURN    R0 1
> 
> function 2  params 0  regs 4  upvalues 0  constants 0  children 0  instructions 1
> 0000 RETURN    R0 1
> 
> function 3  params 0  regs 4  upvalues 0  constants 0  children 0  instructions 1
> 0000 RETURN    R0 1
> 
> module "util.list"
> function 4  params 0  regs 4  upvalues 0  constants 1  children 0  instructions 2  vararg
> 0000 LOADK     R0 K0 "x"
> 0001 RETURN    R0 2
>   constant K0 "x"
> 
> module "last"
> function 5  params 0  regs 4  upvalues 0  constants 0  children 0  instructions 1  vararg
> 0000 RETURN    R0 1
bundle
module ""
function vararg
  upvalue stack 0
  CLOSURE R0 P0
  CLOSURE R0 P1
  RETURN R0 1
  function
    RETURN R0 1
    function
      RETURN R0 1
    end
  end
  function
    RETURN R0 1
  end
end
module "util.list"
function vararg
  LOADK R0 "x"
  RETURN R0 2
end
module "last"
function vararg
  RETURN R0 1
end

case constants of every type
> function 0  params 0  regs 4  upvalues 0  constants 14  children 0  instructions 1
> 0000 RETURN    R0 1
>   constant K0 nil
>   constant K1 false
>   constant K2 true
>   constant K3 -9223372036854775808
>   constant K4 9223372036854775807
>   constant K5 0
>   constant K6 0.0
>   constant K7 -0.0
>   constant K8 inf
>   constant K9 -inf
>   constant K10 0.1
>   constant K11 1e+300
>   constant K12 ""
>   constant K13 "012345678901234567890123456789012345678901234567890123456789"...
function
  constant nil
  constant false
  constant true
  constant int -9223372036854775808
  constant int 9223372036854775807
  constant int 0
  constant float 0.0
  constant float -0.0
  constant float inf
  constant float -inf
  constant float 0.1
  constant float 1e300
  constant ""
  constant "0123456789012345678901234567890123456789012345678901234567890123"
  RETURN R0 1
end
