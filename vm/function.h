/*
 * vm/function.h -- making closures and userdata; what prototypes hold.
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
CClosure *cclosure_new(VM *vm, const CFunc *fn, uint32_t nupvals);
Udata *udata_new(VM *vm, size_t nbytes, uint32_t nuser);

/* For the collector: a prototype's buffers, and what it refers to (load.c). */
typedef void (*ProtoMemFn)(VM *vm, const void *p, size_t nbytes);
typedef void (*ProtoObjFn)(VM *vm, void *o);
void proto_visit_memory(Proto *p, VM *vm, ProtoMemFn mem);
void proto_visit_refs(Proto *p, VM *vm, ProtoObjFn obj);
/* Forget what inline caches know. */
void proto_flush_caches(Proto *p, VM *vm);
/* p is dead: release what it holds outside the collected heap. */
void proto_release(VM *vm, Proto *p);

#endif
