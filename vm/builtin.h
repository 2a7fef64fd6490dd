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
#include "vm/object.h"

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

/* Debug builds: end the process with a line about wrong use of the API; look
   at an index, or for room for n values, that the calling function is given. */
_Noreturn void vm_misuse(lua_State *L, const char *function, const char *what);
#ifdef VM_DEBUG
void api_check_index(lua_State *L, const char *function, int idx);
void api_check_room(lua_State *L, const char *function, ptrdiff_t n);
#define vm_check_index(L, idx) api_check_index((L), __func__, (idx))
#define vm_check_room(L, n) api_check_room((L), __func__, (n))
#else
#define vm_check_index(L, idx) ((void)0)
#define vm_check_room(L, n) ((void)0)
#endif

/*
 * Libraries. A table of functions is a constant that all VMs share, so that
 * an idle VM keeps only names and values of its fields. Its rows say which
 * functions have a second form as VM operations (vm/fast.h), and which the
 * machine does itself. Rows without a name are functions that others push.
 * Addresses in it differ; a row VM_SAME is another name for the one before.
 */
#define VM_PLAIN(name, fn) {name, {fn, NULL, SPECIAL_NONE}}
#define VM_FAST(name, fn, fast) {name, {fn, fast, SPECIAL_NONE}}
#define VM_SPECIAL(name, fn, special) {name, {fn, NULL, special}}
#define VM_SAME(name) {name, {NULL, NULL, SPECIAL_NONE}}
#define VM_END {NULL, {NULL, NULL, SPECIAL_NONE}}

/* Their second forms, in vm/fast.c. */
#define VM_OPERATION(name) int name(lua_State *L, Value *args, uint32_t nargs)
VM_OPERATION(fast_type);
VM_OPERATION(fast_select);
VM_OPERATION(fast_assert);
VM_OPERATION(fast_rawget);
VM_OPERATION(fast_rawset);
VM_OPERATION(fast_rawequal);
VM_OPERATION(fast_rawlen);
VM_OPERATION(fast_next);
VM_OPERATION(fast_ipairs);
VM_OPERATION(fast_pairs);
VM_OPERATION(fast_getmetatable);
VM_OPERATION(fast_setmetatable);
VM_OPERATION(fast_tostring);
VM_OPERATION(fast_tonumber);
VM_OPERATION(fast_floor);
VM_OPERATION(fast_ceil);
VM_OPERATION(fast_abs);
VM_OPERATION(fast_max);
VM_OPERATION(fast_min);
VM_OPERATION(fast_sqrt);
VM_OPERATION(fast_sin);
VM_OPERATION(fast_cos);
VM_OPERATION(fast_tan);
VM_OPERATION(fast_exp);
VM_OPERATION(fast_log);
VM_OPERATION(fast_fmod);
VM_OPERATION(fast_tointeger);
VM_OPERATION(fast_byte);
VM_OPERATION(fast_sub);
VM_OPERATION(fast_len);
VM_OPERATION(fast_char);
VM_OPERATION(fast_insert);
VM_OPERATION(fast_remove);
VM_OPERATION(fast_unpack);

/*
 * As luaL_newlib and luaL_setfuncs, with room for `nmore` other fields. The
 * new table is thought to be the only one of its kind: its layout is not
 * shared.
 *
 * Stack -0 +1, -nup +0    Raises memory    Collects yes
 */
void vm_newlib(lua_State *L, const VmFunction *lib, int nmore);
void vm_setfuncs(lua_State *L, const VmFunction *lib, int nup);

/* Push such a table, without functions.   Stack -0 +1   Raises memory */
void vm_newtable(lua_State *L, int nfields);

#endif
