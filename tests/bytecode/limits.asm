; Parameters, registers, upvalues. (Nesting is tested by unit_bytecode.c.)

case more parameters than allowed
expect function 0: 201 parameters in 255 registers [limits]
function params=201 regs=255
  RETURN R0 1
end

case as many parameters as allowed
function params=200 regs=255
  RETURN R0 201
end

case more parameters than registers
expect function 0: 3 parameters in 2 registers [limits]
function params=3 regs=2
  RETURN R0 1
end

case no registers
expect function 0: no registers [limits]
function regs=0
  RETURN R0 1
end

case more upvalues than allowed
expect function 0: number of upvalues is 256, more than 255 [limits]
function
  count upvalues 256
  RETURN R0 1
end
