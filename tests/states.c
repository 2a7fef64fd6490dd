/*
 * tests/states.c -- many states in one process: at the same time in threads,
 * and one after the other.
 *
 *     states-test [--threads N] [--states N] [--idle BYTES] SCRIPT ...
 *
 * Each thread runs all scripts, each in a state of its own, and must print
 * what the first thread printed before the others began. Then states are
 * made, used and closed until a leak would show; and those that only have
 * their libraries may take no more than so many bytes each.
 *
 * Only the public API is used, so that nothing but the library is shared.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "include/lauxlib.h"
#include "include/lua.h"
#include "include/lualib.h"

static int passed, failed;

static void check(int ok, const char *what, const char *detail)
{
    if (ok) {
        passed++;
    } else {
        failed++;
        printf("states: %s: %s\n", what, detail);
    }
}

/* ------------------------------------------------------------------ output */

typedef struct Text {
    char *p;
    size_t n, cap;
} Text;

static void text_add(Text *t, const char *s, size_t n)
{
    if (t->cap - t->n < n + 1) {
        t->cap = (t->n + n + 1) * 2;
        t->p = realloc(t->p, t->cap);
        if (t->p == NULL)
            abort();
    }
    memcpy(t->p + t->n, s, n);
    t->n += n;
    t->p[t->n] = '\0';
}

/* The state's own text is what its extra space points to. */
static Text *text_of(lua_State *L) { return *(Text **)lua_getextraspace(L); }

static int print(lua_State *L)
{
    int n = lua_gettop(L);
    for (int i = 1; i <= n; i++) {
        size_t len;
        const char *s = luaL_tolstring(L, i, &len);
        text_add(text_of(L), s, len);
        text_add(text_of(L), i < n ? "\t" : "\n", 1);
        lua_pop(L, 1);
    }
    return 0;
}

/* ----------------------------------------------------------------- scripts */

static const char prepare[] =
    "local print = ...\n"
    "_G.print = print\n"
    "io.write = function(...) print(table.concat({...})) return io.stdout end\n"
    "os.exit = function() error('exit') end\n"
    "math.randomseed(42)\n";

static lua_State *new_state(Text *t)
{
    lua_State *L = luaL_newstate();
    if (L == NULL)
        abort();
    *(Text **)lua_getextraspace(L) = t;
    luaL_openlibs(L);
    luaL_loadstring(L, prepare);
    lua_pushcfunction(L, print);
    lua_call(L, 1, 0);
    return L;
}

static void run_script(const char *script, Text *t)
{
    lua_State *L = new_state(t);
    if (luaL_loadfile(L, script) != LUA_OK || lua_pcall(L, 0, 0, 0) != LUA_OK) {
        const char *s = lua_tostring(L, -1);
        if (s == NULL) /* its address says nothing */
            s = luaL_typename(L, -1);
        text_add(t, s, strlen(s));
    }
    lua_close(L);
}

typedef struct Job {
    pthread_t thread;
    char **scripts;
    int nscripts;
    int first; /* threads begin with different ones */
    Text *texts;
} Job;

static void *run_all(void *ud)
{
    Job *job = ud;
    for (int i = 0; i < job->nscripts; i++) {
        int k = (job->first + i) % job->nscripts;
        run_script(job->scripts[k], &job->texts[k]);
    }
    return NULL;
}

static void job_init(Job *job, char **scripts, int n, int first)
{
    job->scripts = scripts;
    job->nscripts = n;
    job->first = first;
    job->texts = calloc((size_t)n, sizeof *job->texts);
    if (job->texts == NULL)
        abort();
}

static void job_free(Job *job)
{
    for (int i = 0; i < job->nscripts; i++)
        free(job->texts[i].p);
    free(job->texts);
}

static int same_text(const Text *a, const Text *b)
{
    return a->n == b->n && (a->n == 0 || memcmp(a->p, b->p, a->n) == 0);
}

static void in_threads(int nthreads, char **scripts, int n)
{
    Job alone, again, *jobs = calloc((size_t)nthreads, sizeof *jobs);
    job_init(&alone, scripts, n, 0);
    job_init(&again, scripts, n, 0);
    run_all(&alone);
    run_all(&again);
    for (int i = 0; i < nthreads; i++) {
        job_init(&jobs[i], scripts, n, i * n / nthreads);
        if (pthread_create(&jobs[i].thread, NULL, run_all, &jobs[i]) != 0)
            abort();
    }
    for (int i = 0; i < nthreads; i++)
        pthread_join(jobs[i].thread, NULL);
    int nsteady = 0;
    for (int k = 0; k < n; k++) {
        /* addresses and times differ anyway */
        if (!same_text(&alone.texts[k], &again.texts[k]))
            continue;
        nsteady++;
        int same = 1;
        for (int i = 0; i < nthreads; i++)
            same &= same_text(&alone.texts[k], &jobs[i].texts[k]);
        check(same, "threads print something else", scripts[k]);
    }
    check(nsteady * 10 >= n * 9, "output", "differs from run to run");
    for (int i = 0; i < nthreads; i++)
        job_free(&jobs[i]);
    job_free(&alone);
    job_free(&again);
    free(jobs);
}

/* ------------------------------------------------------- one after another */

static const char use[] =
    "local t = setmetatable({}, {__gc = function() end})\n"
    "for i = 1, 200 do t[i] = {i, tostring(i)} end\n"
    "local co = coroutine.wrap(function(a) coroutine.yield(a) end)\n"
    "co(1)\n"
    "local f = load('local a <const> = 1 return a + ...')\n"
    "return #table.concat({('x'):rep(100), f(2)}) + select('#', next(t))\n";

static void use_state(void)
{
    Text t = {NULL, 0, 0};
    lua_State *L = new_state(&t);
    luaL_loadstring(L, use);
    if (lua_pcall(L, 0, 1, 0) != LUA_OK || lua_tointeger(L, -1) != 103)
        check(0, "use", lua_tostring(L, -1));
    lua_close(L);
    free(t.p);
}

/* Pages of the process that are in memory; 0 where nobody says. The address
   sanitizer keeps freed memory for a while, and looks for leaks itself. */
static long resident_pages(void)
{
    long total, resident = 0;
#ifdef VM_SANITIZED
    return 0;
#endif
    FILE *f = fopen("/proc/self/statm", "r");
    if (f == NULL)
        return 0;
    if (fscanf(f, "%ld %ld", &total, &resident) != 2)
        resident = 0;
    fclose(f);
    return resident;
}

static void one_after_another(int n)
{
    char detail[100];
    for (int i = 0; i < n / 10; i++)
        use_state();
    long before = resident_pages();
    for (int i = 0; i < n - n / 10; i++)
        use_state();
    long grown = (resident_pages() - before) * sysconf(_SC_PAGESIZE);
    snprintf(detail, sizeof detail, "%d states leave %ld bytes", n, grown);
    check(grown < 1 << 20, "leak", detail);
}

/* -------------------------------------------------------------------- idle */

typedef struct Host {
    char *first; /* what it gives first */
    size_t in_use, most;
} Host;

static void *count_alloc(void *ud, void *p, size_t osize, size_t nsize)
{
    Host *h = ud;
    h->in_use += nsize - (p != NULL ? osize : 0);
    if (h->most < h->in_use)
        h->most = h->in_use;
    if (p == NULL && h->in_use == nsize && nsize > 0)
        return h->first;
    if (p == h->first && p != NULL)
        return NULL; /* it is only given back */
    if (nsize > 0)
        return realloc(p, nsize);
    free(p);
    return NULL;
}

/* Bytes that a state has held at most when its libraries are open and all has
   been collected. Its first piece of memory begins at `first`. */
static size_t idle_nbytes(char *first)
{
    Host h = {first, 0, 0};
    lua_State *L = lua_newstate(count_alloc, &h);
    luaL_openlibs(L);
    size_t open = h.most;
    lua_gc(L, LUA_GCCOLLECT);
    size_t collected = h.in_use;
    lua_close(L);
    check(h.in_use == 0, "a closed state", "holds memory");
    return open > collected ? open : collected;
}

/* Whatever the address is that the host gives it. */
static void idle(size_t most)
{
    enum { PERIOD = 64 * 1024, ROOM = 512 * 1024, STEP = 400 };
    char *room = aligned_alloc(PERIOD, ROOM), detail[100];
    size_t worst = 0;
    if (room == NULL)
        abort();
    for (size_t at = 0; at < PERIOD; at += STEP) {
        size_t n = idle_nbytes(room + at);
        if (n > worst)
            worst = n;
    }
    snprintf(detail, sizeof detail, "takes %zu bytes", worst);
    check(worst <= most, "an idle state", detail);
    free(room);
}

/* Resident memory of n states that are open at the same time. */
static void many_idle(int n, size_t most)
{
    char detail[100];
    lua_State **all = malloc((size_t)n * sizeof *all);
    long before = resident_pages();
    if (all == NULL)
        abort();
    for (int i = 0; i < n; i++) {
        all[i] = luaL_newstate();
        luaL_openlibs(all[i]);
    }
    long each = (resident_pages() - before) * sysconf(_SC_PAGESIZE) / n;
    snprintf(detail, sizeof detail, "take %ld bytes each", each);
    check(each <= (long)most, "open states", detail);
    for (int i = 0; i < n; i++)
        lua_close(all[i]);
    free(all);
}

int main(int argc, char **argv)
{
    int nthreads = 4, nstates = 10000, most = 40 * 1024;
    int i = 1;
    for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
        if (strcmp(argv[i], "--threads") == 0)
            nthreads = atoi(argv[i + 1]);
        else if (strcmp(argv[i], "--states") == 0)
            nstates = atoi(argv[i + 1]);
        else if (strcmp(argv[i], "--idle") == 0)
            most = atoi(argv[i + 1]);
    }
    if (i < argc)
        in_threads(nthreads, argv + i, argc - i);
    one_after_another(nstates);
    many_idle(1000, (size_t)most);
    idle((size_t)most);
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
