; The functions form the tree that `children` says, under the modules.

case no functions
expect no functions [tree]
count functions 0
function
  RETURN R0 1
end

case main function is not the first
expect module 0 begins at function 1, where only 0 is possible [tree]
module "" 0 1
function
  RETURN R0 1
end

case modules that do not rise
expect module 2 begins at function 1, where at least 2 is possible [tree]
bundle
module ""
function vararg
  RETURN R0 1
end
module "a"
function vararg
  RETURN R0 1
end
module "b" 2 1
function vararg
  RETURN R0 1
end

case module behind the last function
expect a module begins at function 7 of 2 [tree]
bundle
module ""
function vararg
  function
    RETURN R0 1
  end
  RETURN R0 1
end
module "a" 1 7

case function that belongs to nothing
expect function 1: belongs to no function and no module begins with it [tree]
function
  count children 0
  function
    RETURN R0 1
  end
  RETURN R0 1
end

case module within a function
expect function 1: a module begins within function 0 [tree]
bundle
module ""
function vararg
  function
    RETURN R0 1
  end
  RETURN R0 1
end
module "a" 1 1

case child missing
expect function 1: lacks 1 of its children [tree]
bundle
module ""
function vararg
  RETURN R0 1
end
module "m"
function vararg
  count children 1
  RETURN R0 1
end

case more children than functions
expect function 0: has 2 children, more than there are functions [tree]
function
  count children 2
  function
    RETURN R0 1
  end
  RETURN R0 1
end

case children claimed twice
expect function 1: has 1 children, more than there are functions [tree]
function
  function
    count children 1
    RETURN R0 1
  end
  RETURN R0 1
end

case main function of a module that is not vararg
expect function 0: is a module's main function, but not vararg [tree]
bundle
module ""
function
  RETURN R0 1
end

case main function of a module with two upvalues
expect function 1: upvalue 1 is not a main function's _ENV [tree]
bundle
module ""
function vararg
  RETURN R0 1
end
module "m"
function vararg
  upvalue stack 0
  upvalue stack 0
  RETURN R0 1
end

case main function of a module with an outer upvalue
expect function 0: upvalue 0 is not a main function's _ENV [tree]
bundle
module ""
function vararg
  upvalue outer 0
  RETURN R0 1
end

case main function of a module with another register
expect function 0: upvalue 0 is not a main function's _ENV [tree]
bundle
module ""
function vararg
  upvalue stack 1
  RETURN R0 1
end
