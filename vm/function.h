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

/* Ended by '\0', yours as long as p; NULL: not known. */
const char *proto_upvalue_name(const Proto *p, unsigned i);

/* The FORLOOPN of the loop around a memory word whose index is register reg;
   NULL: none. */
Insn *proto_loop_around(const Proto *p, uint32_t word, unsigned reg);

/* A method cache for the site at `site`, owned by p. NULL without memory. */
MethodCache *proto_method_cache(VM *vm, Proto *p, Insn *site);

/* For the collector: a prototype's buffers, and what it refers to (proto.c). */
typedef void (*ProtoMemFn)(VM *vm, const void *p, size_t nbytes);
typedef void (*ProtoObjFn)(VM *vm, void *o);
void proto_visit_memory(Proto *p, VM *vm, ProtoMemFn mem);
void proto_visit_refs(Proto *p, VM *vm, ProtoObjFn obj);
/* Forget what inline caches know. */
void proto_flush_caches(Proto *p, VM *vm);
/* p is dead: release what it holds outside the collected heap. */
void proto_release(VM *vm, Proto *p);

#endif
