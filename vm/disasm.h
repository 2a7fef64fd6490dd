/*
 * vm/disasm.h -- a .bc file as text, for people and for tests that compare.
 *
 *     function 3 app.lua:12  params 1  regs 4  constants 5 ...
 *     0007 [12] GETFIELD  R3 R1 K4 "name"
 *     0008 [13] JF        R3 ->0011
 *
 * An instruction has its number, its line (if there is debug information),
 * its name and its operands: registers R, upvalues U, constants K with their
 * value, children P with the function's number, jumps with the number of
 * their target.
 */
#ifndef VM_DISASM_H
#define VM_DISASM_H

#include <stdio.h>

#include "vm/bytecode.h"

/*
 * Write all functions of a file that bc_verify accepted.
 *
 * verbose  constants, upvalues and locals of each function too.
 */
void bc_disasm(const BcFile *file, FILE *out, bool verbose);

#endif
