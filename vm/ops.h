/*
 * vm/ops.h -- the slow paths of instructions: metamethods, coercions, misses
 * of inline caches. Also what the C API shares with them.
 *
 * Functions op_* are called by the interpreter with base and pc saved; they
 * leave L->base and L->pc at where to go on. `reg` is a register's number.
 */
#ifndef VM_OPS_H
#define VM_OPS_H

#include "vm/call.h"
#include "vm/meta.h"

/*
 * obj[key] along __index. True: the value is in *out. False: a function must
 * be called: *fn(*self, key). Raises for a value that cannot be indexed.
 */
bool index_chain(lua_State *L, const Value *obj, const Value *key, Value *out,
                 Value *fn, Value *self);
/* obj[key] = v along __newindex; false as above, with v as third argument. */
bool newindex_chain(lua_State *L, const Value *obj, const Value *key,
                    const Value *v, Value *fn, Value *self);

void op_index(lua_State *L, const Value *obj, const Value *key, unsigned reg);
void op_newindex(lua_State *L, const Value *obj, const Value *key,
                 const Value *v);

/* The operators, from MM_ADD to MM_BNOT, without metamethods: numbers and
   what converts to them. False: neither. May raise (division by zero, no
   integer representation is left to op_arith). */
bool arith_raw(lua_State *L, MetaEvent e, const Value *a, const Value *b,
               Value *out);
void op_arith(lua_State *L, MetaEvent e, const Value *a, const Value *b,
              unsigned reg);
void op_len(lua_State *L, const Value *v, unsigned reg);
void op_concat(lua_State *L, unsigned reg, Value *range, unsigned n);
void op_concat_continue(lua_State *L, unsigned n, const Value *result);
/* The top n values become one, left at top - n. With metamethods by C calls. */
void vm_concat(lua_State *L, size_t n);

/* Comparisons without metamethods: 0, 1, or -1 when one is needed. */
int equal_raw(const Value *a, const Value *b);
int less_raw(lua_State *L, const Value *a, const Value *b);
int less_equal_raw(lua_State *L, const Value *a, const Value *b);
/* Compare with metamethods, jumping by 16-bit offset of the instruction at
   L->pc[-1] if the outcome is `want`. */
void op_equal(lua_State *L, const Value *a, const Value *b, bool want);
void op_less(lua_State *L, const Value *a, const Value *b, bool want);
void op_less_equal(lua_State *L, const Value *a, const Value *b, bool want);
/* __lt of b or a, which stands in for a missing __le: not (b < a). */
const Value *less_meta(VM *vm, const Value *a, const Value *b);
const Value *equal_meta(VM *vm, const Value *a, const Value *b);

int64_t int_mod(int64_t a, int64_t b);  /* b is not 0 */
int64_t int_idiv(int64_t a, int64_t b); /* b is not 0 */
double float_mod(double a, double b);
double float_pow(double a, double b);
int64_t int_shl(int64_t a, int64_t n);

/* The metamethod of an arithmetic event or concatenation. Raises if neither
   has one. */
const Value *arith_meta(lua_State *L, MetaEvent e, const Value *a,
                        const Value *b);
const Value *concat_meta(lua_State *L, const Value *a, const Value *b);

/* Prepare a numeric for: base[a..a+2]. False: no iteration. */
bool for_prepare(lua_State *L, Value *ra);

/* A value as a string, if it is a string or number; converts in place. */
bool to_string_inplace(lua_State *L, Value *v);
bool to_number(const Value *v, Value *out);
bool to_integer(const Value *v, int64_t *out); /* strings too */
bool to_integer_ns(const Value *v, int64_t *out); /* no strings */

/* vm/ic.c: misses of inline caches. Do the access and teach the site. `in` is
   the instruction, before its cache words. */
void ic_getfield(lua_State *L, Insn *in, const Value *obj, String *key,
                 unsigned reg, unsigned base_op);
void ic_setfield(lua_State *L, Insn *in, const Value *obj, String *key,
                 const Value *v, unsigned base_op);

#endif
