/*
 * compiler/vmc_bundle.c -- a program and the modules it requires, found as
 * `require` would find them and joined to one file.
 *
 * Read     vmc_bundle, add_module, find_module.
 */
#include <stdlib.h>
#include <string.h>

#include "compiler/vmc_int.h"

#define LOCAL_PATH "./?.lua;./?/init.lua"

typedef struct Module {
    char *name;
    CompileOutput output; /* bytes NULL: not found */
} Module;

typedef struct Search {
    const BundleOptions *options;
    char *path;
    Module *modules;
    size_t count, cap;
} Search;

static char *copy_string(const char *s) {
    size_t size = strlen(s) + 1;
    return memcpy(vmc_new(size), s, size);
}

/* ---- finding ----------------------------------------------------------- */

/* Where to look by default: beside the program, then here. */
static char *own_path(const char *program) {
    const char *slash = strrchr(program, '/');
    int n = slash != NULL ? (int)(slash - program) : 0;
    size_t size = 2 * (size_t)n + sizeof LOCAL_PATH + 32;
    char *path = vmc_new(size);
    if (slash == NULL)
        snprintf(path, size, "%s", LOCAL_PATH);
    else
        snprintf(path, size, "%.*s/?.lua;%.*s/?/init.lua;%s", n, program, n,
                 program, LOCAL_PATH);
    return path;
}

/* The path, with ";;" in it standing for the default. */
static char *full_path(const char *path, const char *program) {
    char *own = own_path(program);
    if (path == NULL)
        path = getenv("LUA_PATH_5_4");
    if (path == NULL)
        path = getenv("LUA_PATH");
    if (path == NULL)
        return own;
    const char *gap = strstr(path, ";;");
    size_t size = strlen(path) + strlen(own) + 3;
    char *full = vmc_new(size);
    if (gap == NULL)
        snprintf(full, size, "%s", path);
    else
        snprintf(full, size, "%.*s;%s;%s", (int)(gap - path), path, own,
                 gap + 2);
    free(own);
    return full;
}

/* Fill in a template: each ? is the module's name, its dots slashes. */
static char *fill_template(const char *template, size_t n, const char *name) {
    size_t marks = 0, used = 0;
    for (size_t i = 0; i < n; i++)
        marks += template[i] == '?';
    char *out = vmc_new(n + marks * strlen(name) + 1);
    for (size_t i = 0; i < n; i++) {
        if (template[i] != '?') {
            out[used++] = template[i];
            continue;
        }
        for (const char *s = name; *s != '\0'; s++)
            out[used++] = *s == '.' ? '/' : *s;
    }
    out[used] = '\0';
    return out;
}

/* The file of a module, or NULL. */
static char *find_module(const Search *s, const char *name) {
    const char *p = s->path;
    while (*p != '\0') {
        size_t n = strcspn(p, ";");
        char *file = n > 0 ? fill_template(p, n, name) : NULL;
        if (file != NULL && file_is_readable(file))
            return file;
        free(file);
        p += n + (p[n] == ';');
    }
    return NULL;
}

/* ---- compiling --------------------------------------------------------- */

static void want_module(void *ud, const char *name) {
    Search *s = ud;
    for (size_t i = 0; i < s->count; i++) {
        if (strcmp(s->modules[i].name, name) == 0)
            return;
    }
    if (s->count == s->cap) {
        s->cap = s->cap == 0 ? 16 : s->cap * 2;
        s->modules = vmc_renew(s->modules, s->cap * sizeof *s->modules);
    }
    s->modules[s->count++] = (Module){.name = copy_string(name)};
}

static bool compile_file(Search *s, const File *file, size_t i) {
    CompileOutput output;
    CompileJob job = {.file = file, .module = "", .strip = s->options->strip};
    job.tools.require = want_module;
    job.tools.require_ud = s;
    bool ok = vmc_compile(&job, &output);
    s->modules[i].output = output; /* the list may have moved */
    return ok;
}

static void tell(const Search *s, const char *name, const char *file,
                 const char *what) {
    if (s->options->verbose)
        fprintf(stderr, "vmc: module '%s' %s%s\n", name, what, file);
}

static bool add_file(Search *s, size_t i, const char *path) {
    const char *name = s->modules[i].name;
    File file;
    bool ok = true;
    if (!file_read(path, &file))
        return false;
    if (file_is_bytecode(&file)) {
        tell(s, name, path, "left to run time, for it is bytecode: ");
    } else {
        tell(s, name, path, "from ");
        ok = compile_file(s, &file, i);
    }
    file_free(&file);
    return ok;
}

static bool add_module(Search *s, size_t i) {
    const char *name = s->modules[i].name;
    char *path = find_module(s, name);
    if (path == NULL) {
        tell(s, name, "", "left to run time, for it was not found");
        return true;
    }
    bool ok = add_file(s, i, path);
    free(path);
    return ok;
}

static bool join(Search *s, CompileOutput *out) {
    const uint8_t **bytes = vmc_new(s->count * sizeof *bytes);
    const char **names = vmc_new(s->count * sizeof *names);
    size_t *nbytes = vmc_new(s->count * sizeof *nbytes), n = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (s->modules[i].output.bytes == NULL)
            continue;
        bytes[n] = s->modules[i].output.bytes;
        nbytes[n] = s->modules[i].output.nbytes;
        names[n++] = s->modules[i].name;
    }
    CompileStatus status =
        compile_bundle(bytes, nbytes, names, n, vmc_alloc, NULL, out);
    free(bytes);
    free(names);
    free(nbytes);
    return status == COMPILE_OK || vmc_error("%s", out->message);
}

bool vmc_bundle(const File *program, const BundleOptions *options,
                CompileOutput *out) {
    Search s = {.options = options};
    s.path = full_path(options->path, program->name);
    want_module(&s, "");
    bool ok = compile_file(&s, program, 0);
    for (size_t i = 1; ok && i < s.count; i++)
        ok = add_module(&s, i);
    ok = ok && join(&s, out);
    for (size_t i = 0; i < s.count; i++) {
        free(s.modules[i].name);
        free(s.modules[i].output.bytes);
    }
    free(s.modules);
    free(s.path);
    return ok;
}
