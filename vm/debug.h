/*
 * vm/debug.h -- who is running what, where, with which names.
 */
#ifndef VM_DEBUG_H
#define VM_DEBUG_H

#include "vm/frame.h"
#include "vm/state.h"

/* Name of the active local variable in a slot of the running frame, or NULL. */
const char *debug_local_name(lua_State *L, const Value *slot);
/* Line the frame at `base` is at; -1 for C functions and stripped code. */
int debug_line(lua_State *L, Value *base);
/* vm_charge was called with n units: a count hook counts them too. */
void hook_count_charge(lua_State *L, int n);

#endif
