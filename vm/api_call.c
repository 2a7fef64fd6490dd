/*
 * vm/api_call.c -- the C API: calls, loading and dumping, the collector and
 * other things of the machine.
 *
 * Read     lua_pcallk, lua_load.
 */
#include <stdarg.h>
#include <stdlib.h>

#include "include/lauxlib.h"
#include "vm/api.h"
#include "vm/builtin.h"
#include "vm/call.h"
#include "vm/error.h"
#include "vm/function.h"
#include "vm/load.h"
#include "vm/ops.h"
#include "vm/string.h"
#include "vm/table.h"

/* ------------------------------------------------------------------- calling */

/* A continuation belongs to a C function's frame, which a hook has not. */
static bool can_continue(const lua_State *L)
{
    return thread_can_yield(L) && !is_lcl(L->base - LINK_SLOTS) &&
           L->in_hook != 1;
}

void lua_callk(lua_State *L, int nargs, int nresults, lua_KContext ctx,
               lua_KFunction k)
{
    api_call(L, nargs, nresults);
    api_check(L, k == NULL || L->in_hook != 1, "a hook has no continuation");
    Value *func = L->top - (nargs + 1);
    if (k != NULL && can_continue(L)) {
        k_push(L, k, ctx, 0, false);
        vm_call(L, func, nresults, true);
        k_pop(L);
    } else {
        vm_call(L, func, nresults, false);
    }
    api_reserve(L, 0);
}

typedef struct CallArgs {
    ptrdiff_t func;
    int nresults;
} CallArgs;

static void call_body(lua_State *L, void *ud)
{
    CallArgs *a = ud;
    vm_call(L, L->stack + a->func, a->nresults, false);
}

int lua_pcallk(lua_State *L, int nargs, int nresults, int errfunc,
               lua_KContext ctx, lua_KFunction k)
{
    api_call(L, nargs, nresults);
    api_check(L, k == NULL || L->in_hook != 1, "a hook has no continuation");
    CallArgs a = {.func = L->top - (nargs + 1) - L->stack,
                  .nresults = nresults};
    ptrdiff_t handler =
        errfunc == 0 ? 0 : (char *)at(L, errfunc) - (char *)L->stack;
    ptrdiff_t old = L->errfunc;
    if (k != NULL && can_continue(L)) { /* errors go to the continuation */
        k_push(L, k, ctx, a.func, true);
        L->errfunc = handler;
        vm_call(L, L->stack + a.func, nresults, true);
        k_pop(L);
        L->errfunc = old;
        api_reserve(L, 0);
        return LUA_OK;
    }
    L->errfunc = handler;
    int status = vm_protect_handled(L, call_body, &a, true);
    if (status != LUA_OK) {
        Value *func = L->stack + a.func;
        status = vm_close_protected(L, func, status, true);
        func = L->stack + a.func;
        val_copy(func, L->top - 1);
        L->top = func + 1;
        stack_shrink(L);
        hooks_update(L);
    }
    L->errfunc = old; /* errors while closing were the handler's, too */
    api_reserve(L, 0);
    return status;
}

/* ------------------------------------------------------------ load and dump */

typedef struct LoadBytes {
    uint8_t *p;
    size_t n, cap;
} LoadBytes;

typedef struct LoadArgs {
    lua_State *L;
    lua_Reader reader;
    void *data;
    const char *name, *mode;
    const char *piece; /* the last one read, of n bytes */
    size_t n;
    size_t nread, ncharged;
    int status;       /* of the reader */
    LoadBytes bytes;  /* of the .bc file */
    bool complete, gc_stopped; /* they are there; was the collector? */
    bool ok;
    LoadMemory memory;
} LoadArgs;

static void read_piece(lua_State *L, void *ud)
{
    LoadArgs *a = ud;
    a->n = 0;
    a->piece = a->reader(L, a->data, &a->n);
    if (a->piece == NULL)
        a->n = 0;
    a->nread += a->n;
    vm_charge(L, a->nread / 4 - a->ncharged);
    a->ncharged = a->nread / 4;
}

/* For the compiler, which must not be left: errors wait. */
static bool next_piece(void *ud, const char **text, size_t *nbytes)
{
    LoadArgs *a = ud;
    a->status = vm_protect(a->L, read_piece, a);
    *text = a->piece;
    *nbytes = a->n;
    return a->status == LUA_OK;
}

static bool check_mode(lua_State *L, const LoadArgs *a, bool binary)
{
    if (a->mode == NULL || strchr(a->mode, binary ? 'b' : 't') != NULL)
        return true;
    lua_pushfstring(L, "attempt to load a %s chunk (mode is '%s')",
                    binary ? "binary" : "text", a->mode);
    return false;
}

/* All pieces of a .bc file. */
static bool gather(lua_State *L, LoadArgs *a)
{
    LoadBytes *b = &a->bytes;
    for (; a->n > 0; read_piece(L, a)) {
        if (b->cap - b->n < a->n) {
            size_t cap = b->cap * 2 > b->n + a->n ? b->cap * 2 : b->n + a->n;
            uint8_t *p = load_alloc(&a->memory, b->p, b->cap, cap);
            if (p == NULL)
                err_memory(L->vm);
            b->p = p;
            b->cap = cap;
        }
        memcpy(b->p + b->n, a->piece, a->n);
        b->n += a->n;
    }
    return true;
}

static bool compile_pieces(lua_State *L, LoadArgs *a)
{
    ChunkText text = {.name = a->name, .first = a->piece, .nbytes = a->n,
                      .read = a->n > 0 ? next_piece : NULL, .ud = a};
    a->bytes.p = vm_compile(L, &a->memory, &text, &a->bytes.n, &a->bytes.cap);
    if (a->status != LUA_OK)
        err_throw(L, a->status);
    return a->bytes.p != NULL;
}

static void load_body(lua_State *L, void *ud)
{
    LoadArgs *a = ud;
    read_piece(L, a);
    bool binary = a->n > 0 && *a->piece == LUA_SIGNATURE[0];
    a->ok = check_mode(L, a, binary) &&
            (binary ? gather(L, a) : compile_pieces(L, a));
    if (!a->ok)
        return;
    /* All that is made lives: collecting would look at it again and again. */
    a->complete = true;
    a->gc_stopped = L->vm->gc.stopped;
    L->vm->gc.stopped = true;
    a->ok = vm_load_binary(L, &a->memory, a->bytes.p, a->bytes.n, a->name);
}

int lua_load(lua_State *L, lua_Reader reader, void *data, const char *name,
             const char *mode)
{
    api_room(L, 1);
    LoadArgs a = {.L = L,
                  .reader = reader,
                  .data = data,
                  .name = name != NULL ? name : "?",
                  .mode = mode};
    load_memory_init(&a.memory, L->vm);
    ptrdiff_t top = L->top - L->stack;
    L->no_yield++;
    int status = vm_protect(L, load_body, &a);
    if (status != LUA_OK) /* what the reader has left open */
        status = vm_close_protected(L, L->stack + top, status, false);
    L->no_yield--;
    if (a.complete)
        L->vm->gc.stopped = a.gc_stopped;
    load_alloc(&a.memory, a.bytes.p, a.bytes.cap, 0);
    load_memory_free(&a.memory);
    Value *first = L->stack + top;
    val_copy(first, L->top - 1);
    L->top = first + 1;
    if (status != LUA_OK)
        return status;
    if (!a.ok)
        return LUA_ERRSYNTAX;
    LClosure *c = first->lcl;
    if (c->h.aux > 0)
        closure_set_env(L, c);
    return LUA_OK;
}

typedef struct DumpArgs {
    lua_Writer writer;
    void *data;
    uint8_t *bytes;
    size_t nbytes;
    int result;
} DumpArgs;

static void write_body(lua_State *L, void *ud)
{
    DumpArgs *a = ud;
    a->result = a->writer(L, a->bytes, a->nbytes, a->data);
}

int lua_dump(lua_State *L, lua_Writer writer, void *data, int strip)
{
    api_count(L, 1);
    const Value *f = L->top - 1;
    api_is(L, f, is_function, "a function");
    if (!is_lcl(f))
        return 1;
    DumpArgs a = {.writer = writer, .data = data};
    a.bytes = vm_dump(L, f->lcl->p, strip != 0, &a.nbytes);
    budget_take(L->vm, a.nbytes / 4);
    int status = vm_protect(L, write_body, &a);
    gc_realloc(L->vm, a.bytes, a.nbytes, 0);
    if (status != LUA_OK)
        err_throw(L, status);
    return a.result;
}

/* --------------------------------------------------------------- collector */

static int gc_param(int *p, int value)
{
    int old = *p;
    if (value >= 0)
        *p = value;
    return old;
}

/* Zero changes nothing in the options that set several at once. */
static void gc_param_opt(int *p, int value)
{
    if (value != 0)
        gc_param(p, value);
}

int lua_gc(lua_State *L, int what, ...)
{
    api_thread(L);
    VM *vm = L->vm;
    GC *gc = &vm->gc;
    int r = 0;
    va_list ap;
    if (gc->busy || gc->finalizing || vm->closing)
        return -1;
    va_start(ap, what);
    switch (what) {
    case LUA_GCSTOP: gc->stopped = true; break;
    case LUA_GCRESTART: gc->stopped = false; break;
    case LUA_GCCOLLECT:
        gc_full(vm, false);
        budget_take(vm, gc->live_nbytes / 64);
        gc_call_finalizers(L, true);
        break;
    case LUA_GCCOUNT: r = (int)(gc_count(vm) >> 10); break;
    case LUA_GCCOUNTB: r = (int)(gc_count(vm) & 0x3ff); break;
    case LUA_GCSTEP: {
        int kb = va_arg(ap, int);
        if (gc->generational && kb == 0) { /* a young collection, whole */
            gc_minor(vm);
            r = 1;
        } else {
            r = gc_step(vm, kb > 0 ? (size_t)kb * 1024 : 16 * 1024);
        }
        budget_take(vm, kb > 0 ? (size_t)kb * (1024 / 64) : 256);
        gc_call_finalizers(L, true);
        break;
    }
    case LUA_GCSETPAUSE: r = gc_param(&gc->pause, va_arg(ap, int)); break;
    case LUA_GCSETSTEPMUL: r = gc_param(&gc->stepmul, va_arg(ap, int)); break;
    case LUA_GCISRUNNING: r = !gc->stopped; break;
    case LUA_GCGEN: {
        r = gc->generational ? LUA_GCGEN : LUA_GCINC;
        int minor = va_arg(ap, int), major = va_arg(ap, int);
        gc_param_opt(&gc->minor_mul, minor);
        gc_param_opt(&gc->major_mul, major);
        gc->generational = true;
        break;
    }
    case LUA_GCINC: {
        r = gc->generational ? LUA_GCGEN : LUA_GCINC;
        int pause = va_arg(ap, int), mul = va_arg(ap, int);
        int size = va_arg(ap, int);
        gc_param_opt(&gc->pause, pause);
        gc_param_opt(&gc->stepmul, mul);
        gc_param_opt(&gc->stepsize, size);
        gc->generational = false;
        break;
    }
    default: r = -1; break;
    }
    va_end(ap);
    return r;
}

/* ------------------------------------------------------------- miscellaneous */

int lua_error(lua_State *L)
{
    api_count(L, 1);
    api_check(L, L->vm->cur == L, "another thread of the VM is running");
    if (L->top[-1].tag == TAG_SSTR && L->top[-1].str == L->vm->memory_message)
        err_throw(L, LUA_ERRMEM);
    err_raise_top(L);
}

void lua_toclose(lua_State *L, int idx)
{
    Value *v = at(L, idx);
    api_check(L, L->tbc == NULL || v > L->tbc,
              "a slot above index %d, or it, is marked already", idx);
    tbc_mark(L, v);
}

lua_Alloc lua_getallocf(lua_State *L, void **ud)
{
    api_thread(L);
    if (ud != NULL)
        *ud = L->vm->gc.alloc_ud;
    return L->vm->gc.alloc;
}

void lua_setallocf(lua_State *L, lua_Alloc f, void *ud)
{
    api_thread(L);
    L->vm->gc.alloc = f;
    L->vm->gc.alloc_ud = ud;
}

void lua_setwarnf(lua_State *L, lua_WarnFunction f, void *ud)
{
    api_thread(L);
    L->vm->warnf = f;
    L->vm->warn_ud = ud;
}

void lua_warning(lua_State *L, const char *msg, int tocont)
{
    api_thread(L);
    if (L->vm->warnf != NULL)
        L->vm->warnf(L->vm->warn_ud, msg, tocont);
}

lua_CFunction lua_atpanic(lua_State *L, lua_CFunction f)
{
    api_thread(L);
    lua_CFunction old = L->vm->panic;
    L->vm->panic = f;
    return old;
}

lua_Number lua_version(lua_State *L)
{
    (void)L;
    return LUA_VERSION_NUM;
}

int lua_status(lua_State *L)
{
    api_thread(L);
    return L->h.kind;
}

lua_State *lua_newthread(lua_State *L)
{
    api_room(L, 1);
    return thread_new(L);
}

int lua_setcstacklimit(lua_State *L, unsigned int limit)
{
    (void)L;
    (void)limit;
    return MAX_C_DEPTH;
}
