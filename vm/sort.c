/*
 * vm/sort.c -- table.sort with an order function written in Lua.
 *
 * A merge sort from the bottom up, which compares less often than quicksort
 * does, and comparisons are what costs. It is a state machine: the interpreter
 * runs the order function in a frame above table.sort's (LINK_SORT), and the
 * return from it takes the next step. So a comparison costs a frame, and no
 * activation of the interpreter.
 *
 *     base[0] table, [1] order, [2] the Sort, [3] copy of the table,
 *     [4] order, [5] link, [6] and [7] its arguments
 *
 * Elements move between two buffers that the collector does not look at; the
 * copy keeps them alive. The table changes only when all is done.
 *
 * Owner    the Sort and its buffers: a userdata in the frame.
 * Raises   what the order function raises; an order that contradicts itself.
 * Read     Sort, sort_step.
 */
#include "vm/sort.h"

#include <limits.h>

#include "include/lauxlib.h"
#include "vm/builtin.h"
#include "vm/call.h"
#include "vm/function.h"
#include "vm/table.h"

enum {
    TOUCH_WIDTH = 8, /* runs worth a question whether they are in order */
    ENDS_MIN = 4,    /* elements from which a wrong order is told */
};

static Value *buffers_of(Sort *s)
{
    return (Value *)(void *)((char *)s + ((sizeof *s + 15) & ~(size_t)15));
}

/* ------------------------------------------------------------- comparisons */

static void make_room(lua_State *L, const Value *args, size_t nregs)
{
    if (UNLIKELY(args + nregs + 8 > L->limit || L->vm->stress_stack)) {
        L->top = L->base + SORT_NSLOTS;
        stack_grow(L, nregs + 8);
    }
}

/* Push the frame of order(a, b). */
static void ask(lua_State *L, const Value *a, const Value *b)
{
    VM *vm = L->vm;
    const LClosure *order = L->base[SORT_ORDER].lcl;
    const Proto *p = order->p;
    if (UNLIKELY(--vm->budget < 0)) {
        L->top = L->base + SORT_NSLOTS;
        vm_budget_slow(L);
    }
    make_room(L, L->base + SORT_FUNC + LINK_SLOTS, p->nregs);
    Value *func = L->base + SORT_FUNC;
    Value *args = func + LINK_SLOTS;
    val_copy(func, L->base + SORT_ORDER);
    args[-1].bits = 0;
    args[-1].word = SORT_LINK;
    val_copy(&args[0], a);
    val_copy(&args[1], b);
    for (unsigned i = 2; i < p->nparams; i++)
        val_nil(&args[i]);
    L->base = args;
    L->top = args + 2;
    L->pc = p->code;
}

static void ask_merge(lua_State *L, Sort *s)
{
    s->question = ASK_MERGE;
    ask(L, &s->from[s->j], &s->from[s->i]);
}

/* ----------------------------------------------------------------- merging */

static void copy_run(Sort *s, size_t from, size_t to)
{
    if (to > from)
        memcpy(&s->to[s->k], &s->from[from], (to - from) * sizeof(Value));
    s->k += to - from;
}

/* One run is used up, or both are in order. */
static void merge_rest(Sort *s)
{
    copy_run(s, s->i, s->mid);
    copy_run(s, s->j, s->end);
}

static size_t at_most(size_t a, size_t b) { return a < b ? a : b; }

/* The next pair of runs. False when all are merged, and in `from`. */
static bool next_pair(lua_State *L, Sort *s)
{
    for (;;) {
        if (s->k == s->n) {
            Value *to = s->from;
            s->from = s->to;
            s->to = to;
            s->k = 0;
            s->width *= 2;
            if (s->width >= s->n)
                return false;
            vm_charge(L, s->n);
        }
        s->i = s->k;
        s->j = s->mid = at_most(s->i + s->width, s->n);
        s->end = at_most(s->mid + s->width, s->n);
        if (s->j < s->end)
            return true;
        merge_rest(s);
    }
}

/* ------------------------------------------------------- beginning and end */

static void copy_elements(VM *vm, Value *base, Sort *s)
{
    for (size_t i = 0; i < s->n; i++) {
        Value tmp;
        const Value *v =
            tab_get_int(vm, base[SORT_TABLE].tab, (int64_t)i + 1, &tmp);
        s->from[i] = tmp; /* all of a slot, the private bytes too */
        val_copy(&s->from[i], v);
    }
    if (base[SORT_TABLE].tab->h.kind == KIND_ANY)
        tab_set_list(vm, base[SORT_COPY].tab, 1, s->from, s->n);
}

bool sort_begin(lua_State *L, uint32_t nargs)
{
    VM *vm = L->vm;
    Value *base = L->base;
    if (nargs < 2 || !is_table(&base[0]) || !is_lcl(&base[1]) ||
        tab_metatable(vm, base[0].tab) != NULL)
        return false;
    int64_t n = tab_len(vm, base[0].tab);
    if (n < 2 || n >= INT_MAX ||
        (uint64_t)n > (SIZE_MAX / 4 - sizeof(Sort)) / sizeof(Value))
        return false;
    L->top = base + SORT_STATE;
    stack_ensure(L, SORT_NSLOTS + LUA_MINSTACK);
    base = L->base;
    for (int i = SORT_STATE; i < SORT_NSLOTS; i++)
        val_nil(&base[i]);
    L->top = base + SORT_NSLOTS;
    vm_charge(L, 2 * (size_t)n);
    base = L->base; /* finalizers may have moved the stack */
    val_obj(&base[SORT_COPY], tab_new_fields(vm, 0));
    size_t nbytes = 2 * (size_t)n * sizeof(Value) + sizeof(Sort) + 16;
    val_obj(&base[SORT_STATE], udata_new(vm, nbytes, 0));
    Sort *s = sort_state(base);
    *s = (Sort){.from = buffers_of(s), .n = (size_t)n, .width = 1};
    s->to = s->from + n;
    copy_elements(vm, base, s);
    L->nsorts++;
    next_pair(L, s);
    ask_merge(L, s);
    return true;
}

/* The order function may have changed the table. */
static void write_back(VM *vm, Table *t, const Sort *s)
{
    for (size_t i = 0; i < s->n; i++)
        tab_set_int(vm, t, (int64_t)i + 1, &s->from[i]);
}

static void finish(lua_State *L, const Sort *s)
{
    write_back(L->vm, L->base[SORT_TABLE].tab, s);
    L->nsorts--;
    L->top = L->base + SORT_NSLOTS;
    call_return(L, L->top, 0);
}

static void ask_next(lua_State *L, Sort *s)
{
    if (next_pair(L, s)) {
        if (s->width < TOUCH_WIDTH) {
            ask_merge(L, s);
        } else {
            s->question = ASK_TOUCH;
            ask(L, &s->from[s->mid], &s->from[s->mid - 1]);
        }
    } else if (s->n >= ENDS_MIN) {
        s->question = ASK_ENDS;
        ask(L, &s->from[s->n - 1], &s->from[0]);
    } else {
        finish(L, s);
    }
}

void sort_step(lua_State *L, bool before)
{
    Sort *s = sort_state(L->base);
    switch (s->question) {
    case ASK_MERGE:
        s->to[s->k++] = s->from[before ? s->j++ : s->i++];
        if (LIKELY(s->i < s->mid && s->j < s->end)) {
            ask_merge(L, s);
            return;
        }
        break;
    case ASK_TOUCH:
        if (before) {
            ask_merge(L, s);
            return;
        }
        break;
    case ASK_ENDS:
        L->top = L->base + SORT_NSLOTS;
        if (before) {
            L->nsorts--;
            luaL_error(L, "invalid order function for sorting");
        }
        finish(L, s);
        return;
    }
    merge_rest(s);
    ask_next(L, s);
}
