/*
 * examples/embed/threads.c -- one script in eight threads, each with a state
 * of its own: machines share nothing, so there is nothing to lock.
 *
 *     threads threads.lua
 *
 * The script is compiled once. Every thread loads the bytecode, which is only
 * read, runs it within limits, and leaves a result in C memory.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <lualib.h>
#include <vmrun.h>

enum { NTHREADS = 8 };

typedef struct Code {
    char *bytes;
    size_t n;
} Code;

typedef struct Job {
    pthread_t thread;
    const Code *code;
    int number;
    int status;
    char result[100]; /* or the message */
} Job;

static int add_piece(lua_State *L, const void *p, size_t n, void *ud)
{
    Code *code = ud;
    char *bytes = realloc(code->bytes, code->n + n);
    (void)L;
    if (bytes == NULL)
        return 1;
    memcpy(bytes + code->n, p, n);
    code->bytes = bytes;
    code->n += n;
    return 0;
}

static int compile(const char *file, Code *code)
{
    lua_State *L = luaL_newstate();
    if (L == NULL)
        return LUA_ERRMEM;
    int status = luaL_loadfile(L, file);
    if (status != LUA_OK)
        fprintf(stderr, "%s\n", lua_tostring(L, -1));
    else if (lua_dump(L, add_piece, code, 0) != 0)
        status = LUA_ERRMEM;
    lua_close(L);
    return status;
}

/* Runs protected: script(number, NTHREADS), whose result is the job's. */
static int work(lua_State *L)
{
    Job *job = lua_touserdata(L, 1);
    luaL_openlibs(L);
    if (luaL_loadbufferx(L, job->code->bytes, job->code->n, "=script", "b") !=
        LUA_OK)
        return lua_error(L);
    lua_pushinteger(L, job->number);
    lua_pushinteger(L, NTHREADS);
    lua_call(L, 2, 1);
    luaL_tolstring(L, -1, NULL);
    return 1;
}

static void *run(void *arg)
{
    Job *job = arg;
    VmrLimits limits = {.max_memory = 64 << 20, .fuel = 1000000000};
    lua_State *L = luaL_newstate();
    if (L == NULL) {
        job->status = LUA_ERRMEM;
        return NULL;
    }
    vmr_limits_set(L, &limits);
    lua_pushcfunction(L, work);
    lua_pushlightuserdata(L, job);
    job->status = lua_pcall(L, 1, 1, 0);
    const char *text = lua_tostring(L, -1);
    snprintf(job->result, sizeof job->result, "%s",
             text != NULL ? text : "no text");
    lua_close(L);
    return NULL;
}

int main(int argc, char **argv)
{
    Code code = {NULL, 0};
    Job jobs[NTHREADS];
    int nfailed = 0;
    if (argc != 2 || compile(argv[1], &code) != LUA_OK) {
        fprintf(stderr, "usage: threads FILE\n");
        return 1;
    }
    for (int i = 0; i < NTHREADS; i++) {
        jobs[i] = (Job){.code = &code, .number = i + 1};
        if (pthread_create(&jobs[i].thread, NULL, run, &jobs[i]) != 0)
            abort();
    }
    for (int i = 0; i < NTHREADS; i++) {
        pthread_join(jobs[i].thread, NULL);
        printf("%d: %s\n", jobs[i].number, jobs[i].result);
        nfailed += jobs[i].status != LUA_OK;
    }
    free(code.bytes);
    return nfailed > 0;
}
