/*
 * vm/meta.h -- metamethods: names, lookup, and the slow paths of operators.
 *
 * The order of the arithmetic events is that of the instructions ADD..SHR.
 */
#ifndef VM_META_H
#define VM_META_H

#include "vm/object.h"

typedef enum MetaEvent {
    MM_ADD, MM_SUB, MM_MUL, MM_MOD, MM_POW, MM_DIV, MM_IDIV,
    MM_BAND, MM_BOR, MM_BXOR, MM_SHL, MM_SHR, MM_UNM, MM_BNOT,
    MM_INDEX, MM_NEWINDEX, MM_CALL, MM_CONCAT, MM_LEN, MM_EQ, MM_LT, MM_LE,
    MM_GC, MM_MODE, MM_CLOSE, MM_NAME, MM_TOSTRING, MM_METATABLE, MM_PAIRS,
    NUM_MM
} MetaEvent;

extern const char *const meta_names[NUM_MM];

/* The metatable of a value, or NULL. */
Table *meta_table(VM *vm, const Value *v);

/* The metamethod of v for an event, or a nil value. Lends; never raises. */
const Value *meta_get(VM *vm, const Value *v, MetaEvent e);
const Value *meta_get_mt(VM *vm, Table *mt, MetaEvent e);

/* A type's name for messages: __name if it is a string, else the type's. */
const char *meta_typename(VM *vm, const Value *v);

#endif
