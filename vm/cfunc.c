/*
 * vm/cfunc.c -- C functions as values, and libraries of them.
 *
 * A C function without upvalues is a value that points to a CFunc. Those of
 * the standard libraries are constants, the same for all VMs of the process;
 * for another function a VM makes one when it first meets the address. A
 * table finds them, by address: open addressing, linear probing. A library's
 * functions enter it when they are asked for.
 *
 * Owner    the VM: table and slabs.
 * Read     vm_cfunc, vm_setfuncs.
 */
#include "vm/cfunc.h"

#include "include/lauxlib.h"
#include "vm/error.h"
#include "vm/function.h"
#include "vm/string.h"
#include "vm/table.h"

#define TABLE_MIN 32
#define SLAB_CFUNCS 24

typedef struct CFuncSlab {
    struct CFuncSlab *next;
    uint32_t used;
    CFunc f[SLAB_CFUNCS];
} CFuncSlab;

/* ------------------------------------------------------------------- table */

/* The place of fn in a table with room: its own, or a free one. */
static const CFunc **place_of(const CFunc **tab, uint32_t cap,
                              lua_CFunction fn)
{
    uint64_t x = (uint64_t)(uintptr_t)fn * UINT64_C(0x9E3779B97F4A7C15);
    uint32_t i = (uint32_t)(x >> 40) & (cap - 1);
    while (tab[i] != NULL && tab[i]->fn != fn)
        i = (i + 1) & (cap - 1);
    return &tab[i];
}

/* Keep a quarter of the table free. */
static void table_reserve(VM *vm)
{
    uint32_t had = vm->cfuncs_cap;
    if (vm->ncfuncs < had / 4 * 3)
        return;
    uint32_t cap = had == 0 ? TABLE_MIN : had * 2;
    const CFunc **tab = gc_realloc(vm, NULL, 0, cap * sizeof *tab);
    memset(tab, 0, cap * sizeof *tab);
    for (uint32_t i = 0; i < had; i++)
        if (vm->cfuncs[i] != NULL)
            *place_of(tab, cap, vm->cfuncs[i]->fn) = vm->cfuncs[i];
    gc_realloc(vm, vm->cfuncs, had * sizeof *tab, 0);
    vm->cfuncs = tab;
    vm->cfuncs_cap = cap;
}

static void slab_new(VM *vm)
{
    CFuncSlab *s = gc_realloc(vm, NULL, 0, sizeof *s);
    s->next = vm->cfunc_slabs;
    s->used = 0;
    vm->cfunc_slabs = s;
}

void cfuncs_init(VM *vm)
{
    table_reserve(vm);
    slab_new(vm);
}

void cfuncs_free(VM *vm)
{
    while (vm->cfunc_slabs != NULL) {
        CFuncSlab *s = vm->cfunc_slabs;
        vm->cfunc_slabs = s->next;
        gc_realloc(vm, s, sizeof *s, 0);
    }
    gc_realloc(vm, vm->cfuncs, vm->cfuncs_cap * sizeof *vm->cfuncs, 0);
}

/* --------------------------------------------------------------- functions */

static bool is_end(const VmFunction *f)
{
    return f->name == NULL && f->cf.fn == NULL;
}

static const CFunc *find_in_libraries(const VM *vm, lua_CFunction fn)
{
    for (uint32_t i = 0; i < vm->nlibraries; i++)
        for (const VmFunction *f = vm->libraries[i]; !is_end(f); f++)
            if (f->cf.fn == fn)
                return &f->cf;
    return NULL;
}

static CFunc *make(VM *vm, lua_CFunction fn)
{
    if (vm->cfunc_slabs->used == SLAB_CFUNCS)
        slab_new(vm);
    CFunc *c = &vm->cfunc_slabs->f[vm->cfunc_slabs->used++];
    c->fn = fn;
    c->fast = NULL;
    c->special = SPECIAL_NONE;
    return c;
}

static NOINLINE const CFunc *enter(VM *vm, lua_CFunction fn)
{
    table_reserve(vm);
    const CFunc *c = find_in_libraries(vm, fn);
    if (c == NULL)
        c = make(vm, fn);
    *place_of(vm->cfuncs, vm->cfuncs_cap, fn) = c;
    vm->ncfuncs++;
    return c;
}

const CFunc *vm_cfunc(VM *vm, lua_CFunction fn)
{
    const CFunc *c = *place_of(vm->cfuncs, vm->cfuncs_cap, fn);
    return LIKELY(c != NULL) ? c : enter(vm, fn);
}

/* --------------------------------------------------------------- libraries */

static void note_library(VM *vm, const VmFunction *lib)
{
    for (uint32_t i = 0; i < vm->nlibraries; i++)
        if (vm->libraries[i] == lib)
            return;
    vm_assert(vm->nlibraries < MAX_LIBRARIES);
    vm->libraries[vm->nlibraries++] = lib;
}

/* The one that stands for its address: somebody may have pushed the function
   before the library was opened. */
static const CFunc *the_one(VM *vm, const CFunc *cf)
{
    const CFunc *c = *place_of(vm->cfuncs, vm->cfuncs_cap, cf->fn);
    return c != NULL ? c : cf;
}

void cfunc_push(lua_State *L, const CFunc *cf, int nup)
{
    if (nup == 0) {
        val_ptr(L->top, cf);
        L->top->tag = TAG_CFUNC;
        stack_pushed(L);
        return;
    }
    CClosure *c = cclosure_new(L->vm, cf, (uint32_t)nup);
    L->top -= nup;
    for (int i = 0; i < nup; i++)
        val_copy(&c->upvals[i], L->top + i);
    val_obj(L->top, c);
    stack_pushed(L);
}

/* The value on the top into t, which is on the stack, too. */
static void set_field(lua_State *L, Table *t, const char *name)
{
    String *s = str_newz(L->vm, name);
    val_obj(L->top, s);
    stack_pushed(L);
    tab_set_str(L->vm, t, s, L->top - 2, false);
    L->top -= 2;
}

void vm_setfuncs(lua_State *L, const VmFunction *lib, int nup)
{
    VM *vm = L->vm;
    const CFunc *cf = NULL;
    luaL_checkstack(L, nup + 3, "too many upvalues");
    note_library(vm, lib);
    for (const VmFunction *f = lib; !is_end(f); f++) {
        if (f->cf.fn != NULL)
            cf = the_one(vm, &f->cf);
        if (cf->special == SPECIAL_NEXT)
            vm->fast_next = cf;
        if (cf->special == SPECIAL_INEXT)
            vm->fast_inext = cf;
        if (f->name == NULL)
            continue;
        for (int i = 0; i < nup; i++)
            lua_pushvalue(L, -nup);
        cfunc_push(L, cf, nup);
        Table *t = L->top[-nup - 2].tab;
        if (tab_metatable(vm, t) == NULL)
            set_field(L, t, f->name);
        else
            lua_setfield(L, -nup - 2, f->name);
    }
    lua_pop(L, nup);
}

void vm_newtable(lua_State *L, int nfields)
{
    Table *t = tab_new_private(L->vm, (uint32_t)nfields);
    val_obj(L->top, t);
    stack_pushed(L);
}

void vm_newlib(lua_State *L, const VmFunction *lib, int nmore)
{
    int n = nmore;
    for (const VmFunction *f = lib; !is_end(f); f++)
        n += f->name != NULL;
    vm_newtable(L, n);
    vm_setfuncs(L, lib, 0);
}
