; VARARG needs variable arguments.

case in a function that is not vararg
expect function 0, instruction 0 VARARG: in a function that is not vararg [vararg]
function
  VARARG R0 2
  RETURN R0 2
end

case in a vararg function
function vararg
  VARARG R0 2
  RETURN R0 2
end
