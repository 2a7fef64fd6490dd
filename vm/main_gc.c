/*
 * vm/main_gc.c -- what `vmrun --gc-stats`, `--gc-log` and `--heap-snapshot`
 * show.
 *
 * Read     main_gc_begin, main_gc_report.
 */
#include "vm/main_int.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "include/vmrun.h"

static bool wants_stats, failed;
static const char *snapshot_name;
static FILE *snapshot; /* NULL: not asked for, or written */

static bool snapshot_failed(void)
{
    char text[400];
    snprintf(text, sizeof text, "cannot write '%s': %s", snapshot_name,
             strerror(errno));
    main_message(text);
    failed = true;
    return false;
}

bool main_gc_begin(lua_State *L, bool stats, bool log, const char *name)
{
    wants_stats = stats;
    if (stats || log)
        vmr_gc_measure(L, 1, log ? stderr : NULL);
    snapshot_name = name;
    return name == NULL || (snapshot = fopen(name, "w")) != NULL ||
           snapshot_failed();
}

void main_gc_snapshot(lua_State *L)
{
    FILE *out = snapshot;
    if (out == NULL)
        return;
    snapshot = NULL;
    errno = ENOMEM; /* unless writing says otherwise */
    bool ok = vmr_heap_snapshot(L, out) != 0;
    if (fclose(out) != 0 || !ok)
        snapshot_failed();
}

bool main_gc_failed(void) { return failed; }

static double ms(uint64_t ns) { return (double)ns / 1e6; }
static double kb(uint64_t nbytes) { return (double)nbytes / 1024; }

void main_gc_report(lua_State *L)
{
    VmrGCStats s;
    main_gc_snapshot(L);
    if (!wants_stats)
        return;
    wants_stats = false;
    vmr_gc_stats(L, &s);
    fprintf(stderr,
            "collections  minor %llu, old cycles %llu in %llu slices, "
            "full %llu\n"
            "bytes        in use %.0f KB, promoted %.0f KB, freed when old "
            "%.0f KB\n"
            "host         %.0f KB, at most %.0f KB\n"
            "finalizers   %llu called\n"
            "collector    %.1f ms of processor time\n"
            "pauses       %llu: p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms, "
            "longest %.3f ms\n",
            (unsigned long long)s.nminor, (unsigned long long)s.ncycles,
            (unsigned long long)s.nslices, (unsigned long long)s.nfull,
            kb(s.heap_nbytes), kb(s.promoted_nbytes), kb(s.freed_nbytes),
            kb(s.host_nbytes), kb(s.host_peak_nbytes),
            (unsigned long long)s.nfinalized, ms(s.gc_ns),
            (unsigned long long)s.npauses, ms(vmr_gc_pause_ns(&s, 0.5)),
            ms(vmr_gc_pause_ns(&s, 0.99)), ms(vmr_gc_pause_ns(&s, 0.999)),
            ms(s.pause_max_ns));
    for (unsigned b = 0; b < VMR_GC_BUCKETS; b += 8) { /* by doublings */
        unsigned long n = 0;
        for (unsigned i = b; i < b + 8; i++)
            n += s.pauses[i];
        if (n > 0)
            fprintf(stderr, "  below %8.3f ms  %lu\n",
                    (double)(UINT64_C(2) << (b / 8)) / 1000, n);
    }
}
