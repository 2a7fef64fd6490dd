/*
 * tests/asm.h -- a text assembler for .bc files, which writes what it is told
 * to: good files, and ones that break a single rule of docs/bytecode.md.
 *
 * One line, one thing; `;` begins a comment. Of a file:
 *
 *     expect TEXT           what the verifier should say; without it, nothing
 *     bundle                the flag
 *     module "name" [N [N]] the next function at the top level is its main
 *                           one; N override its name's and function's index
 *     debug                 write debug information
 *     string "s"            a string before those that constants use
 *     debugstring "s"       the same for DEBUG
 *     > TEXT                nothing; a line that disassembly should have
 *
 *     function [params=N] [regs=N] [flags=N] [vararg] [closes]
 *         upvalue stack|outer N [constant]      or: upvalue flags=N N
 *         constant nil|false|true|int N|float X|"s"|string N|raw XX XX ...
 *         name:                                 a label
 *         GETFIELD R1 R0 "name"                 an instruction
 *         raw XX XX ...                         one, byte by byte
 *         source "s"        lines N N           for DEBUG
 *         line N            run N DELTA         ... of what follows; a run
 *         local "s" N N N   upvalname "s"       ... name, start, length, reg
 *         function ... end                      a child
 *     end
 *
 * Operands are R3 U0 K2 P0, plain numbers, labels, or for constants their
 * value, which is added to the function's. Any number may have `!n` behind
 * it, which writes it n bytes too long.
 *
 * What makes a file wrong:
 *
 *     magic XX XX XX XX     version N     flags N     checksum N
 *     order ID ID=ID ...    sections to write; 9=1 is section 1 with id 9
 *     count WHAT N          strings modules functions debugstrings; in a
 *                           function upvalues constants children code runs
 *                           locals: what to write in place of the number
 *     length WHAT N         strings modules functions debug; in a function:
 *                           `length code N`, its length
 *     tail WHAT XX ...      bytes to add to a section; `tail file`; in a
 *                           function `tail code`
 *     cut N                 the file ends N bytes early; the checksum fits
 */
#ifndef TESTS_ASM_H
#define TESTS_ASM_H

#include "tests/proc.h"

/*
 * Assemble one file.
 *
 * out      gets the bytes; empty before.
 * expect   gets the text that the file expects, "" if none; free it.
 * error    on failure gets a line, which begins with the line's number.
 */
bool asm_assemble(const char *text, size_t nbytes, Buf *out, char **expect,
                  char *error, size_t error_size);

#endif
