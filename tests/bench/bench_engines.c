/*
 * tests/bench/bench_engines.c -- what to run: engines, of those that are
 * installed, and programs, of those that were asked for.
 */
#define _DEFAULT_SOURCE

#include "tests/bench/bench.h"

#include <dirent.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ------------------------------------------------------------ engines */

/* Split `command` at its spaces, in place. */
static void set_command(Engine *engine, const char *name, char *command)
{
    engine->name = name;
    engine->nwords = 0;
    for (char *word = strtok(command, " "); word; word = strtok(NULL, " ")) {
        if (engine->nwords == MAX_WORDS - 5)
            fail("too many words in the command of", name);
        engine->words[engine->nwords++] = word;
    }
}

int find_engine(const Bench *bench, const char *name)
{
    for (int i = 0; i < bench->nengines; i++)
        if (!strcmp(bench->engines[i].name, name))
            return i;
    return -1;
}

void define_engine(Bench *bench, char *definition)
{
    char *command = strchr(definition, '=');
    if (!command || command == definition)
        fail("an engine is NAME=CMD, not", definition);
    *command++ = '\0';
    int at = find_engine(bench, definition);
    if (at < 0) {
        if (bench->nengines == MAX_ENGINES)
            fail("too many engines", definition);
        at = bench->nengines++;
    }
    set_command(&bench->engines[at], definition, command);
}

void define_default_engines(Bench *bench)
{
    static char definitions[][40] = {
        "vmrun=build/vmrun", "lua5.4=lua5.4",
        "luajit-joff=luajit -joff", "luajit=luajit",
    };
    for (size_t i = 0; i < sizeof definitions / sizeof *definitions; i++)
        define_engine(bench, definitions[i]);
}

static bool is_runnable(const char *program)
{
    char path[PATH_NBYTES];
    const char *dirs = getenv("PATH");
    if (strchr(program, '/'))
        return access(program, X_OK) == 0;
    while (dirs && *dirs) {
        int nbytes = (int)strcspn(dirs, ":");
        snprintf(path, sizeof path, "%.*s/%s", nbytes, dirs, program);
        if (access(path, X_OK) == 0)
            return true;
        dirs += nbytes + (dirs[nbytes] == ':');
    }
    return false;
}

void drop_missing_engines(Bench *bench)
{
    int kept = 0;
    for (int i = 0; i < bench->nengines; i++) {
        const Engine *engine = &bench->engines[i];
        if (engine->nwords == 0)
            continue;
        if (is_runnable(engine->words[0]))
            bench->engines[kept++] = *engine;
        else
            fprintf(stderr, "bench: no %s here, leaving out %s\n",
                    engine->words[0], engine->name);
    }
    bench->nengines = kept;
    bench->base = find_engine(bench, BASE);
    bench->second = find_engine(bench, SECOND);
    if (kept == 0)
        fail("nothing to run", "no engine is left");
}

/* ----------------------------------------------------------- programs */

/* A program names its group in one of its first lines: "-- group: NAME". */
static bool read_group(const char *path, char *group)
{
    char line[128];
    bool found = false;
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    for (int i = 0; i < 5 && !found && fgets(line, sizeof line, file); i++)
        found = sscanf(line, "-- group: %40s", group) == 1;
    fclose(file);
    return found;
}

static bool is_wanted(const Bench *bench, const Program *program)
{
    return !bench->only || !strcmp(program->group, bench->only)
           || strstr(program->name, bench->only)
           || fnmatch(bench->only, program->name, 0) == 0;
}

static void add_program(Bench *bench, const char *file)
{
    char path[PATH_NBYTES];
    Program program = { .name = "" };
    size_t nbytes = strlen(file);
    if (nbytes < 5 || nbytes - 4 >= NAME_NBYTES
        || strcmp(file + nbytes - 4, ".lua") != 0)
        return;
    snprintf(path, sizeof path, "%s/%s", bench->dir, file);
    memcpy(program.name, file, nbytes - 4);
    if (!read_group(path, program.group) || !is_wanted(bench, &program))
        return;
    if (bench->nprograms == MAX_PROGRAMS)
        fail("too many programs in", bench->dir);
    bench->programs[bench->nprograms++] = program;
}

static int by_group_and_name(const void *a, const void *b)
{
    const Program *p = a, *q = b;
    int order = strcmp(p->group, q->group);
    return order ? order : strcmp(p->name, q->name);
}

void find_programs(Bench *bench)
{
    DIR *dir = opendir(bench->dir);
    if (!dir)
        fail("cannot read", bench->dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        add_program(bench, entry->d_name);
    closedir(dir);
    if (bench->nprograms == 0)
        fail("no programs in", bench->dir);
    qsort(bench->programs, (size_t)bench->nprograms, sizeof(Program),
          by_group_and_name);
}
