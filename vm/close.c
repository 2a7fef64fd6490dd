/*
 * vm/close.c -- closing: upvalues, to-be-closed variables.
 *
 * Read     tbc_mark, call_close_more, vm_close_protected.
 */
#include "vm/call_int.h"
#include "vm/debug.h"

/* --------------------------------------------------------------- upvalues */

Upval *upval_find(lua_State *L, Value *slot)
{
    Upval **p = &L->open;
    while (*p != NULL && (*p)->v > slot)
        p = &(*p)->open.next;
    if (*p != NULL && (*p)->v == slot) {
        gc_revive(L->vm, *p);
        return *p;
    }
    ptrdiff_t off = (char *)slot - (char *)L->stack;
    Upval *u = gc_new(L->vm, sizeof *u, TAG_UPVAL);
    u->h.kind = 1;
    u->v = (Value *)(void *)((char *)L->stack + off);
    p = &L->open; /* a collection may have closed others: look again */
    while (*p != NULL && (*p)->v > u->v)
        p = &(*p)->open.next;
    u->open.next = *p;
    u->open.thread = L;
    *p = u;
    return u;
}

void upvals_close(lua_State *L, Value *level)
{
    while (L->open != NULL && L->open->v >= level) {
        Upval *u = L->open;
        L->open = u->open.next;
        Value *v = u->v;
        u->h.kind = 0;
        val_copy(&u->closed, v);
        u->v = &u->closed;
        gc_barrier(L->vm, u, &u->closed);
    }
}

/* ------------------------------------------------------- to-be-closed slots */

void tbc_mark(lua_State *L, Value *slot)
{
    if (is_falsy(slot))
        return;
    if (is_nil(meta_get(L->vm, slot, MM_CLOSE))) {
        const char *name = debug_local_name(L, slot);
        if (name == NULL)
            name = is_lcl(L->base - LINK_SLOTS) ? "(temporary)"
                                                : "(C temporary)";
        err_raisef(L, "variable '%s' got a non-closable value", name);
    }
    /* distance to the one below; its first holds 0 */
    slot->priv32 = L->tbc == NULL ? 0 : (uint32_t)(slot - L->tbc);
    L->tbc = slot;
}

Value *tbc_pop(lua_State *L)
{
    Value *slot = L->tbc;
    L->tbc = slot->priv32 == 0 ? NULL : slot - slot->priv32;
    return slot;
}

/* ---------------------------------------------------------------- closing */

/*
 * RETURNC and CLOSE with to-be-closed variables. What is to be done when all
 * are closed lies on the stack above everything else of the frame, in three
 * slots behind the results: level (offset from the stack), pc, and count with
 * "returns". L->top is just behind them whenever no __close runs.
 */
enum { CLOSE_LEVEL = -3, CLOSE_PC = -2, CLOSE_COUNT = -1, CLOSE_SLOTS = 3 };

/* Call the __close of the slot; err NULL: nil. The frame goes to L->top. */
void call_close_method(lua_State *L, Value *slot, const Value *err,
                       unsigned how)
{
    Value v, e = {.bits = 0, .tag = TAG_NIL};
    val_copy(&v, slot);
    if (err != NULL)
        val_copy(&e, err);
    const Value *mm = meta_get(L->vm, &v, MM_CLOSE);
    Value *func = L->top, *args = func + LINK_SLOTS;
    val_copy(func, mm); /* nil if its metatable has changed: an error */
    val_copy(&args[0], &v);
    val_copy(&args[1], &e);
    L->top = args + 2;
    Link link = {(uint64_t)(func - L->base),
                 link_make(LINK_META, 0, 0, how << 8, LINK_SPECIAL)};
    call_value(L, func, 2, link);
}

/* The return hook comes after the variables have been closed. */
static void return_hooked(lua_State *L, Value *res, size_t n)
{
    if (UNLIKELY(L->hook_mask & LUA_MASKRET)) {
        ptrdiff_t off = res - L->stack;
        hook_return(L, res, n);
        res = L->stack + off;
    }
    call_return(L, res, n);
}

void call_close_more(lua_State *L)
{
    stack_ensure(L, 8);
    Value *top = L->top;
    Value *level = L->stack + top[CLOSE_LEVEL].i;
    if (L->tbc != NULL && L->tbc >= level) {
        Value *slot = tbc_pop(L);
        upvals_close(L, slot);
        call_close_method(L, slot, NULL, CONT_CLOSE);
        return;
    }
    upvals_close(L, level);
    size_t count = (size_t)top[CLOSE_COUNT].i;
    L->pc = top[CLOSE_PC].p;
    if (count & 1)
        return_hooked(L, top - CLOSE_SLOTS - count / 2, count / 2);
}

static void close_begin(lua_State *L, Value *level, Value *res, size_t n,
                        bool returns)
{
    ptrdiff_t off = level - L->stack, res_off = res - L->stack;
    Value *end = frame_end(L);
    if (n > 0 && res + n > end)
        end = res + n;
    L->top = end;
    stack_ensure(L, n + CLOSE_SLOTS + 8);
    move_values(L->top, L->stack + res_off, n);
    Value *top = L->top + n + CLOSE_SLOTS;
    val_int(&top[CLOSE_LEVEL], off);
    val_int(&top[CLOSE_PC], 0);
    val_ptr(&top[CLOSE_PC], L->pc);
    val_int(&top[CLOSE_COUNT], (int64_t)(n << 1 | returns));
    L->top = top;
    call_close_more(L);
}

void call_close(lua_State *L, Value *level)
{
    if (L->tbc != NULL && L->tbc >= level)
        close_begin(L, level, L->top, 0, false);
    else
        upvals_close(L, level);
}

void call_return_closing(lua_State *L, Value *res, size_t n)
{
    if (L->tbc != NULL && L->tbc >= L->base) {
        close_begin(L, L->base, res, n, true);
        return;
    }
    upvals_close(L, L->base);
    return_hooked(L, res, n);
}

static void begin_return(lua_State *L, void *ud)
{
    size_t n = *(size_t *)ud;
    close_begin(L, L->base, L->top - n, n, true);
}

/*
 * A C function returns the n values on top. It may have left variables to be
 * closed: a buffer, say, that it gave up. Called from C it needs an activation
 * to run their __close, unless its caller has been left.
 */
void call_return_from_c(lua_State *L, size_t n)
{
    if (LIKELY(L->tbc == NULL || L->tbc < L->base)) {
        return_hooked(L, L->top - n, n);
    } else if (link_kind(L->base) == LINK_C &&
               !(link_flags(L->base) & LINKF_K)) {
        L->base[-1].priv8 |= LINKF_FRESH;
        run_activation(L, begin_return, &n);
    } else {
        begin_return(L, &n);
    }
}

/* Call a __close or __gc from C. After a limit only C functions, which release
   what belongs to the host, are still called; what they call is not. */
void call_closer(lua_State *L, Value *func)
{
    VM *vm = L->vm;
    if (vm->limit_hit != 0) {
        if (!is_function(func) || is_lcl(func)) {
            L->top = func;
            return;
        }
        vm->closer_passes = true;
    }
    vm_call(L, func, 0, false);
}

/* Push the call of the next variable's __close; the error, its third slot, is
   the caller's to write. */
static Value *push_closer(lua_State *L)
{
    stack_ensure(L, 8);
    Value *slot = tbc_pop(L), *func = L->top;
    upvals_close(L, slot);
    val_copy(func, meta_get(L->vm, slot, MM_CLOSE));
    val_copy(func + 1, slot);
    L->top = func + 3;
    return func;
}

void vm_close(lua_State *L, Value *level)
{
    ptrdiff_t off = level - L->stack;
    while (L->tbc != NULL && L->tbc >= L->stack + off) {
        Value *func = push_closer(L);
        val_nil(func + 2);
        call_closer(L, func);
    }
    upvals_close(L, L->stack + off);
}

/* As vm_close, for an error whose value is on top and stays there. */
static void close_with_error(lua_State *L, void *ud)
{
    ptrdiff_t off = *(ptrdiff_t *)ud;
    while (L->tbc != NULL && L->tbc >= L->stack + off) {
        Value *func = push_closer(L);
        val_copy(func + 2, func - 1);
        call_closer(L, func);
    }
}

/*
 * Have the error, which is on top, above the next variable: a __close that
 * failed may have left variables of its own, closed or to be closed.
 */
static void lift_error(lua_State *L)
{
    Value *above = L->tbc + 1;
    if (L->top > above)
        return;
    Value err;
    val_copy(&err, L->top - 1);
    upvals_close(L, above);
    val_copy(above, &err);
    L->top = above + 1;
}

int vm_close_protected(lua_State *L, Value *level, int status,
                       bool own_handler)
{
    ptrdiff_t off = level - L->stack;
    ptrdiff_t end = L->top - L->stack - (status != LUA_OK);
    ptrdiff_t base = L->base - L->stack;
    while (L->tbc != NULL && L->tbc >= L->stack + off) {
        if (status == LUA_OK)
            val_nil(L->top++);
        else
            lift_error(L);
        ptrdiff_t err = L->top - 1 - L->stack;
        int st = vm_protect_handled(L, close_with_error, &off, own_handler);
        L->base = L->stack + base;
        if (st != LUA_OK) {
            status = st;
            val_copy(L->stack + err, L->top - 1);
        }
        L->top = L->stack + err + (status != LUA_OK);
    }
    upvals_close(L, L->stack + off);
    if (status != LUA_OK) {
        val_copy(L->stack + end, L->top - 1);
        L->top = L->stack + end + 1;
    }
    return status;
}
