/*
 * compiler/fold_int.h -- operations on constants, done before the program
 * runs.
 */
#ifndef COMPILER_FOLD_INT_H
#define COMPILER_FOLD_INT_H

#include "compiler/ast.h"

/*
 * The value of an operation on constants, as a node.
 *
 * returns  NULL when it must be left to run time: an operand is no constant,
 *          it would raise, or its result is NaN or a zero whose sign or kind
 *          could be lost.
 */
Expr *fold_unary(Arena *nodes, UnOp op, const Expr *operand, uint32_t line);
Expr *fold_arith(Arena *nodes, BinOp op, const Expr *left, const Expr *right,
                 uint32_t line);

/* `left and right`, `left or right` with a constant left that does not decide:
   the right one. NULL else. One that decides is a jump, as in the reference:
   errors about the value of `false and x or y` do not name y. */
Expr *fold_logic(BinOp op, const Expr *left, Expr *right);

#endif
