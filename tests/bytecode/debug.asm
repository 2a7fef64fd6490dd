; Debug information within its tables.

case all of it
debug
function vararg regs=3
  upvalue stack 0
  source "@a.lua"
  upvalname "_ENV"
line 3
  local "a" 1 1 0
  local "b" 1 1 1
  LOADI R0 1
line 2
  LOADI R1 1
  RETURN R0 1
  function
    lines 7 8
    RETURN R0 1
  end
end

case string out of range
expect function 0: string 5 of 0 [debug]
debug
count debugstrings 0
function
  source "@a.lua"
  RETURN R0 1
end

case debug string twice
expect string 1 is there twice [canonical]
debug
debugstring "x"
debugstring "x"
function
  source "x"
  RETURN R0 1
end

case debug strings out of order
expect function 0: string 1 used before string 0 [canonical]
debug
debugstring "a"
debugstring "b"
function
  source "b"
  local "a" 0 1 0
  RETURN R0 1
end

case debug string not used
expect string 0 of DEBUG is not used [canonical]
debug
debugstring "a"
function
  RETURN R0 1
end

case source repeated
expect function 1: its source is its parent's, which is written 0 [canonical]
debug
function
  source "@b.lua"
  RETURN R0 1
  function
    source "@b.lua"
    RETURN R0 1
  end
end

case source of a grandchild
debug
function
  source "@b.lua"
  RETURN R0 1
  function
    RETURN R0 1
    function
      source "=other"
      RETURN R0 1
    end
  end
end

case source repeated by a grandchild
expect function 2: its source is its parent's, which is written 0 [canonical]
debug
function
  source "@b.lua"
  RETURN R0 1
  function
    RETURN R0 1
    function
      source "@b.lua"
      RETURN R0 1
    end
  end
end

case line defined too large
expect function 0: linedefined is 2147483648, more than 2147483647 [debug]
debug
function
  lines 2147483648 0
  RETURN R0 1
end

case last line too large
expect function 0: lastlinedefined is 4294967295, more than 2147483647 [debug]
debug
function
  lines 0 4294967295
  RETURN R0 1
end

case lines for more instructions than there are
expect function 0: length of a line run is 2, more than 1 [debug]
debug
function
  run 2 1
  RETURN R0 1
end

case lines for fewer instructions than there are
expect function 0: 1 instructions have no line [debug]
debug
function
  run 1 1
  LOADTRUE R0
  RETURN R0 1
end

case empty run
expect function 0: line run 1 is empty [canonical]
debug
function
  run 1 1
  run 0 1
  RETURN R0 1
end

case run of the line before
expect function 0: line run 1 is part of the one before [canonical]
debug
function
  run 1 1
  run 1 0
  LOADTRUE R0
  RETURN R0 1
end

case line below zero
expect function 0: line run 0 is out of range [debug]
debug
function
  run 1 -1
  RETURN R0 1
end

case line too large
expect function 0: line run 1 is out of range [debug]
debug
function
  run 1 1
  run 1 2147483647
  LOADTRUE R0
  RETURN R0 1
end

case delta too long
expect function 0: a line is not a number in shortest form [canonical]
debug
function
  run 1 1!1
  RETURN R0 1
end

case more runs than bytes
expect function 0: number of line runs is 9, too many for the bytes that remain [canonical]
debug
function
  count runs 9
  RETURN R0 1
end

case local that starts behind the code
expect function 0: start of a local is 2, more than 1 [debug]
debug
function
  local "x" 2 0 0
  RETURN R0 1
end

case local that ends behind the code
expect function 0: length of a local is 1, more than 0 [debug]
debug
function
  local "x" 1 1 0
  RETURN R0 1
end

case second local that starts behind the code
expect function 0: start of a local is 1, more than 0 [debug]
debug
function
  local "x" 1 0 0
  local "y" 1 0 0
  RETURN R0 1
end

case local in no register
expect function 0: local 0 is register 4 of 4 [debug]
debug
function
  local "x" 0 1 4
  RETURN R0 1
end

case more locals than bytes
expect function 0: number of locals is 1, too many for the bytes that remain [canonical]
debug
function
  count locals 1
  RETURN R0 1
end

case bytes left over in DEBUG
expect 1 bytes left over in DEBUG [canonical]
debug
length debug 9
tail file 00
function
  RETURN R0 1
end
