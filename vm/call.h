/*
 * vm/call.h -- calls, returns, errors and coroutines: everything that moves
 * from one frame to another.
 *
 * The interpreter keeps pc and base in registers. Before it calls anything
 * here it saves them in L, and afterwards it reads vm->cur, L->base and L->pc
 * again: a call may have pushed a frame, a return popped several, a resume
 * changed the thread.
 *
 * Read     call_value, call_return, err_throw, then vm_call.
 */
#ifndef VM_CALL_H
#define VM_CALL_H

#include "vm/frame.h"
#include "vm/state.h"

/* The code of HALT: where frames called from C return to. */
extern const Insn halt_code[1];

/* ------------------------------------------- inside an interpreter activation */

/*
 * Call func (a slot) with nargs arguments at func+2 and up; the callee's frame
 * gets `link`. A Lua function gets a
 * frame (L->base, L->pc point into it); anything else runs to its end and
 * returns through call_return.
 *
 * Raises any    Collects yes    Moves the stack
 */
void call_value(lua_State *L, Value *func, uint32_t nargs, Link link);

/* The running frame ends with n results at res. Follows its link. */
void call_return(lua_State *L, Value *res, size_t n);
/* The running C function does, with those on top; closes what it left open. */
void call_return_from_c(lua_State *L, size_t n);

/* Call a metamethod for the instruction before L->pc. */
void call_meta(lua_State *L, const Value *fn, unsigned nargs, const Value *a,
               const Value *b, const Value *c, unsigned how, unsigned reg);

/* FIRSTCALL: make the code of the running function, unless that was done; of a
   bundle's program, its modules. Raises memory    Collects yes */
void call_first(lua_State *L);

/* RETURNC, CLOSE: close variables >= level, then go on as told. */
void call_close(lua_State *L, Value *level);
void call_return_closing(lua_State *L, Value *res, size_t n);
/* The instructions CLOSEMORE, UNWIND and CCONTINUE, which exist only as
   places to go on at. */
void call_close_more(lua_State *L);
void call_unwind(lua_State *L);
void call_c_continue(lua_State *L);
void call_tail(lua_State *L, Value *func, uint32_t nargs, bool closes);

/* Close upvalues (not to-be-closed variables) at and above level. */
void upvals_close(lua_State *L, Value *level);
Upval *upval_find(lua_State *L, Value *slot);
/* The slot becomes to-be-closed. Raises if it cannot be. */
void tbc_mark(lua_State *L, Value *slot);

/* ------------------------------------------------------------------- from C */

/* Call the function at `func` (arguments above it, up to the top), wanting
   nresults (LUA_MULTRET: all), left from func up. */
void vm_call(lua_State *L, Value *func, int nresults, bool yieldable);

/* Run fn(L, ud) protected. returns the status; on an error the value is on
   top of the stack as it was. */
int vm_protect(lua_State *L, void (*fn)(lua_State *L, void *ud), void *ud);

/* The same; own_handler: L->errfunc is the message handler of this call, not
   of the protected call around it. */
int vm_protect_handled(lua_State *L, void (*fn)(lua_State *L, void *ud),
                       void *ud, bool own_handler);

/* A C function's continuation, until k_pop or a yield. Raises memory. */
void k_push(lua_State *L, lua_KFunction k, lua_KContext ctx, ptrdiff_t func,
            bool is_pcall);
void k_pop(lua_State *L);

/* An error becomes a warning: "error in WHERE (message)". Pops nothing. */
void warn_error(lua_State *L, const char *where);

/* Call a finalizer: function and object are on the stack. Errors warn. */
void vm_call_finalizer(lua_State *L);

/* Close variables and upvalues >= level with the given status; the error
   value, if any, is on top and replaced if a __close raises another. Handled
   as by vm_protect_handled. Returns the status at the end. */
int vm_close_protected(lua_State *L, Value *level, int status,
                       bool own_handler);
void vm_close(lua_State *L, Value *level);

/* ------------------------------------------------------------------- hooks */

void hook_call(lua_State *L);
void hook_return(lua_State *L, Value *res, size_t n);
/* Count and line hooks, before the instruction at L->pc[-1]. */
void hook_insn(lua_State *L);
void hooks_update(lua_State *L);

/* After an error that may have left a hook: hooks are allowed, or not. */
void hooks_restore(lua_State *L, bool allowed);
/* A hook has yielded: leave the coroutine at L->pc. Does not return. */
_Noreturn void hook_yield(lua_State *L);

/* ------------------------------------------------------------- interpreter */

/* Run vm->cur from L->pc until HALT. */
void interp_run(VM *vm);
/* The same from these on, in a Lua function. */
#if VM_DISPATCH == DISPATCH_TAIL
typedef __attribute__((preserve_none)) void Handler(VM *vm, const Insn *pc,
                                                    Value *base, const Value *k,
                                                    Insn insn);

static ALWAYS_INLINE void interp_run_lua(VM *vm, const Insn *pc, Value *base,
                                         const Value *k)
{
    Insn insn = *pc++;
    ((Handler *)vm->dispatch[(uint16_t)insn])(vm, pc, base, k, insn);
}
#else
void interp_run_lua(VM *vm, const Insn *pc, Value *base, const Value *k);
#endif
/* Fill vm->dispatch. */
void interp_init(VM *vm);
void interp_set_hooks(VM *vm, bool on);

#endif
