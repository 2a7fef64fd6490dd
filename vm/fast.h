/*
 * vm/fast.h -- library functions as VM operations; the tables of the libraries
 * name them (vm/builtin.h).
 *
 * Those that need what only their library knows are there: find and match,
 * for example.
 */
#ifndef VM_FAST_H
#define VM_FAST_H

#include "vm/frame.h"

/* Where results go: one after the other, over function and arguments. */
#define FAST_RESULT(args) ((args) - LINK_SLOTS)

static inline int give(Value *args, const Value *v)
{
    val_copy(FAST_RESULT(args), v);
    return 1;
}

static inline int give_int(Value *args, int64_t i)
{
    val_int(FAST_RESULT(args), i);
    return 1;
}

static inline int give_float(Value *args, double n)
{
    val_float(FAST_RESULT(args), n);
    return 1;
}

static inline int give_str(Value *args, String *s)
{
    val_obj(FAST_RESULT(args), s);
    return 1;
}

static inline int give_bool(Value *args, bool b)
{
    val_bool(FAST_RESULT(args), b);
    return 1;
}

static inline int give_nil(Value *args)
{
    val_nil(FAST_RESULT(args));
    return 1;
}

/* Work that an operation did, charged when it is done: what it holds must not
   meet a finalizer. The next call or loop looks at the budget. */
static inline void fast_charge(lua_State *L, size_t nunits)
{
    budget_take(L->vm, nunits);
}

/* Make the strings that they answer with. Raises memory. */
void fast_init(VM *vm);

#endif
