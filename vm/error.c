/*
 * vm/error.c -- messages of errors, with positions and the names of
 * variables. vm/throw.c has how they unwind.
 */
#include "vm/error.h"

#include <stdarg.h>
#include <string.h>

#include "vm/api.h"
#include "vm/debug_int.h"
#include "vm/meta.h"
#include "vm/ops.h"
#include "vm/string.h"

static const char *var_info(lua_State *L, const char *kind, const char *name)
{
    return kind == NULL ? ""
                        : lua_pushfstring(L, " (%s '%s')", kind, name);
}

/* Values above the running Lua frame must not be overwritten. */
static void protect_frame(lua_State *L)
{
    Proto *p = frame_proto(L->base);
    if (p != NULL && L->top < L->base + p->nregs + 6)
        L->top = L->base + p->nregs + 6;
    stack_ensure_error(L);
    api_reserve(L, LUA_MINSTACK); /* a C function may have used up its own */
}

static void add_position(lua_State *L)
{
    Proto *p = frame_proto(L->base);
    if (p == NULL)
        return;
    char id[LUA_IDSIZE] = "?";
    if (p->source != NULL)
        chunk_id(id, p->source->data, p->source->nbytes);
    lua_pushfstring(L, "%s:%d: %s", id, debug_line(L, L->base),
                    L->top[-1].str->data);
}

_Noreturn void err_raisef(lua_State *L, const char *fmt, ...)
{
    va_list ap;
    protect_frame(L);
    va_start(ap, fmt);
    lua_pushvfstring(L, fmt, ap);
    va_end(ap);
    add_position(L);
    err_raise_top(L);
}

_Noreturn static void type_error(lua_State *L, const Value *v,
                                 const char *what, const char *kind,
                                 const char *name)
{
    const char *t = meta_typename(L->vm, v);
    protect_frame(L);
    err_raisef(L, "attempt to %s a %s value%s", what, t,
               var_info(L, kind, name));
}

_Noreturn void err_type(lua_State *L, const Value *v, const char *what)
{
    const char *name = NULL;
    const char *kind = name_of_value(L, v, &name);
    type_error(L, v, what, kind, name);
}

_Noreturn void err_call(lua_State *L, const Value *v)
{
    const char *name = NULL, *kind = NULL;
    uint32_t word;
    Proto *p = frame_proto(L->base);
    if (L->in_finalizer == 1)
        kind = "metamethod", name = "__gc";
    else if (p != NULL && debug_word(L, L->base, &word))
        kind = name_of_call(L, p, debug_canonical_pc(L, p, word), &name);
    if (kind == NULL)
        kind = name_of_value(L, v, &name);
    type_error(L, v, "call", kind, name);
}

_Noreturn void err_arith(lua_State *L, const Value *a, const Value *b,
                         bool bitwise)
{
    int64_t i;
    if (bitwise && is_number(a) && is_number(b)) {
        const Value *v = to_integer_ns(a, &i) ? b : a;
        const char *name = NULL, *kind = name_of_value(L, v, &name);
        protect_frame(L);
        err_raisef(L, "number%s has no integer representation",
                   var_info(L, kind, name));
    }
    err_type(L, is_number(a) ? b : a,
             bitwise ? "perform bitwise operation on"
                     : "perform arithmetic on");
}

_Noreturn void err_concat(lua_State *L, const Value *a, const Value *b)
{
    err_type(L, is_string(a) || is_number(a) ? b : a, "concatenate");
}

_Noreturn void err_compare(lua_State *L, const Value *a, const Value *b)
{
    const char *x = meta_typename(L->vm, a), *y = meta_typename(L->vm, b);
    if (strcmp(x, y) == 0)
        err_raisef(L, "attempt to compare two %s values", x);
    err_raisef(L, "attempt to compare %s with %s", x, y);
}

_Noreturn void err_for(lua_State *L, const Value *v, const char *what)
{
    err_raisef(L, "bad 'for' %s (number expected, got %s)", what,
               meta_typename(L->vm, v));
}
