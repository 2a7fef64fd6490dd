; Where upvalues are found, and that constant ones stay constant.

case register of the enclosing function
function regs=3 params=3 closes
  CLOSURE R0 P0
  RETURNC R0 1
  function
    upvalue stack 2
    RETURN R0 1
  end
end

case register past the enclosing function
expect function 1: upvalue 0 is register 3 of 3 [upvalue]
function regs=3 closes
  RETURNC R0 1
  function regs=9
    upvalue stack 3
    RETURN R0 1
  end
end

case upvalue of the enclosing function
function
  upvalue stack 0
  CLOSURE R0 P0
  RETURN R0 1
  function
    upvalue outer 0
    RETURN R0 1
  end
end

case upvalue past the enclosing function
expect function 1: upvalue 1 is upvalue 1 of 1 [upvalue]
function
  upvalue stack 0
  RETURN R0 1
  function
    upvalue outer 0
    upvalue outer 1
    RETURN R0 1
  end
end

case not constant of a constant one
expect function 1: upvalue 0 and the enclosing function's disagree on being constant [upvalue]
function
  upvalue stack 0 constant
  RETURN R0 1
  function
    upvalue outer 0
    RETURN R0 1
  end
end

case constant of one that is not
expect function 1: upvalue 0 and the enclosing function's disagree on being constant [upvalue]
function
  upvalue stack 0
  RETURN R0 1
  function
    upvalue outer 0 constant
    RETURN R0 1
  end
end

case one register as constant and as not
expect function 1: one register is captured as constant and as not [upvalue]
function closes params=1
  RETURNC R0 1
  function
    upvalue stack 0 constant
    upvalue stack 0
    RETURN R0 1
  end
end

case assigned
function params=1
  upvalue stack 0
  SETUPVAL U0 R0
  SETUPVALK U0 5
  RETURN R0 1
end

case constant one assigned
expect function 0, instruction 0 SETUPVAL: upvalue 1 is constant [upvalue]
function params=1
  upvalue stack 0
  upvalue stack 0 constant
  SETUPVAL U1 R0
  RETURN R0 1
end

case constant one assigned a constant
expect function 0, instruction 0 SETUPVALK: upvalue 0 is constant [upvalue]
function params=1
  upvalue stack 0 constant
  SETUPVALK U0 nil
  RETURN R0 1
end

case any descriptions for a dumped function
function
  upvalue outer 9
  upvalue stack 200 constant
  RETURN R0 1
end
