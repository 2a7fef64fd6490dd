/*
 * tests/unit_gc.c -- the checker of the heap, and snapshots of it. Each rule of
 * the heap is broken on purpose, in a child process, which must abort and say
 * which rule it was.
 */
#define _XOPEN_SOURCE 700

#include <criterion/criterion.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gc/gc_int.h"
#include "include/lauxlib.h"
#include "include/lualib.h"
#include "tests/unit.h"
#include "vm/function.h"
#include "vm/string.h"

/* The value of a global variable. */
static GCHeader *global(lua_State *L, const char *name)
{
    lua_getglobal(L, name);
    GCHeader *o = L->top[-1].gc;
    lua_pop(L, 1);
    return o;
}

static Table *table(lua_State *L, const char *name)
{
    return (Table *)global(L, name);
}

/* What each test breaks: t is an old table of tables, big one of 1000, f a
   function with an upvalue, co a suspended coroutine, s an interned string. */
static const char heap[] =
    "t = {x = {}, {}, {}} big = {} for i = 1, 1000 do big[i] = {} end "
    "local up = {} f = function() return up end "
    "co = coroutine.create(function(a) coroutine.yield() return a end) "
    "coroutine.resume(co, {}) s = 'a string' "
    "gcd = setmetatable({}, {__gc = print})";

/* A young table, which nothing refers to yet. */
static Value young(lua_State *L)
{
    Value v;
    val_obj(&v, tab_new(L->vm, 0, 0));
    return v;
}

/* An old cycle that has scanned t and not freed anything; white: its second
   element, made white again. */
static GCHeader *white_element(lua_State *L)
{
    GC *gc = &L->vm->gc;
    GCHeader *o = table(L, "t")->av[1].gc;
    gc->phase = GC_MARK;
    o->gc = (uint8_t)(GC_ARMED | (gc->epoch % 3 + 1));
    return o;
}

static void nothing(lua_State *L) { (void)L; }

static void no_barrier(lua_State *L)
{
    Value v = young(L);
    val_copy(&table(L, "t")->av[0], &v);
}

static void no_log(lua_State *L)
{
    Value v = young(L);
    val_copy(&table(L, "big")->av[500], &v);
}

static void wrong_log(lua_State *L)
{
    Value v = young(L);
    Table *t = table(L, "big");
    val_copy(&t->av[500], &v);
    gc_barrier_element(L->vm, t, 501, &v);
}

static void right_log(lua_State *L)
{
    Value v = young(L);
    Table *t = table(L, "big");
    val_copy(&t->av[500], &v);
    gc_barrier_element(L->vm, t, 500, &v);
}

static void field_without_barrier(lua_State *L)
{
    Value v = young(L);
    val_copy(&table(L, "t")->in[0], &v);
}

static void upvalue_without_barrier(lua_State *L)
{
    Value v = young(L);
    val_copy(((LClosure *)global(L, "f"))->upvals[0]->v, &v);
}

static void clean_thread(lua_State *L)
{
    Value v = young(L);
    lua_State *co = (lua_State *)global(L, "co");
    Value *a = co->stack; /* its argument, which it will return */
    while (a < co->top && !is_table(a))
        a++;
    val_copy(a, &v);
}

static void touched_thread(lua_State *L)
{
    clean_thread(L);
    gc_touch(L->vm, (lua_State *)global(L, "co"));
}

static void thread_not_listed(lua_State *L)
{
    global(L, "co")->flags &= (uint8_t)~THREADF_CLEAN;
}

static void white_child(lua_State *L) { white_element(L); }

static void white_child_of_grey(lua_State *L)
{
    white_element(L);
    gc_vec_push(L->vm, &L->vm->gc.grey, global(L, "t"));
}

static void white_when_idle(lua_State *L)
{
    white_element(L);
    L->vm->gc.phase = GC_IDLE;
}

static void unused_memory(lua_State *L)
{
    GCBlock *b = block_of(global(L, "t"));
    memset(b->bits[b->cur], 0, sizeof b->bits[b->cur]);
}

static void unmarked_block(lua_State *L)
{
    GCBlock *b = block_of(global(L, "t"));
    L->vm->gc.phase = GC_SWEEP;
    b->epoch = 0;
    memset(b->bits[b->cur ^ 1], 0, sizeof b->bits[b->cur]);
}

static void large_of_no_mark(lua_State *L)
{
    Table *t = table(L, "big");
    large_of((char *)arr_head(t) - 8 - arr_head(t)->off)->mark = 0;
}

static void large_of_wrong_size(lua_State *L)
{
    Table *t = table(L, "big");
    large_of((char *)arr_head(t) - 8 - arr_head(t)->off)->nbytes += GC_GRANULE;
}

static void shared_memory(lua_State *L)
{
    table(L, "t")->av = table(L, "gcd")->av = table(L, "t")->av;
    table(L, "gcd")->h.kind = KIND_ANY;
}

static void dead_young(lua_State *L)
{
    table(L, "t")->av[0].gc->gc = 0;
    L->vm->gc.phase = GC_MARK;
    gc_barrier_back(L->vm, global(L, "t"));
}

static void strange_mark(lua_State *L) { global(L, "t")->gc |= 0x40; }

static void armed_young(lua_State *L)
{
    Value v = young(L);
    val_copy(L->top, &v);
    L->top++;
    v.gc->gc = GC_ARMED;
}

static void disarmed(lua_State *L) { global(L, "t")->gc &= (uint8_t)~GC_ARMED; }

static void wrong_tag(lua_State *L) { table(L, "t")->av[0].tag = TAG_UDATA; }

static void no_object(lua_State *L) { table(L, "t")->av[0].gc->type = 77; }

static void far_away(lua_State *L)
{
    static _Alignas(16) GCHeader outside = {.type = TAG_TABLE, .gc = 0x81};
    table(L, "t")->av[0].gc = &outside;
}

static void string_forgotten(lua_State *L)
{
    str_forget(L->vm, (String *)global(L, "s"));
}

static void id_of_another(lua_State *L)
{
    Shape *s = tab_shape(L->vm, table(L, "t"));
    s->h.aux = tab_shape(L->vm, table(L, "big"))->h.aux;
}

static void lost_thread(lua_State *L) { L->vm->gc.threads = NULL; }

static void lost_finalizer(lua_State *L) { L->vm->gc.finalizable.n = 0; }

static void still_hidden(lua_State *L)
{
    global(L, "t")->flags |= TABF_HIDDEN;
}

static void large_misplaced(lua_State *L) { L->vm->gc.large[0]->index++; }

static void block_misplaced(lua_State *L) { L->vm->gc.blocks[0]->index++; }

static const struct Rule {
    const char *name;
    void (*breaks)(lua_State *L);
    const char *says; /* NULL: no rule is broken */
} rules[] = {
    {"nothing", nothing, NULL},
    {"no barrier", no_barrier, "an old object refers to a young one"},
    {"field", field_without_barrier, "an old object refers to a young one"},
    {"upvalue", upvalue_without_barrier, "an old object refers to a young one"},
    {"no log", no_log, "an old object refers to a young one"},
    {"wrong log", wrong_log, "an old object refers to a young one"},
    {"right log", right_log, NULL},
    {"clean thread", clean_thread, "a clean thread refers to a young object"},
    {"touched thread", touched_thread, NULL},
    {"thread not listed", thread_not_listed, "the thread is not clean, but"},
    {"white child", white_child, "a scanned object refers to one that is not"},
    {"white child of grey", white_child_of_grey, NULL},
    {"white, idle", white_when_idle, "it can be reached, but will be swept"},
    {"unused memory", unused_memory, "it is old, its memory is not in use"},
    {"unmarked block", unmarked_block, "its memory will be swept"},
    {"large mark", large_of_no_mark, "its large memory has another age"},
    {"large size", large_of_wrong_size, "its large memory has another size"},
    {"large index", large_misplaced, "a large thing has another place"},
    {"block index", block_misplaced, "a block has another place"},
    {"shared memory", shared_memory, "two things have the same memory"},
    {"dead young", dead_young, "it is young, its memory is not in the nursery"},
    {"strange mark", strange_mark, "its header has a strange mark"},
    {"armed young", armed_young, "it is young, but armed"},
    {"disarmed", disarmed, "it is disarmed, but not remembered"},
    {"wrong tag", wrong_tag, "it refers to an object of another type"},
    {"no object", no_object, "it refers to what is no object"},
    {"far away", far_away, "it refers to what is not in the heap"},
    {"string", string_forgotten, "it is interned, but not in the string table"},
    {"shape id", id_of_another, "the shape's id does not lead to it"},
    {"hidden", still_hidden, "it still has hidden weak references"},
    {"lost thread", lost_thread, "it is not among those listed"},
    {"lost finalizer", lost_finalizer, "it has a finalizer, but is not listed"},
};

/* Break a rule in this process, which does not return. */
_Noreturn static void break_rule(const struct Rule *r)
{
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    signal(SIGABRT, SIG_DFL);
    lua_State *L = unit_machine(NULL);
    if (luaL_dostring(L, heap) != LUA_OK)
        _exit(2);
    gc_full(L->vm, true);
    gc_full(L->vm, true);
    lua_checkstack(L, 10);
    lua_gc(L, LUA_GCSTOP);
    r->breaks(L);
    gc_check_heap(L->vm, "test");
    _exit(0);
}

/* Run it in a child: what it wrote to standard error. */
static int in_child(const struct Rule *r, char *text, size_t size)
{
    int fd[2], status = 0;
    size_t n = 0;
    ssize_t got;

    cr_assert_eq(pipe(fd), 0);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(fd[1], STDERR_FILENO);
        close(fd[0]);
        close(fd[1]);
        break_rule(r);
    }
    close(fd[1]);
    while (n < size - 1 && (got = read(fd[0], text + n, size - 1 - n)) > 0)
        n += (size_t)got;
    text[n] = '\0';
    close(fd[0]);
    waitpid(pid, &status, 0);
    return status;
}

Test(gc_check, every_rule_is_seen)
{
    static char text[16384];

    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        const struct Rule *r = &rules[i];
        int status = in_child(r, text, sizeof text);
        if (r->says == NULL) {
            cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0,
                      "%s: status %x: %s", r->name, (unsigned)status, text);
            continue;
        }
        cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT,
                  "%s: status %x: %s", r->name, (unsigned)status, text);
        cr_expect(strstr(text, r->says) != NULL, "%s: %s", r->name, text);
        cr_expect(strstr(text, "after test") != NULL, "%s: %s", r->name, text);
    }
}

/* -- the host's memory ---------------------------------------------------- */

typedef struct Host {
    size_t held, asked; /* bytes now; in all */
} Host;

static void *count_bytes(void *ud, void *p, size_t old, size_t n)
{
    Host *h = ud;
    void *q = NULL;

    if (p == NULL)
        old = 0;
    if (n == 0)
        free(p);
    else if ((q = realloc(p, n)) == NULL)
        return NULL;
    h->held += n - old;
    h->asked += n > old ? n - old : 0;
    return q;
}

static lua_State *counted_machine(Host *h)
{
    *h = (Host){0, 0};
    lua_State *L = lua_newstate(count_bytes, h);
    cr_assert_not_null(L);
    luaL_openlibs(L);
    return L;
}

static void run(lua_State *L, const char *code)
{
    cr_assert_eq(luaL_dostring(L, code), LUA_OK, "%s", lua_tostring(L, -1));
}

#define MB ((size_t)1 << 20)

static const char grow[] =
    "t = {} for i = 1, 900000 do t[i] = {i, tostring(i)} end";

Test(gc_host, memory_comes_down_after_a_peak)
{
    Host h;
    lua_State *L = counted_machine(&h);

    run(L, grow);
    cr_assert_gt(h.held, 200 * MB);
    run(L, "t = nil collectgarbage()");
    cr_assert_lt(h.held, 10 * MB, "%zu bytes are held", h.held);
    run(L, grow);
    run(L, "t = nil");
    run(L, "for _ = 1, 700000 do local s = ('x'):rep(2000) end");
    cr_assert_lt(h.held, 30 * MB, "%zu bytes are held", h.held);
    lua_close(L);
    cr_assert_eq(h.held, 0);
}

/* What is given back is not asked for again in the next cycle. */
Test(gc_host, a_steady_heap_is_given_no_memory)
{
    static const char churn[] =
        "for i = 1, 2000000 do t[i * 7919 % 100000] = {i, {}} end";
    Host h;
    lua_State *L = counted_machine(&h);

    run(L, "t = {}");
    run(L, churn);
    run(L, churn);
    size_t asked = h.asked;
    VmrGCStats before, after;
    vmr_gc_stats(L, &before);
    run(L, churn);
    vmr_gc_stats(L, &after);
    cr_assert_gt(after.ncycles, before.ncycles + 5);
    cr_assert_lt(h.asked - asked, 32 * MB, "%zu bytes were asked for",
                 h.asked - asked);
    lua_close(L);
}

/* -- snapshots ----------------------------------------------------------- */

static int snapshot_here(lua_State *L)
{
    FILE *out = lua_touserdata(L, lua_upvalueindex(1));

    lua_pushinteger(L, vmr_heap_snapshot(L, out));
    return 1;
}

/* Called in a coroutine, among unfinished frames, and in every mode. */
Test(gc_snapshot, from_a_coroutine)
{
    static const char *const modes[] = {NULL, "minor+check", "stack"};

    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        lua_State *L = unit_machine(modes[i]);
        FILE *out = tmpfile();
        cr_assert_not_null(out);
        lua_pushlightuserdata(L, out);
        lua_pushcclosure(L, snapshot_here, 1);
        lua_setglobal(L, "snapshot");
        cr_assert_eq(luaL_dostring(L, "local t = setmetatable({}, {__gc = "
                                      "function() error('called') end}) t = nil "
                                      "return coroutine.wrap(function(...) "
                                      "return snapshot() end)(1, 2)"),
                     LUA_OK, "%s", lua_tostring(L, -1));
        cr_assert_eq(lua_tointeger(L, -1), 1);
        cr_assert_gt(ftell(out), 10000);
        fclose(out);
        gc_check_heap(L->vm, "snapshot");
        lua_settop(L, 0);
        lua_close(L);
    }
}

Test(gc_snapshot, a_file_that_cannot_be_written)
{
    lua_State *L = unit_machine(NULL);
    FILE *out = fopen("/dev/null", "r");

    cr_assert_not_null(out);
    cr_assert_eq(vmr_heap_snapshot(L, out), 0);
    fclose(out);
    lua_close(L);
}
