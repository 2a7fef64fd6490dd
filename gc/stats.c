/*
 * gc/stats.c -- the collector seen from outside: counts, pauses, a log.
 *
 * Read     gc_pause_begin, gc_pause_end, vmr_gc_stats.
 */
#define _POSIX_C_SOURCE 200809L
#include <time.h>

#include "gc/gc_int.h"

#define NS 1000000000u

static uint64_t clock_ns(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (uint64_t)t.tv_sec * NS + (uint64_t)t.tv_nsec;
}

uint64_t gc_clock_ns(void) { return clock_ns(CLOCK_MONOTONIC); }

/* Buckets: from 1 us on eight to each doubling. */
static unsigned bucket_of(uint64_t ns)
{
    uint64_t us8 = ns / 125; /* eighths of a microsecond */
    unsigned octave = 0;
    while (us8 >= 16)
        us8 >>= 1, octave++;
    if (us8 < 8)
        return 0;
    unsigned b = octave * 8 + (unsigned)(us8 - 8);
    return b < VMR_GC_BUCKETS ? b : VMR_GC_BUCKETS - 1;
}

/* The longest pause that belongs to a bucket. */
static uint64_t bucket_end_ns(unsigned b)
{
    return ((UINT64_C(8) + b % 8 + 1) << (b / 8)) * 125;
}

void gc_pause_begin(GC *gc)
{
    if (gc->measured)
        gc->pause_began = clock_ns(CLOCK_THREAD_CPUTIME_ID);
}

void gc_pause_end(VM *vm, const char *what, bool full)
{
    GC *gc = &vm->gc;
    VmrGCStats *s = &gc->stats;
    if (!gc->measured || gc->pause_began == 0)
        return;
    uint64_t ns = clock_ns(CLOCK_THREAD_CPUTIME_ID) - gc->pause_began;
    gc->pause_began = 0;
    s->gc_ns += ns;
    if (!full) {
        s->npauses++;
        s->pauses[bucket_of(ns)]++;
        if (ns > s->pause_max_ns)
            s->pause_max_ns = ns;
    }
    if (gc->log_file != NULL)
        fprintf(gc->log_file,
                "gc: %-6s %8.3f ms  phase %u  heap %7zu KB  old %7zu KB  "
                "promoted %6zu KB  nursery %4zu KB  host %7zu KB\n",
                what, (double)ns / 1e6, gc->phase, gc_count(vm) / 1024,
                gc->old_nbytes / 1024, gc->promoted_nbytes / 1024,
                gc->nursery_nbytes / 1024, gc->host_nbytes / 1024);
}

void vmr_gc_stats(lua_State *L, VmrGCStats *out)
{
    const GC *gc = &L->vm->gc;
    *out = gc->stats;
    out->heap_nbytes = gc_count(L->vm);
    out->host_nbytes = gc->host_nbytes;
}

uint64_t vmr_gc_pause_ns(const VmrGCStats *s, double share)
{
    double want = (double)s->npauses * share, n = 0;
    for (unsigned b = 0; b < VMR_GC_BUCKETS; b++) {
        n += s->pauses[b];
        if (s->pauses[b] != 0 && n >= want) {
            uint64_t end = bucket_end_ns(b);
            return end < s->pause_max_ns ? end : s->pause_max_ns;
        }
    }
    return s->pause_max_ns;
}

void vmr_gc_measure(lua_State *L, int on, FILE *log)
{
    GC *gc = &L->vm->gc;
    gc->measured = on != 0;
    gc->log_file = log;
}
