/*
 * vm/cfunc.h -- what a VM knows of C functions; vm/builtin.h has what the
 * libraries ask of it.
 */
#ifndef VM_CFUNC_H
#define VM_CFUNC_H

#include "vm/builtin.h"
#include "vm/state.h"

/* The CFunc of an address, made when first asked for. Raises memory. */
const CFunc *vm_cfunc(VM *vm, lua_CFunction fn);

/* Push it as a value, a closure of the nup values on the top: they go. */
void cfunc_push(lua_State *L, const CFunc *cf, int nup);

/* So that a host can push its first functions unprotected. Raises memory. */
void cfuncs_init(VM *vm);
void cfuncs_free(VM *vm);

#endif
