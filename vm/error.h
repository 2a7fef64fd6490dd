/*
 * vm/error.h -- raising errors. Three kinds of trouble: the program's is
 * raised here; what callers can handle is returned; a bug is asserted.
 *
 * Everything here unwinds to the innermost catch point (vm/throw.c); messages
 * are made in vm/error.c.
 */
#ifndef VM_ERROR_H
#define VM_ERROR_H

#include "vm/state.h"

/* "not enough memory". Uses no memory itself. */
_Noreturn void err_memory(VM *vm);
/* A message with position ("chunk:line:") of the running function. */
_Noreturn void err_raisef(lua_State *L, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The error value at L->top[-1] as it is, through the message handler. */
_Noreturn void err_raise_top(lua_State *L);
/* Unwind with a status; the value, if the status has one, is at top[-1]. */
_Noreturn void err_throw(lua_State *L, int status);
/* An error in a message handler, or while handling a stack overflow. */
_Noreturn void err_in_handler(lua_State *L);
/* Nothing catches: the host's panic function, then abort. */
_Noreturn void err_panic(lua_State *L);
/* A limit was hit: nothing of the program runs until it is reported. */
_Noreturn void err_limit(lua_State *L, int which);

/* Errors of operators, with the names of variables. v points into the stack
   frame, a constant or an upvalue's value. */
_Noreturn void err_type(lua_State *L, const Value *v, const char *what);
_Noreturn void err_call(lua_State *L, const Value *v);
_Noreturn void err_arith(lua_State *L, const Value *a, const Value *b,
                         bool bitwise);
_Noreturn void err_concat(lua_State *L, const Value *a, const Value *b);
_Noreturn void err_compare(lua_State *L, const Value *a, const Value *b);
_Noreturn void err_for(lua_State *L, const Value *v, const char *what);

#endif
