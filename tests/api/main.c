/*
 * tests/api/main.c -- runs the topics and prints what the library does.
 *
 *     api-test topics
 *     api-test TOPIC ...
 *
 * The first form prints the names of all.
 */
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include "tests/api/support.h"

static const struct {
    const char *name;
    void (*run)(lua_State *L);
} topics[] = {
    {"stack", topic_stack},
    {"values", topic_values},
    {"operators", topic_operators},
    {"tables", topic_tables},
    {"userdata", topic_userdata},
    {"calls", topic_calls},
    {"coroutines", topic_coroutines},
    {"inspection", topic_inspection},
    {"continuations", topic_continuations},
    {"hooks", topic_hooks},
    {"chunks", topic_chunks},
    {"memory", topic_memory},
    {"arguments", topic_arguments},
    {"buffers", topic_buffers},
    {"auxiliary", topic_auxiliary},
};

static int wanted(const char *name, char **names)
{
    for (; *names != NULL; names++)
        if (strcmp(*names, name) == 0)
            return 1;
    return 0;
}

int main(int argc, char **argv)
{
    int listing = argc == 2 && strcmp(argv[1], "topics") == 0;
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++) {
        if (listing)
            say("%s", topics[i].name);
        if (listing || !wanted(topics[i].name, argv + 1))
            continue;
        say("== %s", topics[i].name);
        lua_State *L = luaL_newstate();
        if (L == NULL)
            return 1;
        luaL_openlibs(L);
        topics[i].run(L);
        lua_close(L);
    }
    return 0;
}
