; The closes flag: what needs it, and how such a function is left.

case to-be-closed variable without the flag
expect function 0, instruction 0 TBC: to-be-closed variable, in a function without the closes flag [closes]
function params=1
  TBC R0
  RETURNC R0 1
end

case generic for without the flag
expect function 0, instruction 0 TFORPREP: generic for, in a function without the closes flag [closes]
function params=4 regs=10
  TFORPREP R0 call
call:
  TFORCALL R0 1
  TFORLOOP R0 call
  RETURNC R0 1
end

case capturing without the flag
expect function 0, instruction 0 CLOSURE: captures registers, in a function without the closes flag [closes]
function params=1
  CLOSURE R1 P0
  RETURNC R0 1
  function
    upvalue stack 0
    RETURN R0 1
  end
end

case closure that captures nothing
function params=1
  CLOSURE R1 P0
  RETURN R0 1
  function
    RETURN R0 1
  end
end

case RETURN with the flag
expect function 0, instruction 0 RETURN: leaves without closing, in a function with the closes flag [closes]
function closes
  RETURN R0 1
end

case TAILCALL with the flag
expect function 0, instruction 0 TAILCALL: leaves without closing, in a function with the closes flag [closes]
function closes params=1
  TAILCALL R0 1
end

case forms that close
function closes params=1
  JT R0 call
  RETURNC R0 1
call:
  TAILCALLC R0 1
end
