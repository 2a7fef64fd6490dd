/*
 * vm/sort.h -- table.sort with an order function written in Lua, as an
 * operation of the machine.
 */
#ifndef VM_SORT_H
#define VM_SORT_H

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

#endif
