/*
 * vm/state.c -- making and closing a machine and its threads; stacks; the
 * budget.
 *
 * Owner    lua_newstate's caller owns the machine, through its main thread.
 * Read     lua_newstate, stack_grow, vm_budget_slow.
 */
#include "vm/state.h"

#include <stdlib.h>
#include <time.h>

#include "include/lauxlib.h"
#include "vm/api.h"
#include "vm/builtin.h"
#include "vm/call.h"
#include "vm/cfunc.h"
#include "vm/count.h"
#include "vm/debug.h"
#include "vm/error.h"
#include "vm/function.h"
#include "vm/fast.h"
#include "vm/frame.h"
#include "vm/load.h"
#include "vm/string.h"
#include "vm/table.h"

/* The main thread lies behind the VM, aligned. */
#define ALIGNED(n) (((n) + 15) & ~(size_t)15)
#define MAIN_THREAD (ALIGNED(sizeof(VM)) + THREAD_PREFIX)
#define MACHINE_NBYTES ALIGNED(MAIN_THREAD + sizeof(lua_State))

/* Room for what the standard libraries put there. */
#define REGISTRY_FIELDS 6
#define GLOBAL_FIELDS 40

#define SLICE 10000 /* units handed to the interpreter at a time */

/* ------------------------------------------------------------------ stacks */

static void relocate(lua_State *L, Value *old)
{
    ptrdiff_t d = (char *)L->stack - (char *)old;
#define MOVE_PTR(p) ((p) = (Value *)(void *)((char *)(p) + d))
    MOVE_PTR(L->base);
    MOVE_PTR(L->top);
    if (L->tbc != NULL)
        MOVE_PTR(L->tbc);
    for (Upval *u = L->open; u != NULL; u = u->open.next)
        MOVE_PTR(u->v);
#undef MOVE_PTR
}

static void set_limit(lua_State *L)
{
    L->limit = L->stack + L->stack_nslots - STACK_EXTRA;
    if (L->vm->cur == L)
        L->vm->stack_limit = stack_limit_of(L);
}

/* A stack of n slots in all; false without memory. */
static bool stack_try_resize(lua_State *L, size_t n)
{
    Value *old = L->stack;
    size_t had = L->stack_nslots;
    Value *p = gc_try_alloc(L->vm, n * sizeof *p); /* always elsewhere */
    if (p == NULL)
        return false;
    size_t keep = had < n ? had : n;
    memcpy(p, old, keep * sizeof *p);
    for (size_t i = keep; i < n; i++) {
        p[i].bits = 0;
        p[i].word = 0;
        val_nil(&p[i]);
    }
    L->stack = p;
    L->stack_nslots = n;
    relocate(L, old);
    set_limit(L);
    gc_adopt(L->vm, &L->h, p, n * sizeof *p);
    gc_touch(L->vm, L);
    gc_buf_free(L->vm, old, had * sizeof *old);
    return true;
}

static void stack_resize(lua_State *L, size_t n)
{
    if (!stack_try_resize(L, n))
        err_memory(L->vm);
}

void stack_grow(lua_State *L, size_t n)
{
    size_t used = (size_t)(L->top - L->stack);
    size_t need = used + n + STACK_EXTRA;
    if (need <= L->stack_nslots) { /* stress: the same size elsewhere */
        if (L->vm->stress_stack)
            stack_resize(L, L->stack_nslots);
        return;
    }
    size_t most = STACK_MAX + STACK_EXTRA;
    if (need > most) {
        /* room for the handler, once */
        if (L->stack_nslots > most)
            err_in_handler(L);
        stack_resize(L, most + STACK_ERROR);
        err_raisef(L, "stack overflow");
    }
    size_t want = L->stack_nslots * 2;
    if (want < need)
        want = need;
    if (want > most)
        want = most;
    stack_resize(L, want);
}

void stack_ensure_error(lua_State *L)
{
    if ((size_t)(L->stack + L->stack_nslots - L->top) < STACK_EXTRA - 8) {
        if (L->stack_nslots > STACK_MAX + STACK_EXTRA)
            err_in_handler(L);
        stack_resize(L, L->stack_nslots + STACK_ERROR);
    }
}

void stack_ensure_other(lua_State *L, lua_State *other, size_t n)
{
    if ((size_t)(other->limit - other->top) >= n)
        return;
    size_t need = (size_t)(other->top - other->stack) + n + STACK_EXTRA;
    size_t most = STACK_MAX + STACK_EXTRA;
    if (need > STACK_MAX)
        err_raisef(L, "stack overflow");
    stack_resize(other, need * 2 < most ? need * 2 : most);
}

void stack_shrink(lua_State *L)
{
    size_t most = STACK_MAX + STACK_EXTRA;
    if (L->stack_nslots > most &&
        (size_t)(L->top - L->stack) < most - STACK_ERROR)
        (void)stack_try_resize(L, most); /* else another time */
}

/* ----------------------------------------------------------------- threads */

static void thread_init(VM *vm, lua_State *L)
{
    GCHeader h = L->h;
    memset(L, 0, sizeof *L);
    L->h = h;
    L->vm = vm;
    L->allow_hook = 1;
    L->all_next = vm->gc.young_threads;
    vm->gc.young_threads = L;
}

static void thread_stack(lua_State *L, size_t n)
{
    Value *p = gc_alloc(L->vm, n * sizeof *p);
    for (size_t i = 0; i < n; i++) {
        p[i].bits = 0;
        p[i].word = 0;
        val_nil(&p[i]);
    }
    L->stack = p;
    L->stack_nslots = n;
    L->base = L->top = p + LINK_SLOTS;
    L->base[-1].word = link_make(LINK_BASE, 0, 0, 0, LINK_SPECIAL);
    L->pc = halt_code;
    set_limit(L);
    gc_adopt(L->vm, &L->h, p, n * sizeof *p);
    gc_touch(L->vm, L);
}

static lua_State *thread_alloc(VM *vm)
{
    char *p = gc_alloc(vm, THREAD_PREFIX + sizeof(lua_State));
    memset(p, 0, THREAD_PREFIX);
    lua_State *L = (lua_State *)(void *)(p + THREAD_PREFIX);
    gc_header_init(L, TAG_THREAD);
    thread_init(vm, L);
    return L;
}

lua_State *thread_new(lua_State *L)
{
    VM *vm = L->vm;
    lua_State *t = thread_alloc(vm);
    val_obj(L->top, t);
    stack_pushed(L);
    memcpy((char *)t - LUA_EXTRASPACE, (char *)vm->main_thread - LUA_EXTRASPACE,
           LUA_EXTRASPACE);
    t->hook = L->hook;
    t->hook_mask = L->hook_mask;
    t->hook_count = t->hook_left = L->hook_count;
    thread_stack(t, STACK_INIT + STACK_EXTRA);
    return t;
}

/* ----------------------------------------------------------------- machine */

static uint64_t make_seed(VM *vm)
{
    uint64_t x = (uint64_t)(uintptr_t)vm ^ (uint64_t)time(NULL) << 20;
    x ^= (uint64_t)(uintptr_t)&make_seed << 7;
    x ^= gc_clock_ns() << 32;
    return x * UINT64_C(0x9E3779B97F4A7C15);
}

static void build(lua_State *L, void *ud)
{
    VM *vm = L->vm;
    (void)ud;
    cfuncs_init(vm);
    for (int i = 0; i < NUM_MM; i++)
        vm->mm_name[i] = str_newz(vm, meta_names[i]);
    fast_init(vm);
    vm->memory_message = str_newz(vm, "not enough memory");
    vm->handler_message = str_newz(vm, "error in error handling");
    for (int i = 0; i < 4; i++)
        vm->limit_message[i] = str_newz(vm, "limit reached");
    Table *reg = tab_new_private(vm, REGISTRY_FIELDS);
    val_obj(&vm->registry, reg);
    Value v;
    val_obj(&v, L);
    tab_set_int(vm, reg, LUA_RIDX_MAINTHREAD, &v);
    Table *g = tab_new_private(vm, GLOBAL_FIELDS);
    val_obj(&vm->globals, g);
    tab_set_int(vm, reg, LUA_RIDX_GLOBALS, &vm->globals);
}

static bool machine_init(VM *vm, lua_State *L)
{
    CatchPoint c = {.prev = NULL, .L = L, .kind = CATCH_PCALL};
    vm->catching = &c;
    bool ok = false;
    if (JUMP_SET(c.buf) == 0) {
        if (str_table_init(vm) && shape_init(vm)) {
            thread_stack(L, STACK_INIT + STACK_EXTRA);
            L->no_yield = 1;
            build(L, NULL);
            ok = true;
        }
    }
    vm->catching = NULL;
    return ok;
}

lua_State *lua_newstate(lua_Alloc f, void *ud)
{
    void *first = f(ud, NULL, LUA_TTHREAD, GC_FIRST_NBYTES);
    if (first == NULL)
        return NULL;
    VM *vm = gc_first_place(first, MACHINE_NBYTES);
    memset(vm, 0, MACHINE_NBYTES);
    gc_init(vm, MACHINE_NBYTES, first, f, ud);
    vm->building = true;
    vm->epoch = 1;
    vm->seed = make_seed(vm);
    if (vm->slice_most == 0) /* no stress */
        vm->slice_most = SLICE;
    vm->budget = vm->slice = vm->slice_most;
    val_nil(&vm->registry);
    val_nil(&vm->globals);
    val_nil(&vm->nil_value);
    count_init(vm);
    interp_init(vm);
    lua_State *L = (lua_State *)(void *)((char *)vm + MAIN_THREAD);
    gc_header_init(L, TAG_THREAD);
    thread_init(vm, L);
    L->h.flags |= THREADF_FIXED;
    vm->main_thread = vm->cur = L;
    if (!machine_init(vm, L)) {
        vm_free(vm);
        return NULL;
    }
    vm->building = false;
    return L;
}

static void free_protos(VM *vm)
{
    Proto *lists[] = {vm->gc.protos, vm->gc.young_protos};
    for (int i = 0; i < 2; i++)
        for (Proto *p = lists[i]; p != NULL; p = p->all_next)
            proto_release(vm, p);
    vm->gc.protos = vm->gc.young_protos = NULL;
}

void vm_free(VM *vm)
{
    lua_Alloc f = vm->gc.alloc;
    void *ud = vm->gc.alloc_ud;
    count_report(vm);
    free_protos(vm);
    cfuncs_free(vm);
    gc_realloc(vm, vm->strtab, vm->strtab_cap * sizeof *vm->strtab, 0);
    shape_free_all(vm);
    gc_free(vm);
    f(ud, vm->gc.first, GC_FIRST_NBYTES, 0);
}

void lua_close(lua_State *L)
{
    VM *vm = L->vm;
    L = vm->main_thread;
    vm->cur = L;
    vm->stack_limit = stack_limit_of(L);
    vm->closing = true;
    L->base = L->stack + LINK_SLOTS;
    L->pc = halt_code;
    vm->catching = NULL;
    vm->c_depth = 0;
    api_thread(L); /* whichever thread of the process used it before */
    L->no_yield = 1;
    vm->limit_hit = 0;
    Value *end = L->tbc != NULL ? L->tbc + 1 : L->base;
    if (L->top < end)
        L->top = end;
    vm_close_protected(L, L->base, LUA_OK, true);
    L->top = L->base;
    gc_finalize_all(L);
    vm_free(vm);
}

/* ------------------------------------------------------------------ budget */

static double now_s(void) { return (double)gc_clock_ns() * 1e-9; }

/* Take the next slice from the fuel. Raises when there is none left. */
static void refill(lua_State *L)
{
    VM *vm = L->vm;
    /* what was used of the slice, and what charges went beyond it */
    uint64_t used = (uint64_t)((int64_t)vm->slice - vm->budget);
    vm->fuel_used += used;
    vm->budget = 0;
    vm->slice = 0;
    if (vm->limits.fuel != 0 && vm->fuel_used >= vm->limits.fuel)
        err_limit(L, VMR_LIMIT_FUEL);
    if (vm->deadline != 0 && now_s() >= vm->deadline)
        err_limit(L, VMR_LIMIT_TIME);
    int32_t n = vm->slice_most;
    uint64_t left = vm->limits.fuel - vm->fuel_used;
    if (vm->limits.fuel != 0 && left < (uint64_t)n)
        n = (int32_t)left;
    vm->slice = vm->budget = n;
}

void vm_budget_slow(lua_State *L)
{
    VM *vm = L->vm;
    if (vm->parked > 0) {
        vm->budget += vm->parked;
        vm->parked = 0;
    }
    if (vm->limit_hit)
        err_limit(L, vm->limit_hit);
    if (gc_has_pending(&vm->gc) && !vm->gc.finalizing) {
        Value *top = L->top;
        ptrdiff_t off = top - L->stack;
        if (is_lcl(L->base - 2)) { /* above registers and open results */
            Value *end = L->base + L->base[-2].lcl->p->nregs;
            if (top < end)
                L->top = end;
        }
        gc_call_finalizers(L, false);
        L->top = L->stack + off;
    }
    if (vm->interrupted) {
        vm->interrupted = 0;
        if (vm->deadline != 0 && now_s() >= vm->deadline)
            err_limit(L, VMR_LIMIT_TIME);
        hooks_update(L);
    }
    if (vm->budget <= 0)
        refill(L);
}

void vm_charge(lua_State *L, size_t nunits)
{
    VM *vm = L->vm;
    while (nunits > 0) {
        int32_t n = nunits > 1000000 ? 1000000 : (int32_t)nunits;
        nunits -= (size_t)n;
        if ((vm->budget -= n) < 0) {
            vm_budget_slow(L);
        }
        if (L->hook_mask & LUA_MASKCOUNT)
            hook_count_charge(L, n);
    }
}

/* What it takes starts no collection: it is freed before it can be garbage. */
void *vm_realloc(lua_State *L, void *p, size_t old_nbytes, size_t new_nbytes)
{
    if (p == NULL && new_nbytes == 0)
        return NULL;
    void *q = gc_try_realloc(L->vm, p, old_nbytes, new_nbytes);
    if (q == NULL && new_nbytes > 0)
        err_memory(L->vm);
    return q;
}

static void limit_messages(lua_State *L, void *ud)
{
    VM *vm = L->vm;
    const VmrLimits *limits = ud;
    char buf[80];
    snprintf(buf, sizeof buf, "limit reached: memory (%zu bytes)",
             limits->max_memory);
    vm->limit_message[VMR_LIMIT_MEMORY] = str_newz(vm, buf);
    snprintf(buf, sizeof buf, "limit reached: fuel (%llu units)",
             (unsigned long long)limits->fuel);
    vm->limit_message[VMR_LIMIT_FUEL] = str_newz(vm, buf);
    snprintf(buf, sizeof buf, "limit reached: time (%g seconds)",
             limits->timeout_s);
    vm->limit_message[VMR_LIMIT_TIME] = str_newz(vm, buf);
}

int vmr_limits_set(lua_State *L, const VmrLimits *limits)
{
    VM *vm = L->vm;
    if (!(limits->timeout_s >= 0))
        return VMR_ERRARG;
    vm->gc.cap_nbytes = 0;
    ptrdiff_t top = L->top - L->stack;
    (void)vm_protect(L, limit_messages, (void *)limits); /* or older ones */
    L->top = L->stack + top;
    vm->limits = *limits;
    vm->fuel_used = 0;
    vm->slice = vm->budget = 0;
    vm->parked = 0;
    vm->limit_hit = VMR_LIMIT_NONE;
    vm->gc.cap_nbytes = limits->max_memory;
    vm->deadline = limits->timeout_s > 0 ? now_s() + limits->timeout_s : 0;
    if (limits->fuel > 0 && limits->fuel < (uint64_t)vm->slice_most)
        vm->slice = vm->budget = (int32_t)limits->fuel;
    else
        vm->slice = vm->budget = vm->slice_most;
    return VMR_OK;
}

int vmr_limit_hit(lua_State *L) { return L->vm->limit_hit; }

void vmr_interrupt(lua_State *L) { L->vm->interrupted = 1; }

lua_State *vmr_running(lua_State *L) { return L->vm->cur; }

uint64_t vmr_fuel_used(lua_State *L)
{
    VM *vm = L->vm;
    return vm->fuel_used +
           (uint64_t)((int64_t)vm->slice - vm->budget - vm->parked);
}

const char *vmr_version(void) { return VMR_VERSION; }
