/*
 * vm/builtin.h -- what the standard libraries may ask of the machine beyond
 * the public C API.
 *
 * A library includes this only where speed or the budget asks for it; its
 * header comment says why.
 */
#ifndef VM_BUILTIN_H
#define VM_BUILTIN_H

#include <stddef.h>

#include "include/lua.h"

/*
 * Charge `nunits` of work to the budget of L's VM.
 *
 * One unit is an element moved or compared, a pattern-matching step, or
 * sixteen bytes copied. Libraries charge work that grows with their data, in
 * batches, so that fuel, deadlines and interrupts hold inside them too.
 *
 * Stack -0 +0    Raises the limit that was hit (uncatchable), or what a hook
 * raises    Collects no
 */
void vm_charge(lua_State *L, size_t nunits);

/*
 * Memory of a library's own, counted against the VM's limit: as realloc, with
 * the old size; new_nbytes 0 frees.
 *
 * Stack -0 +0    Raises memory (`p` stays valid), never when shrinking
 * Collects yes
 */
void *vm_realloc(lua_State *L, void *p, size_t old_nbytes, size_t new_nbytes);

/* Debug builds: end the process with a line about wrong use of the API. */
_Noreturn void vm_misuse(lua_State *L, const char *function, const char *what);

/*
 * Tell the machine that a C function is one that it does itself when a Lua
 * function calls it: without recursion, able to yield. The C function must
 * do the same, for every other way of calling it.
 *
 * Stack -0 +0    Raises memory    Collects yes
 */
enum {
    VM_PCALL = 1,
    VM_XPCALL,
    VM_RESUME, /* coroutine.resume */
    VM_WRAP,   /* what coroutine.wrap returns; upvalue 1 is the thread */
    VM_YIELD,
    VM_NEXT,
    VM_INEXT,  /* the iterator that ipairs returns */
    VM_SORT,   /* table.sort */
};
void vm_set_special(lua_State *L, lua_CFunction fn, int special);

/*
 * The library's table is on top: some of its functions may be done as VM
 * operations from now on (vm/fast.c). library: its name, "_G" for the base.
 *
 * Stack -0 +0    Raises memory    Collects yes
 */
void vm_bind_fast(lua_State *L, const char *library);

#endif
