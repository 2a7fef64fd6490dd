/*
 * vm/fast.h -- library functions as VM operations; see vm/builtin.h for how a
 * library gives them its table.
 */
#ifndef VM_FAST_H
#define VM_FAST_H

#include "vm/state.h"

/* Make the strings that they answer with. Raises memory. */
void fast_init(VM *vm);

#endif
