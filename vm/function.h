/*
 * vm/function.h -- making closures and userdata.
 */
#ifndef VM_FUNCTION_H
#define VM_FUNCTION_H

#include "vm/state.h"

/* Upvalues are NULL: fill them in. Root it at once. */
LClosure *lclosure_new(VM *vm, Proto *p);
/* Every upvalue fresh, closed and nil. The closure is on the stack. */
void lclosure_fresh_upvalues(lua_State *L, LClosure *c);
/* Its first upvalue becomes the table of globals. */
void closure_set_env(lua_State *L, LClosure *c);
CClosure *cclosure_new(VM *vm, CFunc *fn, uint32_t nupvals);
Udata *udata_new(VM *vm, size_t nbytes, uint32_t nuser);

#endif
