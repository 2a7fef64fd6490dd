/*
 * tests/unit_shape.c -- shapes: many tables that get fields and metatables in
 * random order, beside a naive twin that lists each one's fields; collections
 * in between, which take shapes and their ids away.
 */
#include <criterion/criterion.h>

#include <stdio.h>

#include "include/lauxlib.h"
#include "tests/unit.h"
#include "vm/frame.h"
#include "vm/string.h"
#include "vm/table.h"

enum { NTABLES = 40, NNAMES = 24, MAX_FIELDS = 60, NMETA = 3, NAMES = 0,
       METAS = NNAMES, TABLES = METAS + NMETA, END = TABLES + NTABLES };

/* How a table was built: fields in order, and metatables between them. */
typedef struct Build {
    int field[MAX_FIELDS];
    int nfields;
    int meta; /* -1: none */
    int value[NNAMES];
    int step[2 * MAX_FIELDS]; /* name, or -2 - metatable, as they came */
    int nsteps;
    uint32_t inl;
    bool own; /* a private shape, or no fields: not like others */
} Build;

typedef struct Family {
    Random r;
    lua_State *L;
    VM *vm;
    Build build[NTABLES];
    int step;
} Family;

static String *name_of(const Family *f, int i)
{
    return f->L->base[NAMES + i].str;
}

static Table *meta_of(const Family *f, int i)
{
    return i < 0 ? NULL : f->L->base[METAS + i].tab;
}

static Table *table_of(const Family *f, int i)
{
    return f->L->base[TABLES + i].tab;
}

static bool has_field(const Build *b, int name)
{
    for (int i = 0; i < b->nfields; i++)
        if (b->field[i] == name)
            return true;
    return false;
}

static void new_table(Family *f, int i)
{
    static const uint32_t inline_slots[] = {0, 2, 4, 8};
    Build *b = &f->build[i];

    *b = (Build){.meta = -1, .inl = inline_slots[random_below(&f->r, 4)]};
    val_obj(&f->L->base[TABLES + i], tab_new(f->vm, b->inl, 0));
}

static void add_step(Build *b, int step)
{
    if (b->nsteps < 2 * MAX_FIELDS)
        b->step[b->nsteps++] = step;
    else
        b->own = true;
}

static void set_field(Family *f, int i, int name)
{
    Build *b = &f->build[i];
    Value v;

    if (!has_field(b, name)) {
        b->field[b->nfields++] = name;
        add_step(b, name);
    }
    b->value[name] = f->step;
    val_int(&v, f->step);
    tab_set_str(f->vm, table_of(f, i), name_of(f, name), &v, false);
}

/* Its place stays. */
static void clear_field(Family *f, int i, int name)
{
    Value v;

    val_nil(&v);
    f->build[i].value[name] = 0;
    tab_set_str(f->vm, table_of(f, i), name_of(f, name), &v, false);
}

static void set_meta(Family *f, int i, int meta)
{
    Build *b = &f->build[i];

    tab_set_metatable(f->vm, table_of(f, i), meta_of(f, meta));
    if (b->meta != meta)
        add_step(b, -2 - meta);
    b->meta = meta;
}

static void check_table(Family *f, int i)
{
    const Build *b = &f->build[i];
    Table *t = table_of(f, i);
    Shape *s = tab_shape(f->vm, t);

    CHECK(&f->r, f->vm->shapes[s->h.aux] == s, "step %d: the id of %d",
          f->step, i);
    CHECK(&f->r, s->mt == meta_of(f, b->meta), "step %d: metatable of %d",
          f->step, i);
    for (int name = 0; name < NNAMES; name++) {
        const Value *v = tab_get_str(f->vm, t, name_of(f, name));
        bool has = has_field(b, name) && b->value[name] != 0;
        CHECK(&f->r, is_nil(v) == !has && (!has || v->i == b->value[name]),
              "step %d: field %d of %d", f->step, name, i);
    }
    if (s->h.kind & SHAPE_DICT)
        return;
    CHECK(&f->r, s->n == (uint32_t)b->nfields && s->inl == b->inl,
          "step %d: %d has %u fields", f->step, i, s->n);
    for (int j = 0; j < b->nfields; j++)
        CHECK(&f->r, s->kt->keys[j] == name_of(f, b->field[j]) &&
                         shape_find(f->vm, s, s->kt->keys[j]) == j,
              "step %d: slot %d of %d", f->step, j, i);
}

static bool built_alike(const Build *a, const Build *b)
{
    if (a->nsteps != b->nsteps || a->inl != b->inl)
        return false;
    for (int i = 0; i < a->nsteps; i++)
        if (a->step[i] != b->step[i])
            return false;
    return true;
}

static bool laid_out_alike(const Build *a, const Build *b)
{
    if (a->nfields != b->nfields || a->inl != b->inl || a->meta != b->meta)
        return false;
    for (int i = 0; i < a->nfields; i++)
        if (a->field[i] != b->field[i])
            return false;
    return true;
}

/* Tables built alike share a shape; those with one shape are laid out alike. */
static void check_sharing(Family *f, int i, int j)
{
    const Build *a = &f->build[i], *b = &f->build[j];
    const Shape *s = tab_shape(f->vm, table_of(f, i));
    const Shape *t = tab_shape(f->vm, table_of(f, j));

    if (i == j || ((s->h.kind | t->h.kind) & SHAPE_DICT))
        return;
    if (s == t)
        CHECK(&f->r, laid_out_alike(a, b), "step %d: %d and %d share",
              f->step, i, j);
    else if (built_alike(a, b) && !a->own && !b->own)
        CHECK(&f->r, (s->h.kind | t->h.kind) & SHAPE_PRIVATE,
              "step %d: %d and %d are alike, but do not share", f->step, i, j);
}

static void change(Family *f)
{
    int i = (int)random_below(&f->r, NTABLES);
    uint32_t last = 1 + random_below(&f->r, NNAMES); /* the first are usual */
    int name = (int)random_below(&f->r, last);

    switch (random_below(&f->r, 40)) {
    case 0: set_meta(f, i, (int)random_below(&f->r, NMETA + 1) - 1); break;
    case 1:
    case 2: new_table(f, i); break;
    case 3: gc_full(f->vm, false); break;
    case 4: (void)gc_step(f->vm, 200); break;
    case 5: clear_field(f, i, name); break;
    case 6:
        if (random_once_in(&f->r, 30)) {
            tab_watch(f->vm, table_of(f, i));
            f->build[i].own = true;
        }
        break;
    case 7:
        if (random_once_in(&f->r, 10)) {
            tab_make_private(f->vm, table_of(f, i));
            f->build[i].own = true;
        }
        break;
    default:
        /* many take the same way at first */
        if (f->build[i].nfields < 6 && !random_once_in(&f->r, 5))
            name = f->build[i].nfields;
        set_field(f, i, name);
    }
    check_table(f, i);
    check_sharing(f, i, (int)random_below(&f->r, NTABLES));
}

static void family_start(Family *f, const char *stress)
{
    f->L = unit_machine(stress);
    f->vm = f->L->vm;
    lua_settop(f->L, 0);
    lua_checkstack(f->L, END + 10);
    for (int i = 0; i < NNAMES; i++)
        lua_pushfstring(f->L, "field%d", i);
    for (int i = 0; i < NMETA + NTABLES; i++)
        lua_newtable(f->L);
    for (int i = 0; i < NTABLES; i++)
        new_table(f, i);
}

Test(shape, random_families)
{
    static Family f;

    for (int i = 0; random_round(&f.r, i, 16); i++) {
        family_start(&f, i % 4 == 3 ? "gc" : i % 4 == 2 ? "step" : NULL);
        for (f.step = 1; f.step <= 4000; f.step++) {
            change(&f);
            if (f.step % 200 == 0)
                for (int j = 0; j < NTABLES; j++)
                    check_table(&f, j);
        }
        lua_close(f.L);
    }
}

/* -- borders -------------------------------------------------------------- */

static void set_named(lua_State *L, int table, const char *name, int i)
{
    Value v;

    lua_pushfstring(L, "%s%d", name, i);
    val_int(&v, i);
    tab_set_str(L->vm, L->base[table - 1].tab, L->top[-1].str, &v, false);
    lua_pop(L, 1);
}

static void check_named(lua_State *L, int table, const char *name, int n)
{
    for (int i = 0; i < n; i++) {
        lua_pushfstring(L, "%s%d", name, i);
        cr_assert_eq(lua_rawget(L, table), LUA_TNUMBER, "%s%d", name, i);
        cr_assert_eq(lua_tointeger(L, -1), i);
        lua_pop(L, 1);
    }
}

Test(shape, more_fields_than_a_shape_may_have)
{
    lua_State *L = unit_machine(NULL);

    lua_settop(L, 0);
    lua_newtable(L);
    for (int i = 0; i < SHAPE_MAX_FIELDS + 10; i++)
        set_named(L, 1, "f", i);
    check_named(L, 1, "f", SHAPE_MAX_FIELDS + 10);
    cr_assert(tab_shape(L->vm, L->base[0].tab)->h.kind & SHAPE_DICT);
    lua_close(L);
}

/* Tables that each begin with another field: a shape has so many children,
   and the tables of the rest still work. */
Test(shape, more_children_than_a_shape_may_have)
{
    lua_State *L = unit_machine(NULL);
    enum { N = SHAPE_MAX_CHILDREN * 2 };

    lua_settop(L, 0);
    lua_checkstack(L, N + 10);
    for (int i = 0; i < N; i++) {
        lua_newtable(L);
        set_named(L, i + 1, "first", i);
        set_named(L, i + 1, "second", 0);
    }
    for (int i = 0; i < N; i++) {
        check_named(L, i + 1, "second", 1);
        lua_pushfstring(L, "first%d", i);
        lua_rawget(L, i + 1);
        cr_assert_eq(lua_tointeger(L, -1), i);
        lua_pop(L, 1);
    }
    lua_close(L);
}

/* So many shapes die that ids are used again: a table of a new shape must not
   look like one of an old shape, nor have its caches. */
Test(shape, ids_are_used_again)
{
    lua_State *L = unit_machine(NULL);
    uint32_t before, most = 0;

    lua_settop(L, 0);
    lua_newtable(L);
    set_named(L, 1, "kept", 0);
    before = tab_shape(L->vm, L->base[0].tab)->h.aux;
    for (int i = 0; i < 40000; i++) {
        lua_newtable(L);
        set_named(L, 2, "kept", 0); /* a lineage of its own after it */
        set_named(L, 2, "name", i % 7000);
        check_named(L, 2, "kept", 1);
        if (L->vm->nshapes > most)
            most = L->vm->nshapes;
        lua_pop(L, 1);
        if (i % 50 == 0)
            gc_full(L->vm, false);
    }
    check_named(L, 1, "kept", 1);
    cr_assert_eq(tab_shape(L->vm, L->base[0].tab)->h.aux, before);
    cr_assert_lt(most, 20000, "%u ids for 40000 shapes", most);
    lua_close(L);
}
