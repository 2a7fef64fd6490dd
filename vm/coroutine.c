/*
 * vm/coroutine.c -- coroutines: resume and yield, from Lua and from C.
 *
 * The thread owns its stack. Between Lua functions a switch changes vm->cur,
 * within one activation of the interpreter; lua_resume begins another.
 *
 * Read     co_resume, co_suspend, lua_resume.
 */
#include "include/lauxlib.h"
#include "vm/call_int.h"
#include "vm/string.h"

/* -------------------------------------------------------------- coroutines */

static lua_State *co_to_resume(lua_State *L, bool wrapped)
{
    Value *v = wrapped ? &L->base[-LINK_SLOTS].ccl->upvals[0] : L->base;
    if (v >= L->top && !wrapped)
        return NULL;
    return v->tag == TAG_THREAD ? v->th : NULL;
}

static bool co_can_start(const lua_State *co)
{
    return co->h.kind == LUA_OK && co->base == co->stack + LINK_SLOTS &&
           co->top == co->base + 1 && co->base[0].tag >= TAG_CFUNC;
}

/* The frame of resume (or of a wrap function) is running. False: the C
   function must do it (errors, and coroutines inside C functions). */
bool co_resume(lua_State *L, bool wrapped)
{
    VM *vm = L->vm;
    lua_State *co = co_to_resume(L, wrapped);
    if (co == NULL || co->resumer != NULL || co == L ||
        vm->c_depth >= CO_DEPTH_MAX || co->hook_mask != 0 || co->nks != 0 ||
        co->hook_yielded || co->tbc >= co->base)
        return false;
    bool start = co_can_start(co);
    if (!start && co->h.kind != LUA_YIELD)
        return false;
    Value *args = wrapped ? L->base : L->base + 1;
    uint32_t n = (uint32_t)(L->top - args);
    stack_ensure_other(L, co, n + LUA_MINSTACK);
    Value *dst = co->top + start; /* room for the link */
    args = wrapped ? L->base : L->base + 1;
    move_values(dst, args, n);
    co->top = dst + n;
    co_enter(L, co);
    hooks_update(co);
    if (start)
        call_value(co, co->base, n,
                   (Link){0, link_make(LINK_BASE, 0, 0, n > 0xFFFF ? 0xFFFF : n,
                                       LINK_SPECIAL)});
    else
        call_return(co, co->top - n, n);
    return true;
}

static void too_many_results(lua_State *L, bool wrapped)
{
    if (wrapped)
        luaL_error(L, "too many results to resume");
    lua_pushboolean(L, 0);
    lua_pushstring(L, "too many results to resume");
    call_return(L, L->top - 2, 2);
}

/* Did lua_resume start or continue it? A coroutine that another one resumes
   may have the catch point of that one's lua_resume. */
static bool is_resumed_from_c(const lua_State *L)
{
    const CatchPoint *c = L->resume_catch;
    return c->kind == CATCH_RESUME && c->L == L;
}

/* The values of a yield or of the end go to whoever resumed. */
static void co_deliver(lua_State *co, Value *vals, size_t n)
{
    ptrdiff_t off = vals - co->stack;
    lua_State *L = co_leave(co);
    hooks_update(L);
    bool wrapped = co_is_wrap_frame(L);
    if (n + 2 > (size_t)(L->stack + STACK_MAX - L->top)) {
        too_many_results(L, wrapped);
        return;
    }
    stack_ensure(L, n + 2); /* cannot move vals: another stack */
    vals = co->stack + off;
    co->top = vals;
    Value *top = L->top;
    if (!wrapped)
        val_bool(top, true);
    move_values(top + !wrapped, vals, n);
    L->top = top + !wrapped + n;
    call_return(L, top, n + !wrapped);
}

/* Frames that C functions began lose their activations: when the coroutine
   goes on, their continuations do. */
static void co_orphan_frames(lua_State *L)
{
    if (L->nks == 0)
        return;
    for (Value *b = L->base; b != NULL;) {
        Value *o = frame_outer(b);
        if (link_kind(o) == LINK_C) {
            o[-1].priv8 = (uint8_t)((o[-1].priv8 & ~LINKF_FRESH) | LINKF_K);
        }
        b = frame_caller(L, o);
    }
}

static void check_yieldable(lua_State *L)
{
    if (thread_can_yield(L))
        return;
    if (L != L->vm->main_thread)
        err_raisef(L, "attempt to yield across a C-call boundary");
    err_raisef(L, "attempt to yield from outside a coroutine");
}

/* coroutine.yield's own frame is running. */
void co_suspend(lua_State *L)
{
    check_yieldable(L);
    CatchPoint *c = L->resume_catch;
    size_t n = (size_t)(L->top - L->base);
    L->h.kind = LUA_YIELD;
    L->nyield = (uint32_t)n;
    co_orphan_frames(L);
    if (is_resumed_from_c(L))
        leave_by(L, c, LUA_YIELD);
    bool inside = c == L->vm->catching;
    lua_State *to = L->resumer;
    co_deliver(L, L->base, n);
    if (!inside)
        resume_loop(to, c);
}

int lua_yieldk(lua_State *L, int nresults, lua_KContext ctx, lua_KFunction k)
{
    api_count(L, nresults);
    api_check(L, L->vm->cur == L, "another thread of the VM is running");
    check_yieldable(L); /* what a hook calls may not, whatever it yields */
    api_check(L, !L->in_hook || (nresults == 0 && k == NULL),
              "a hook yields no values and has no continuation");
    CatchPoint *c = L->resume_catch;
    L->h.kind = LUA_YIELD;
    L->nyield = (uint32_t)nresults;
    if (L->in_hook) { /* hooks yield nothing and go on at the instruction */
        L->hook_yielded = 1;
        return 0;
    }
    if (k != NULL)
        k_push(L, k, ctx, 0, false);
    co_orphan_frames(L);
    if (is_resumed_from_c(L))
        leave_by(L, c, LUA_YIELD);
    lua_State *to = L->resumer;
    co_deliver(L, L->top - nresults, (size_t)nresults);
    resume_loop(to, c);
}

_Noreturn void hook_yield(lua_State *L)
{
    CatchPoint *c = L->resume_catch;
    L->nyield = 0;
    if (is_resumed_from_c(L))
        leave_by(L, c, LUA_YIELD);
    lua_State *to = L->resumer;
    co_deliver(L, L->top, 0);
    resume_loop(to, c);
}

/* The body of a coroutine returned. */
void co_end(lua_State *L, Value *res, size_t n)
{
    Value *first = L->stack + LINK_SLOTS;
    L->base = first;
    L->pc = halt_code;
    move_values(first, res, n);
    L->top = first + n;
    if (L->resume_catch != NULL && !is_resumed_from_c(L))
        co_deliver(L, first, n);
}

/* An error nothing in the coroutine caught (value on top). Its stack stays as
   it is, for tracebacks. */
_Noreturn void co_error(lua_State *L, int status)
{
    VM *vm = L->vm;
    CatchPoint *c = L->resume_catch;
    vm->catching = c;
    L->h.kind = (uint8_t)status;
    if (is_resumed_from_c(L))
        leave_by(L, c, status);
    lua_State *to = L->resumer;
    L->resumer = NULL;
    vm->c_depth = L->entry_depth;
    thread_switch(vm, to);
    bool wrapped = co_is_wrap_frame(to);
    if (wrapped && !limit_pending(L)) {
        status = lua_closethread(L, to);
        if (status == LUA_OK)
            status = LUA_ERRRUN;
    }
    val_copy(to->top, L->top - 1);
    to->top++;
    if (wrapped)
        L->top--; /* it has been closed: nothing is left in it */
    if (limit_pending(L))
        err_throw(to, status);
    if (wrapped) {
        if (status != LUA_ERRMEM && is_string(to->top - 1)) {
            luaL_where(to, 1);
            lua_insert(to, -2);
            lua_concat(to, 2);
        }
        err_raise_top(to);
    }
    Value *res = to->top - 1;
    val_copy(res + 1, res);
    val_bool(res, false);
    to->top++;
    call_return(to, res, 2);
    resume_loop(to, c);
}

/* ------------------------------------------------------- lua_resume, from C */

static int resume_error(lua_State *L, const char *msg, int nargs)
{
    L->top -= nargs;
    val_obj(L->top, str_newz(L->vm, msg));
    L->top++;
    return LUA_ERRRUN;
}

static void resume_start(lua_State *L, uint32_t n)
{
    stack_ensure(L, 1);
    Value *args = L->top - n;
    for (uint32_t i = n; i > 0; i--)
        val_copy(&args[i], &args[i - 1]);
    L->top++;
    call_value(L, args - 1, n,
               (Link){0, link_make(LINK_BASE, 0, 0, n > 0xFFFF ? 0xFFFF : n,
                                   LINK_SPECIAL)});
}

static void resume_go_on(lua_State *L, uint32_t n)
{
    L->h.kind = LUA_OK;
    if (L->hook_yielded) { /* the hook's instruction is still to be done */
        L->hook_yielded = 0;
        return;
    }
    KEntry *k = k_of(L, L->base);
    if (k != NULL && !is_lcl(L->base - LINK_SLOTS)) {
        L->pc = c_continue_code;
        return;
    }
    call_return_closing(L, L->top - n, n);
}

/* Why L cannot be resumed, or NULL. */
static const char *resume_obstacle(lua_State *L, int nargs)
{
    VM *vm = L->vm;
    uint8_t kind = L->h.kind;
    if (kind == LUA_OK) {
        if (L->base != L->stack + LINK_SLOTS || L->resumer != NULL)
            return "cannot resume non-suspended coroutine";
        if (L->top - L->base == nargs)
            return "cannot resume dead coroutine";
    } else if (kind != LUA_YIELD) {
        return "cannot resume dead coroutine";
    }
    if (vm->c_depth >= MAX_C_DEPTH)
        return "C stack overflow";
    if (UNLIKELY(vm->limit_hit) && !host_starts_anew(vm))
        return "limit reached";
    return NULL;
}

/* What lua_resume says when L has yielded, ended or failed. */
static int resume_outcome(lua_State *L, int status, int *nresults)
{
    if (status == LUA_YIELD)
        *nresults = (int)L->nyield;
    else if (status == LUA_OK)
        *nresults = (int)(L->top - L->base);
    else
        *nresults = 1;
    if (status > LUA_YIELD) {
        L->h.kind = (uint8_t)status;
        val_copy(L->top, L->top - 1); /* one to take, one for closing */
        L->top++;
    }
    return status;
}

int lua_resume(lua_State *L, lua_State *from, int nargs, int *nresults)
{
    api_count(L, nargs);
    api_check(L, from == NULL || from->vm == L->vm,
              "the threads are of different VMs");
    VM *vm = L->vm;
    uint8_t kind = L->h.kind;
    const char *obstacle = resume_obstacle(L, nargs);
    if (obstacle != NULL)
        return resume_error(L, obstacle, nargs);
    CatchPoint c;
    lua_State *volatile was = vm->cur;
    L->entry_depth = vm->c_depth++;
    L->no_yield = 0;
    catch_begin(L, &c, CATCH_RESUME);
    L->resumer = from != NULL ? from : vm->main_thread;
    L->resume_catch = &c;
    thread_switch(vm, L);
    c.leaves = false;
    if (JUMP_SET(c.buf) == 0) {
        if (kind == LUA_OK)
            resume_start(L, (uint32_t)nargs);
        else
            resume_go_on(L, (uint32_t)nargs);
    }
    if (!c.leaves)
        interp_run(vm);
    int status = c.status;
    vm->catching = c.prev;
    vm->c_depth = L->entry_depth;
    L->resumer = NULL;
    L->resume_catch = NULL;
    thread_switch(vm, was);
    api_reserve(L, LUA_MINSTACK);
    return resume_outcome(L, status, nresults);
}

int lua_closethread(lua_State *L, lua_State *from)
{
    api_thread(L);
    api_check(L, L->resumer == NULL, "the thread is running");
    int status = L->h.kind == LUA_YIELD ? LUA_OK : L->h.kind;
    VM *vm = L->vm;
    Value *first = L->stack + LINK_SLOTS;
    Value err = {.bits = 0};
    val_nil(&err);
    if (status != LUA_OK)
        val_copy(&err, L->top - 1);
    (void)from;
    L->h.kind = LUA_OK;
    hooks_restore(L, true);
    L->nks = 0;
    L->npcalls = 0;
    L->nsorts = 0;
    L->errfunc = 0;
    L->base = first;
    upvals_close(L, first); /* before anything is written over their slots */
    Value *end = L->tbc != NULL ? L->tbc + 1 : first;
    if (end < first)
        end = first;
    L->top = end;
    if (status != LUA_OK) {
        val_copy(L->top, &err);
        L->top++;
    }
    L->resumer = NULL;
    uint16_t no_yield = L->no_yield;
    status = vm_close_protected(L, first, status, true);
    L->no_yield = no_yield;
    first = L->stack + LINK_SLOTS;
    if (status != LUA_OK)
        val_copy(&err, L->top - 1);
    L->base = first;
    L->top = first;
    if (status != LUA_OK) {
        val_copy(L->top, &err);
        L->top++;
    }
    (void)vm;
    return status;
}

int lua_resetthread(lua_State *L) { return lua_closethread(L, NULL); }

int lua_isyieldable(lua_State *L) { return thread_can_yield(L); }
