; Open results are taken at once, by whom they were left for.

case from call to call
function params=1 regs=8
  MOVE R2 R0
  CALL R2 1 0
  CALL R0 0 0
  RETURN R0 0
end

case from varargs to a list
function vararg regs=8
  NEWTABLE R0 0 0
  LOADI R1 5
  VARARG R2 0
  SETLIST R0 0 0
  RETURN R0 2
end

case nothing open before
expect function 0, instruction 1 RETURN: takes open results, but none are left by the instruction before [open]
function
  LOADTRUE R0
  RETURN R0 0
end

case first instruction takes
expect function 0, instruction 0 RETURN: takes open results, but none are left by the instruction before [open]
function
  RETURN R0 0
end

case not taken
expect function 0, instruction 0 VARARG: leaves open results, which the next instruction does not take [open]
function vararg
  VARARG R0 0
  RETURN R0 1
end

case call whose results are not taken
expect function 0, instruction 0 CALL: leaves open results, which the next instruction does not take [open]
function params=1
  CALL R0 1 0
  LOADTRUE R0
  RETURN R0 1
end

case taker that is jumped to
expect function 0, instruction 2 RETURN: takes open results, but is jumped to [open]
function params=1 vararg
  JT R0 return
  VARARG R0 0
return:
  RETURN R0 0
end

case taken by RETURN from above
expect function 0, instruction 1 RETURN: takes open results from register 2 on, but they begin at 1 [open]
function vararg
  VARARG R1 0
  RETURN R2 0
end

case taken by SETLIST from above
expect function 0, instruction 2 SETLIST: takes open results from register 1 on, but they begin at 0 [open]
function vararg
  NEWTABLE R0 0 0
  VARARG R0 0
  SETLIST R0 0 0
  RETURN R0 1
end

case taken by CALL from above
expect function 0, instruction 1 CALL: takes open results from register 2 on, but they begin at 1 [open]
function params=1 vararg
  VARARG R1 0
  CALL R0 0 1
  RETURN R0 1
end

case taken by TAILCALL from above
expect function 0, instruction 1 TAILCALL: takes open results from register 2 on, but they begin at 1 [open]
function params=1 vararg
  VARARG R1 0
  TAILCALL R0 0
end

case value between that is not written
expect function 0, instruction 1 CALL: register 2 is not written on every path to here [defined]
function params=1 vararg
  VARARG R3 0
  CALL R0 0 1
  RETURN R0 1
end
