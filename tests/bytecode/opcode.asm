; Instructions of the table's canonical part.

case unknown opcode
expect function 0, instruction 1: unknown opcode 255 [opcode]
function params=1
  MOVE R0 R0
  raw ff 00 01
  RETURN R0 1
end
