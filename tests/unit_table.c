/*
 * tests/unit_table.c -- tables under random operations, beside a naive twin:
 * a list of pairs. Keys of every kind, growing and shrinking arrays, queues
 * that slide, fields, dictionaries, metatables, and collections in between.
 *
 * Read     Item, Twin, change, check_all, traverse_and_change.
 */
#include <criterion/criterion.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "include/lauxlib.h"
#include "tests/unit.h"
#include "vm/frame.h"
#include "vm/string.h"
#include "vm/table.h"

/* -- items: keys and values ---------------------------------------------- */

enum ItemType { NIL, BOOL, INT, FLOAT, STR, LONG_STR, OBJ, LIGHT };

/* A value that outlives collections: a string is a number to make it of, an
   object one of those in the list at stack index 1. */
typedef struct Item {
    enum ItemType type;
    union {
        int64_t i;
        double n;
    };
} Item;

enum { OBJECTS = 1, TABLE = 2, NOBJECTS = 8, MAX_PAIRS = 4000 };

static char places[16]; /* for light userdata to point at */

static void item_push(lua_State *L, Item x)
{
    switch (x.type) {
    case NIL: lua_pushnil(L); break;
    case BOOL: lua_pushboolean(L, (int)x.i); break;
    case INT: lua_pushinteger(L, x.i); break;
    case FLOAT: lua_pushnumber(L, x.n); break;
    case STR: lua_pushfstring(L, "key%d", (int)x.i); break;
    case LONG_STR:
        lua_pushfstring(L, "%d, a key of more than SHORT_MAX = 40 bytes",
                        (int)x.i);
        break;
    case OBJ: lua_rawgeti(L, OBJECTS, x.i); break;
    case LIGHT: lua_pushlightuserdata(L, &places[x.i]); break;
    }
}

static bool item_same(Item a, Item b)
{
    if (a.type != b.type)
        return false;
    if (a.type == FLOAT) /* the bits: -0.0 is not 0.0 as a value */
        return memcmp(&a.n, &b.n, sizeof a.n) == 0;
    return a.type == NIL || a.i == b.i;
}

/* As keys are: floats with integer values are integers. */
static Item item_key(Item x)
{
    if (x.type == FLOAT && x.n == floor(x.n) && fabs(x.n) < 9e18)
        return (Item){INT, {.i = (int64_t)x.n}};
    return x;
}

/* The item that is on the top of the stack, which is popped. */
static Item item_pop(lua_State *L)
{
    Item x = {NIL, {0}};
    const char *s;

    switch (lua_type(L, -1)) {
    case LUA_TBOOLEAN: x = (Item){BOOL, {lua_toboolean(L, -1)}}; break;
    case LUA_TNUMBER:
        if (lua_isinteger(L, -1))
            x = (Item){INT, {lua_tointeger(L, -1)}};
        else
            x = (Item){FLOAT, {.n = lua_tonumber(L, -1)}};
        break;
    case LUA_TSTRING:
        s = lua_tostring(L, -1);
        x = *s == 'k' ? (Item){STR, {atoi(s + 3)}}
                      : (Item){LONG_STR, {atoi(s)}};
        break;
    case LUA_TLIGHTUSERDATA:
        x = (Item){LIGHT, {(char *)lua_touserdata(L, -1) - places}};
        break;
    case LUA_TTABLE:
        lua_getfield(L, -1, "number");
        x = (Item){OBJ, {lua_tointeger(L, -1)}};
        lua_pop(L, 1);
        break;
    default: break;
    }
    lua_pop(L, 1);
    return x;
}

static Item item_of(lua_State *L, const Value *v)
{
    lua_checkstack(L, 3);
    val_copy(L->top++, v);
    return item_pop(L);
}

static const char *item_text(Item x)
{
    static char text[4][80];
    static unsigned at;
    char *s = text[at++ % 4];
    static const char *const names[] = {"nil", "bool", "int", "float",
                                        "string", "long string", "object",
                                        "light"};

    if (x.type == FLOAT)
        snprintf(s, 80, "float %.17g", x.n);
    else
        snprintf(s, 80, "%s %lld", names[x.type], (long long)x.i);
    return s;
}

/* -- the twin: pairs in a list ------------------------------------------- */

typedef struct Pair {
    Item key, value;
    int seen;      /* by a traversal */
    bool at_start; /* of the traversal */
} Pair;

typedef struct Twin {
    Pair pair[MAX_PAIRS];
    int n;
} Twin;

static Pair *twin_find(Twin *w, Item key)
{
    for (int i = 0; i < w->n; i++)
        if (item_same(w->pair[i].key, key))
            return &w->pair[i];
    return NULL;
}

static void twin_set(Twin *w, Item key, Item value)
{
    Pair *p = twin_find(w, key);

    if (p != NULL && value.type == NIL)
        *p = w->pair[--w->n];
    else if (p != NULL)
        p->value = value;
    else if (value.type != NIL)
        w->pair[w->n++] = (Pair){.key = key, .value = value};
}

static bool twin_has_int(Twin *w, int64_t i)
{
    return twin_find(w, (Item){INT, {i}}) != NULL;
}

/* -- both ---------------------------------------------------------------- */

enum KeyStyle {
    K_DENSE, K_NEXT, K_LAST, K_FIRST, K_SPARSE, K_HUGE, K_FLOAT_INT, K_FLOAT,
    K_NAME, K_COMPUTED, K_LONG, K_BOOL, K_OBJ, K_LIGHT, NSTYLES
};

typedef struct Fuzz {
    Random r;
    lua_State *L;
    VM *vm;
    Twin twin;
    uint32_t weight[NSTYLES], total; /* of styles of keys */
    uint32_t range;      /* of most numbers */
    int value_style;
    int step;
} Fuzz;

static Table *table_of(const Fuzz *f)
{
    return f->L->stack[LINK_SLOTS + TABLE - 1].tab;
}

static void fuzz_start(Fuzz *f)
{
    uint32_t nstyles = 1 + random_below(&f->r, NSTYLES);

    f->L = unit_machine(random_once_in(&f->r, 4)   ? "gc"
                        : random_once_in(&f->r, 4) ? "step"
                                                   : NULL);
    f->vm = f->L->vm;
    f->twin.n = 0;
    f->total = 0;
    memset(f->weight, 0, sizeof f->weight);
    for (uint32_t i = 0; i < nstyles; i++) {
        uint32_t w = 1 + random_below(&f->r, 8);
        f->weight[random_below(&f->r, NSTYLES)] += w;
        f->total += w;
    }
    f->range = UINT32_C(4) << random_below(&f->r, 6);
    f->value_style = (int)random_below(&f->r, 4);
    lua_settop(f->L, 0);
    lua_checkstack(f->L, 50);
    lua_newtable(f->L);
    for (int i = 0; i < NOBJECTS; i++) {
        lua_newtable(f->L);
        lua_pushinteger(f->L, i);
        lua_setfield(f->L, -2, "number");
        lua_rawseti(f->L, OBJECTS, i);
    }
    lua_createtable(f->L, (int)random_below(&f->r, 3) * 5,
                    (int)random_below(&f->r, 3) * 5);
    cr_assert_eq(lua_gettop(f->L), TABLE);
    cr_assert(is_table(&f->L->base[TABLE - 1]));
}

static int64_t smallest_key(Twin *w)
{
    int64_t least = INT64_MAX;

    for (int i = 0; i < w->n; i++)
        if (w->pair[i].key.type == INT && w->pair[i].key.i > 0 &&
            w->pair[i].key.i < least)
            least = w->pair[i].key.i;
    return least == INT64_MAX ? 1 : least;
}

static int64_t huge_integer(Fuzz *f)
{
    static const int64_t some[] = {0, -1, INT64_MAX, INT64_MIN,
                                   INT64_C(1) << 31, INT64_C(1) << 32,
                                   INT64_C(1) << 53, UINT32_MAX, INT32_MAX};

    if (random_once_in(&f->r, 2))
        return some[random_below(&f->r, sizeof some / sizeof *some)];
    return (int64_t)random_below(&f->r, f->range) << 32; /* these collide */
}

static Item key_of_style(Fuzz *f, enum KeyStyle style)
{
    int64_t n = random_below(&f->r, f->range);
    int64_t len = tab_len(f->vm, table_of(f));

    switch (style) {
    case K_DENSE: return (Item){INT, {n + 1}};
    case K_NEXT: return (Item){INT, {len + 1}};
    case K_LAST: return (Item){INT, {len}};
    case K_FIRST:
        return (Item){INT, {smallest_key(&f->twin) - (n % 8 == 0)}};
    case K_SPARSE: return (Item){INT, {n * 37 - 100}};
    case K_HUGE: return (Item){INT, {huge_integer(f)}};
    case K_FLOAT_INT:
        return (Item){FLOAT, {.n = n == 0 ? -0.0 : (double)n}};
    case K_FLOAT:
        return (Item){FLOAT, {.n = n % 7 == 0   ? 1e300 * (double)n
                                   : n % 7 == 1 ? INFINITY
                                                : (double)n + 0.5}};
    case K_NAME:
    case K_COMPUTED: return (Item){STR, {n}};
    case K_LONG: return (Item){LONG_STR, {n}};
    case K_BOOL: return (Item){BOOL, {n % 2}};
    case K_OBJ: return (Item){OBJ, {n % NOBJECTS}};
    default: return (Item){LIGHT, {n % (int64_t)sizeof places}};
    }
}

static enum KeyStyle random_style(Fuzz *f)
{
    uint32_t x = random_below(&f->r, f->total), style = 0;

    while (x >= f->weight[style])
        x -= f->weight[style++];
    return (enum KeyStyle)style;
}

static Item random_value(Fuzz *f)
{
    uint32_t n = random_below(&f->r, 1000);
    int style = f->value_style;

    if (style == 3 || random_once_in(&f->r, 50))
        style = (int)random_below(&f->r, 7);
    switch (style) {
    case 0: return (Item){INT, {(int64_t)random_bits(&f->r)}};
    case 1: return (Item){FLOAT, {.n = n % 10 == 0 ? -0.0 : n * 0.37}};
    case 2: return (Item){STR, {n}};
    case 3: return (Item){BOOL, {n % 2}};
    case 4: return (Item){OBJ, {n % NOBJECTS}};
    case 5: return (Item){LONG_STR, {n}};
    default: return (Item){INT, {n}};
    }
}

/* t[key] = value in both. Half of the names are constants of a program. */
static void set_both(Fuzz *f, Item key, Item value, bool computed)
{
    const Value *k, *v;

    item_push(f->L, key);
    item_push(f->L, value);
    k = f->L->top - 2;
    v = f->L->top - 1;
    if (is_sstr(k))
        tab_set_str(f->vm, table_of(f), k->str, v, computed);
    else
        tab_set(f->vm, table_of(f), k, v);
    lua_pop(f->L, 2);
    twin_set(&f->twin, item_key(key), value);
}

static void check_get(Fuzz *f, Item key)
{
    Pair *p = twin_find(&f->twin, item_key(key));
    Item want = p != NULL ? p->value : (Item){NIL, {0}}, got;
    Value tmp;

    item_push(f->L, key);
    got = item_of(f->L, tab_get(f->vm, table_of(f), f->L->top - 1, &tmp));
    lua_pop(f->L, 1);
    CHECK(&f->r, item_same(got, want), "step %d: [%s] is %s, not %s", f->step,
          item_text(key), item_text(got), item_text(want));
}

/* -- what always holds --------------------------------------------------- */

static void check_length(Fuzz *f)
{
    int64_t n = tab_len(f->vm, table_of(f));

    CHECK(&f->r, n >= 0 && (n == 0 || twin_has_int(&f->twin, n)) &&
                     !twin_has_int(&f->twin, n + 1),
          "step %d: length %lld is no border", f->step, (long long)n);
}

static void check_array(Fuzz *f)
{
    const Table *t = table_of(f);

    CHECK(&f->r, t->abase >= 1 && (t->abase == 1 || t->arr != NULL),
          "step %d: base %u", f->step, t->abase);
    if (t->acount == 0)
        return;
    CHECK(&f->r, t->h.kind != KIND_NONE && t->acount <= arr_head(t)->cap,
          "step %d: kind %d, %u elements of %u", f->step, t->h.kind,
          t->acount, arr_head(t)->cap);
    if (t->h.kind == KIND_ANY)
        CHECK(&f->r, !is_nil(&t->av[t->acount - 1]),
              "step %d: the array ends in nil", f->step);
}

static void check_entry(Fuzz *f, DictEntry *e)
{
    Table *t = table_of(f);
    Dict *d = &t->ext->dict;
    Value k;

    k.bits = e->k;
    k.tag = e->ktag;
    CHECK(&f->r, dict_hash(d, &k) == e->hash &&
                     dict_find(f->vm, d, &k, e->hash) == e,
          "step %d: an entry is not found", f->step);
    if (k.tag == TAG_SSTR)
        CHECK(&f->r, tab_shape(f->vm, t)->h.kind & SHAPE_DICT,
              "step %d: a field in the dictionary", f->step);
    if (k.tag == TAG_INT)
        CHECK(&f->r, tab_dict_has_ints(t) &&
                         (k.i < 1 || k.i > (int64_t)t->abase + t->acount),
              "step %d: key %lld in the dictionary; array of %u from %u",
              f->step, (long long)k.i, t->acount, t->abase);
}

static void check_dictionary(Fuzz *f)
{
    Table *t = table_of(f);
    Dict *d;

    if (!tab_has_ext(t))
        return;
    d = &t->ext->dict;
    CHECK(&f->r, d->used <= d->cap, "step %d", f->step);
    for (uint32_t i = 0; i < d->used; i++)
        if (d->ent[i].vtag != TAG_NIL)
            check_entry(f, &d->ent[i]);
    if (tab_shape(f->vm, t)->h.kind & SHAPE_DICT)
        CHECK(&f->r, tab_shape(f->vm, t)->n == 0, "step %d: fields",
              f->step);
}

/* Array, fields, dictionary, each in order. */
static int part_of(Fuzz *f, Item key)
{
    const Table *t = table_of(f);

    if (key.type == INT && key.i >= t->abase &&
        key.i < (int64_t)t->abase + t->acount)
        return 0;
    return key.type == STR &&
                   !(tab_shape(f->vm, t)->h.kind & SHAPE_DICT)
               ? 1
               : 2;
}

/* All pairs, once each, the same way by positions and by keys. */
static void check_traversal(Fuzz *f)
{
    Table *t = table_of(f);
    uint32_t pos = 0;
    Value k, v;
    int n = 0, part = 0;
    int64_t last = 0;

    for (int i = 0; i < f->twin.n; i++)
        f->twin.pair[i].seen = 0;
    lua_pushnil(f->L);
    while (tab_next_at(f->vm, t, &pos, &k, &v)) {
        Item key = item_of(f->L, &k), value = item_of(f->L, &v);
        Pair *p = twin_find(&f->twin, key);
        int now = part_of(f, key);

        CHECK(&f->r, p != NULL && item_same(p->value, value) && !p->seen++,
              "step %d: %s = %s", f->step, item_text(key), item_text(value));
        CHECK(&f->r, now >= part && (now > 0 || key.i > last),
              "step %d: %s comes late", f->step, item_text(key));
        part = now;
        last = now == 0 ? key.i : 0;
        CHECK(&f->r, tab_pos_is(f->vm, t, &k, pos), "step %d: %s is not at %u",
              f->step, item_text(key), pos);
        CHECK(&f->r, lua_next(f->L, TABLE), "step %d: the end at %s", f->step,
              item_text(key));
        lua_pop(f->L, 1);
        lua_pushvalue(f->L, -1);
        value = item_pop(f->L);
        CHECK(&f->r, item_same(value, key), "step %d: %s, then %s", f->step,
              item_text(key), item_text(value));
        n++;
    }
    CHECK(&f->r, !lua_next(f->L, TABLE), "step %d: no end", f->step);
    CHECK(&f->r, n == f->twin.n, "step %d: %d pairs, not %d", f->step, n,
          f->twin.n);
}

static void check_all(Fuzz *f)
{
    check_length(f);
    check_array(f);
    check_dictionary(f);
    check_traversal(f);
    for (int i = 0; i < f->twin.n; i++)
        check_get(f, f->twin.pair[i].key);
}

/* -- traversal with changes ---------------------------------------------- */

static Item random_pair_key(Fuzz *f)
{
    return f->twin.pair[random_below(&f->r, (uint32_t)f->twin.n)].key;
}

/* What a program may do while it traverses: assign to what is there. */
static void change_existing(Fuzz *f, Item visited)
{
    Item nil = {NIL, {0}};
    bool here = random_once_in(&f->r, 2);
    Item key = here || f->twin.n == 0 ? visited : random_pair_key(f);

    if (twin_find(&f->twin, key) == NULL)
        return;
    if (random_once_in(&f->r, 2))
        set_both(f, key, nil, true);
    else
        set_both(f, key, random_value(f), true);
    if (random_once_in(&f->r, 8))
        gc_full(f->vm, false);
}

static void traverse_and_change(Fuzz *f)
{
    uint32_t often = 1 + random_below(&f->r, 8);

    for (int i = 0; i < f->twin.n; i++) {
        f->twin.pair[i].at_start = true;
        f->twin.pair[i].seen = 0;
    }
    lua_pushnil(f->L);
    while (lua_next(f->L, TABLE)) {
        Item value = item_pop(f->L), key;
        Pair *p;

        lua_pushvalue(f->L, -1);
        key = item_pop(f->L);
        p = twin_find(&f->twin, key);
        CHECK(&f->r, p != NULL && item_same(p->value, value),
              "step %d: %s = %s is visited", f->step, item_text(key),
              item_text(value));
        CHECK(&f->r, p->at_start && !p->seen++, "step %d: %s comes again",
              f->step, item_text(key));
        if (random_once_in(&f->r, often))
            change_existing(f, key);
    }
    for (int i = 0; i < f->twin.n; i++)
        CHECK(&f->r, f->twin.pair[i].seen, "step %d: %s was left out",
              f->step, item_text(f->twin.pair[i].key));
}

/* -- operations ---------------------------------------------------------- */

static void set_metatable(Fuzz *f)
{
    Table *t = table_of(f);

    if (random_once_in(&f->r, 2)) {
        tab_set_metatable(f->vm, t, NULL);
        return;
    }
    lua_rawgeti(f->L, OBJECTS, random_below(&f->r, 3));
    tab_set_metatable(f->vm, t, f->L->top[-1].tab);
    lua_pop(f->L, 1);
}

/* As constructors and table.pack do; nils among the list. */
static void set_list(Fuzz *f)
{
    uint32_t n = random_below(&f->r, 12);
    int64_t first = random_once_in(&f->r, 2)
                        ? 1
                        : 1 + tab_len(f->vm, table_of(f));
    Item items[12];

    for (uint32_t i = 0; i < n; i++) {
        items[i] = random_once_in(&f->r, 4) ? (Item){NIL, {0}}
                                            : random_value(f);
        item_push(f->L, items[i]);
    }
    tab_set_list(f->vm, table_of(f), first, f->L->top - n, n);
    lua_pop(f->L, (int)n);
    for (uint32_t i = 0; i < n; i++)
        if (items[i].type != NIL || first == 1)
            twin_set(&f->twin, (Item){INT, {first + i}}, items[i]);
}

/* A long run of one operation: arrays that grow, queues that slide. */
static void run_of(Fuzz *f)
{
    enum KeyStyle style = random_style(f);
    uint32_t n = random_below(&f->r, 60);
    bool clear = random_once_in(&f->r, 2);

    while (n-- > 0) {
        Item key = key_of_style(f, style);
        if (!clear)
            set_both(f, key, random_value(f), style != K_NAME);
        else if (twin_find(&f->twin, item_key(key)) != NULL)
            set_both(f, key, (Item){NIL, {0}}, true);
        check_length(f);
    }
}

static void queue(Fuzz *f)
{
    uint32_t n = random_below(&f->r, 100);

    while (n-- > 0) {
        set_both(f, key_of_style(f, K_NEXT), random_value(f), true);
        if (!random_once_in(&f->r, 3))
            set_both(f, (Item){INT, {smallest_key(&f->twin)}},
                     (Item){NIL, {0}}, true);
    }
}

static void clear_some(Fuzz *f)
{
    uint32_t n = random_below(&f->r, 1 + (uint32_t)f->twin.n);

    while (n-- > 0 && f->twin.n > 0)
        set_both(f, random_pair_key(f), (Item){NIL, {0}}, true);
}

static void change(Fuzz *f)
{
    enum KeyStyle style = random_style(f);
    Item key = key_of_style(f, style);

    switch (random_below(&f->r, 64)) {
    case 0: gc_full(f->vm, false); break;
    case 1: (void)gc_step(f->vm, 256); break;
    case 2: set_metatable(f); break;
    case 3: traverse_and_change(f); break;
    case 4: clear_some(f); break;
    case 5: queue(f); break;
    case 6:
    case 7: run_of(f); break;
    case 8:
        if (table_of(f)->acount == 0 && table_of(f)->abase == 1)
            set_list(f);
        break;
    case 9:
        if (random_once_in(&f->r, 20))
            tab_watch(f->vm, table_of(f));
        break;
    case 10:
        if (random_once_in(&f->r, 20))
            tab_make_private(f->vm, table_of(f));
        break;
    case 11: tab_reserve(f->vm, table_of(f), random_below(&f->r, 20)); break;
    case 12: arr_widen(f->vm, table_of(f)); break;
    default:
        if (random_once_in(&f->r, 3))
            set_both(f, key, (Item){NIL, {0}}, true);
        else
            set_both(f, key, random_value(f), style != K_NAME);
    }
    check_get(f, key);
}

Test(table, random_operations)
{
    static Fuzz f;

    for (int i = 0; random_round(&f.r, i, 60); i++) {
        fuzz_start(&f);
        for (f.step = 0; f.step < 1500 && f.twin.n < MAX_PAIRS - 200;
             f.step++) {
            change(&f);
            if (f.step % 16 == 0)
                check_all(&f);
        }
        check_all(&f);
        lua_close(f.L);
    }
}
