/*
 * vm/sort.h -- table.sort with an order function written in Lua, as an
 * operation of the machine.
 */
#ifndef VM_SORT_H
#define VM_SORT_H

#include "vm/frame.h"
#include "vm/state.h"

/*
 * The frame of table.sort is running, called with nargs arguments. If a plain
 * table is to be sorted by a Lua function, begin: the first comparison's frame
 * is pushed, and each comparison that returns calls sort_step.
 *
 * returns  false when the C function must do it; nothing was changed.
 *
 * Raises any    Collects yes    Moves the stack
 */
bool sort_begin(lua_State *L, uint32_t nargs);

/*
 * A comparison has returned, the frame of table.sort is L->base again. Push
 * the next comparison's frame, or return from table.sort.
 */
void sort_step(lua_State *L, bool before);

/* Slots of table.sort's frame; see vm/sort.c. */
enum {
    SORT_TABLE, SORT_ORDER, SORT_STATE, SORT_COPY, SORT_FUNC,
    SORT_NSLOTS = 8
};

/* The link of the order function's frame. */
#define SORT_LINK                                                              \
    link_make(LINK_SORT, 0, SORT_FUNC * sizeof(Value), 2, LINK_SPECIAL)

/* What the comparison that runs is about. */
enum Question {
    ASK_MERGE, /* does the right run's next element come first? */
    ASK_TOUCH, /* are the runs out of order at all? */
    ASK_ENDS,  /* does the last of all come before the first? */
};

/* Runs of `width` in `from` are merged in pairs, into `to`. */
typedef struct Sort {
    Value *from, *to;
    size_t n, width;
    size_t i, mid; /* next element of the left run, and where it ends */
    size_t j, end; /* the same of the right run */
    size_t k;      /* where the next one goes */
    enum Question question;
} Sort;

static inline Sort *sort_state(const Value *base)
{
    return (Sort *)(void *)base[SORT_STATE].ud->data;
}

/*
 * The order function has answered about a merge: take the next step if that is
 * another question about the same two runs, whose elements go to args.
 */
static ALWAYS_INLINE bool sort_merge_on(Sort *s, bool before, Value *args)
{
    size_t i = s->i + !before, j = s->j + before;
    if (UNLIKELY(s->question != ASK_MERGE || i >= s->mid || j >= s->end))
        return false;
    s->to[s->k++] = s->from[before ? s->j : s->i];
    s->i = i;
    s->j = j;
    val_copy(&args[0], &s->from[j]);
    val_copy(&args[1], &s->from[i]);
    return true;
}

#endif
