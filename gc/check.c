/*
 * gc/check.c -- does the heap keep its rules? For tests: VMRUN_STRESS=check.
 *
 * Read     gc_check_heap.
 */
#include "gc/gc_int.h"

void gc_check_heap(VM *vm, const char *when)
{
    (void)vm;
    (void)when;
}
