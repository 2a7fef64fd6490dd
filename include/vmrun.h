/*
 * include/vmrun.h -- what vmrun offers beyond the Lua 5.4 API: limits for
 * code that is not trusted, the fuel it used, interrupts, the version.
 *
 * Limits belong to a VM, that is, to a main state with all its threads; any
 * of its threads may stand for it. They hold inside compiled code, library
 * functions, coroutines and finalizers.
 *
 * A limit that is hit ends the call that the host made. The program cannot
 * catch it, and no code of the program runs on the way out: no pcall returns,
 * and no __close, __gc or message handler of the program is called. The
 * host's lua_pcall returns LUA_ERRMEM for memory and LUA_ERRRUN for the
 * others, with a one-line message on the stack; vmr_limit_hit tells which.
 *
 *     VmrLimits limits = { .max_memory = 64 << 20, .timeout_s = 0.5 };
 *     vmr_limits_set(L, &limits);
 *     if (lua_pcall(L, 0, 0, 0) != LUA_OK &&
 *         vmr_limit_hit(L) != VMR_LIMIT_NONE)
 *         retire_plugin(L);
 */
#ifndef VMRUN_H
#define VMRUN_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
#include "lua.hpp" /* its names have C linkage */
#else
#include "lua.h"
#endif

#define VMR_VERSION "0.1.0"

/* Our names are visible as the names of lua.h are. */
#define VMR_API LUA_API

#ifdef __cplusplus
extern "C" {
#endif

/* What the functions below that can refuse return. */
enum { VMR_OK, VMR_ERRARG };

enum { VMR_LIMIT_NONE, VMR_LIMIT_MEMORY, VMR_LIMIT_FUEL, VMR_LIMIT_TIME };

/*
 * What a VM may use. Zero means no limit, so { 0 } lifts them all.
 *
 * A unit of fuel is a call, a loop iteration, or as much work inside a
 * library function (sixteen bytes copied, an element moved, a step of pattern
 * matching). A program takes the same fuel on every run and platform.
 */
typedef struct VmrLimits {
    size_t max_memory; /* bytes that the VM owns at one time */
    uint64_t fuel;     /* units, counted from the vmr_limits_set */
    double timeout_s;  /* wall-clock seconds from the vmr_limits_set */
} VmrLimits;

/*
 * Replace the limits of L's VM, fill up its fuel and start its clock.
 *
 * limits   copied, you keep yours.
 * returns  VMR_OK; VMR_ERRARG and no change if timeout_s is negative or not
 *          a number.
 *
 * Fuel and time that are used up stay so: every further call ends at once,
 * until limits are set again. Memory is looked at by each allocation, which
 * collects garbage before it gives up; a cap below what is in use now takes
 * effect at the next one. lua_close runs finalizers within the limits too;
 * once one is hit, only finalizers that are C functions are still called.
 *
 * Stack -0 +0    Raises no    Collects no
 */
VMR_API int vmr_limits_set(lua_State *L, const VmrLimits *limits);

/*
 * Which limit ended the last call that the host made into L's VM.
 *
 * returns  a VMR_LIMIT_* constant; VMR_LIMIT_NONE if the call ended in
 *          another way, or none was made since vmr_limits_set. Within
 *          lua_close, finalizers written in C see a limit hit there.
 *
 * Stack -0 +0    Raises no    Collects no
 */
VMR_API int vmr_limit_hit(lua_State *L);

/*
 * Have L's VM look at its deadline and its hook soon, as if the present slice
 * of the budget were used up.
 *
 * May be called from any thread and from signal handlers, as long as L is
 * not closed meanwhile. By itself it ends nothing: set a hook (lua_sethook)
 * that raises an error to stop a program, in the thread that runs.
 *
 * Stack -0 +0    Raises no    Collects no
 */
VMR_API void vmr_interrupt(lua_State *L);

/*
 * The thread of L's VM that runs now: L, or a coroutine. Hooks belong to a
 * thread, so one that is to stop a program is set here. As vmr_interrupt, it
 * may be called from signal handlers.
 *
 * Stack -0 +0    Raises no    Collects no
 */
VMR_API lua_State *vmr_running(lua_State *L);

/*
 * Units of fuel used since vmr_limits_set, or since the VM was made. They are
 * counted without a limit too.
 *
 * Stack -0 +0    Raises no    Collects no
 */
VMR_API uint64_t vmr_fuel_used(lua_State *L);

/* Buckets of a pause histogram: eight to each doubling, from 1 us on. */
#define VMR_GC_BUCKETS 160

/*
 * What the collector of a VM has done so far. Times are processor time of the
 * thread that runs the VM, and stay 0 unless vmr_gc_measure asked for them.
 */
typedef struct VmrGCStats {
    uint64_t nminor;          /* minor collections */
    uint64_t ncycles;         /* old cycles finished */
    uint64_t nslices;         /* slices of old cycles */
    uint64_t nfull;           /* whole collections, asked for or in need */
    uint64_t nfinalized;      /* finalizers called */
    uint64_t promoted_nbytes; /* that survived a minor collection */
    uint64_t freed_nbytes;    /* by old cycles */
    size_t heap_nbytes;       /* in use now, garbage not yet found included */
    size_t host_nbytes;       /* taken from the host now */
    size_t host_peak_nbytes;  /* at most at one time */
    uint64_t gc_ns;           /* spent in the collector */
    uint64_t npauses, pause_max_ns;
    uint32_t pauses[VMR_GC_BUCKETS]; /* full collections are not among them */
} VmrGCStats;

/*
 * Fill in *out. vmr_gc_pause_ns tells the pause that a share of all pauses
 * (0.5, 0.99, ...) did not exceed, up to the width of a bucket.
 *
 * Stack -0 +0    Raises no    Collects no
 */
VMR_API void vmr_gc_stats(lua_State *L, VmrGCStats *out);
VMR_API uint64_t vmr_gc_pause_ns(const VmrGCStats *stats, double share);

/*
 * Measure pauses from now on (on != 0), at the cost of two readings of the
 * clock for each, and write a line a collection to `log` unless it is NULL,
 * which stays yours.
 *
 * Stack -0 +0    Raises no    Collects no
 */
VMR_API void vmr_gc_measure(lua_State *L, int on, FILE *log);

/*
 * Write all objects that are alive, and what refers to what by which name, to
 * `out` as Chromium's developer tools read it (a file NAME.heapsnapshot):
 * their Memory panel shows what takes memory and why it is not freed. Needs
 * memory from malloc, about 100 bytes an object. `out` stays yours and is
 * flushed.
 *
 * returns  0 when there was no memory, or `out` could not be written.
 *
 * Stack -0 +0    Raises no    Collects yes (no finalizer is called)
 */
VMR_API int vmr_heap_snapshot(lua_State *L, FILE *out);

/*
 * The version of the library that is running, as in "0.1.0". The string is
 * static. Compare with VMR_VERSION, the version compiled against.
 *
 * Stack none    Raises no    Collects no
 */
VMR_API const char *vmr_version(void);

#ifdef __cplusplus
}
#endif

#endif
