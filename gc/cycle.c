/*
 * gc/cycle.c -- old cycles, in slices, and when to do what.
 *
 *   IDLE -> MARK -> WEAK -> CLEAR -> SEPARATE -> REMARK -> REWEAK -> SWEEP
 *
 * MARK        the mark stack is drained.
 * WEAK        weak tables are searched for references to white objects, which
 *             are hidden. At the end of it, with nothing grey and right after
 *             a minor collection, so that stacks hold no white object either,
 *             weak values that are white are gone, all at one instant:
 * CLEAR       only tidies up.
 * SEPARATE    white objects with finalizers become pending, the list of
 *             finalizable objects dense again,
 * REMARK      which brings back what they refer to.
 * REWEAK      as WEAK, for tables met since; at its end white weak keys are
 *             gone, too. What is white now is dead for good.
 * SWEEP       whoever knows dead objects forgets them; then the bitmaps of
 *             blocks change places.
 *
 * Each slice does as much as the debt says, which follows what is promoted,
 * and stops when its time is over. Steps from one phase to the next that must
 * be seen whole (weak tables, roots) are done at once.
 *
 * Owner    GC.
 * Read     gc_turn, slice, end_of_marking, sweep_some.
 */
#include "gc/gc_int.h"
#include "vm/function.h"
#include "vm/string.h"

#define SLICE_NS 300000      /* after a minor collection */
#define SLICE_BETWEEN_NS 100000
#define UNITS ((size_t)64)            /* of work between looks at the clock */
#define FREE_NBYTES ((size_t)2 << 20) /* given back to the host at once */
#define PACE 3               /* bytes to mark for each one promoted */
#define EPHEMERONS_AT_ONCE 4096 /* looked at again at the end of marking */
#define SETTLE_TRIES 16         /* passes over more of them before that */

/* ----------------------------------------------------------------- marking */

/* Nothing can be marked completely any more: nothing is freed from now on. */
void gc_give_up(VM *vm)
{
    vm->gc.aborted = true;
    vm->gc.disabled = true;
}

void gc_shade(VM *vm, GCHeader *o)
{
    GC *gc = &vm->gc;
    gc->nshaded++;
    o->gc = (uint8_t)((o->gc & ~GC_MARK_MASK) | gc->epoch);
    if (o->type <= TAG_LSTR)
        gc_mark_memory(vm, o, sizeof(String) + ((String *)o)->nbytes + 1);
    else if (!gc_vec_push(vm, &gc->grey, o))
        gc->aborted = true;
}

void gc_revive_slow(VM *vm, void *o)
{
    GC *gc = &vm->gc;
    GCHeader *h = o;
    if (!is_white(gc, h))
        return;
    if (is_old_marking(gc)) {
        gc_shade(vm, h);
        return;
    }
    /* While sweeping: what a shape refers to lives already. */
    h->gc = (uint8_t)((h->gc & ~GC_MARK_MASK) | gc->epoch);
    gc_visit_memory(vm, h, gc_mark_memory);
}

/* One unit of marking; false when there is nothing to do. */
static bool mark_some(VM *vm)
{
    GC *gc = &vm->gc;
    if (gc->grey.n > 0) {
        GCHeader *o = gc->grey.at[--gc->grey.n];
        gc_visit_memory(vm, o, gc_mark_memory);
        gc_scan(vm, o);
        return true;
    }
    if (gc_scan_big(vm))
        return true;
    if (gc->pending_marked < gc->pending_next)
        gc->pending_marked = gc->pending_next;
    if (gc->pending_marked < gc->pending.n) {
        gc_visit(vm, gc->pending.at[gc->pending_marked++]);
        return true;
    }
    return false;
}

static bool has_grey(const GC *gc) { return gc->grey.n > 0 || gc->big.n > 0; }

static bool is_late(uint64_t deadline)
{
    return deadline != 0 && gc_clock_ns() >= deadline;
}

/* Mark until nothing is grey (true), the debt is paid, or it is late. */
static bool drain(VM *vm, uint64_t deadline)
{
    GC *gc = &vm->gc;
    for (;;) {
        size_t was = gc->marked_nbytes;
        for (size_t i = 0; i < UNITS; i++)
            if (!mark_some(vm))
                return true;
        size_t did = gc->marked_nbytes - was + UNITS;
        gc->debt -= gc->debt < did ? gc->debt : did;
        if (gc->debt == 0 || is_late(deadline))
            return false;
    }
}

/* ------------------------------------------------------------- transitions */

/* Marking could not go on: forget it. Nothing of this cycle is freed. */
static void abandon(VM *vm)
{
    GC *gc = &vm->gc;
    gc->grey.n = gc->big.n = gc->ndying = 0;
    gc->aborted = false;
    gc->phase = GC_IDLE;
    gc_forget_weak(vm);
    gc_forget_marks(vm);
    if (++gc->naborted == 2) /* every epoch has marks of its own by now */
        gc->disabled = true;
    gc->threshold = gc->old_nbytes + GC_THRESHOLD_MIN;
}

/* Right after a minor collection. */
static void start(VM *vm)
{
    GC *gc = &vm->gc;
    gc->epoch = gc->epoch % 3 + 1;
    gc->weak.n = gc->big.n = gc->ndying = gc->settle_at = 0;
    gc->weak_at = gc->weak_place = gc->nsettled = 0;
    gc->nonce = (gc->nonce ^ vm->seed) * UINT64_C(0x9E3779B97F4A7C15) + 1;
    gc->marked_nbytes = gc->since_nbytes = gc->extra_since_nbytes = 0;
    gc->pending_marked = gc->pending_next;
    gc->phase = GC_MARK;
    gc->debt = gc->old_nbytes / 16;
    gc_scan_roots(vm);
    gc_scan_thread(vm, vm->cur); /* never clean */
}

static void begin_weak(GC *gc)
{
    gc->phase++; /* GC_WEAK, or GC_REWEAK */
    gc->nsettled = 0;
}

/*
 * Right after a minor collection, with nothing grey and all weak tables looked
 * at: has marking ended? What a thread may still change was scanned just now;
 * roots are looked at again. So are ephemerons, if anything was marked since
 * the last look; many of them in slices, unless that goes on and on.
 */
static bool end_of_marking(VM *vm, uint64_t deadline)
{
    GC *gc = &vm->gc;
    for (;;) {
        gc_scan_roots(vm);
        bool more = gc_recheck_weakness(vm);
        if (!gc_ephemerons_settled(gc)) {
            if (gc->ndying > EPHEMERONS_AT_ONCE && gc->nsettled < SETTLE_TRIES)
                return false;
            more |= gc_mark_ephemerons(vm);
        }
        if (!more && !has_grey(gc))
            return gc->weak_at == gc->weak.n;
        gc->debt = SIZE_MAX;
        if (!drain(vm, deadline))
            return false;
    }
}

/* Weak values that are white are gone from now on. */
static void begin_clear(VM *vm)
{
    gc_begin_clearing(vm);
    epoch_bump(vm); /* caches hold values weakly */
    vm->gc.phase = GC_CLEAR;
}

static void begin_separation(VM *vm)
{
    GC *gc = &vm->gc;
    gc->phase = GC_SEPARATE;
    gc->cursor = gc->nfinalizable_old;
    gc->separating = true;
}

/* True when the phase is over. */
static bool separate_some(VM *vm)
{
    GC *gc = &vm->gc;
    if (gc->separating) {
        if (gc_separate(vm, UNITS)) {
            gc->separating = false;
            gc->cursor = gc->keep = 0;
        }
        return false;
    }
    return gc_close_gaps(vm, UNITS * 4);
}

static void begin_sweep(VM *vm)
{
    GC *gc = &vm->gc;
    gc_begin_clearing(vm);
    epoch_bump(vm); /* caches hold values and shapes weakly */
    shape_cache_clear(vm);
    memset(vm->names, 0, sizeof vm->names);
    gc->phase = GC_SWEEP;
    gc->sweep = SWEEP_WEAK;
}

/* ---------------------------------------------------------------- sweeping */

static bool sweep_threads(VM *vm, size_t n)
{
    GC *gc = &vm->gc;
    for (; n > 0 && *gc->thread_link != NULL; n--) {
        lua_State *L = *gc->thread_link;
        if (is_white(gc, L)) {
            *gc->thread_link = L->all_next;
            gc_orphan_upvalues(L);
        } else {
            gc->thread_link = &L->all_next;
        }
    }
    return *gc->thread_link == NULL;
}

static bool sweep_protos(VM *vm, size_t n)
{
    GC *gc = &vm->gc;
    for (; n > 0 && *gc->proto_link != NULL; n--) {
        Proto *p = *gc->proto_link;
        if (is_white(gc, p)) {
            *gc->proto_link = p->all_next;
            proto_release(vm, p);
        } else {
            gc->proto_link = &p->all_next;
        }
    }
    return *gc->proto_link == NULL;
}

/* Of what is alive after a cycle, when the next one starts. */
size_t gc_pause_percent(const GC *gc)
{
    size_t pause = (size_t)(gc->generational ? 100 + gc->major_mul : gc->pause);
    return pause > 1000 ? 1000 : pause;
}

static void set_threshold(VM *vm)
{
    GC *gc = &vm->gc;
    size_t live = gc->live_nbytes, t = live / 100 * gc_pause_percent(gc);
    if (t < live + GC_THRESHOLD_MIN / 4)
        t = live + GC_THRESHOLD_MIN / 4;
    gc->threshold = t < GC_THRESHOLD_MIN ? GC_THRESHOLD_MIN : t;
}

static void end_sweep(VM *vm)
{
    GC *gc = &vm->gc;
    gc->phase = GC_IDLE;
    gc->naborted = 0;
    gc->debt = 0;
    gc->live_nbytes = gc->old_nbytes;
    gc->stats.ncycles++;
    gc->cycle_ended = true;
    set_threshold(vm);
}

/* Some of the step that sweeping is at; true when the phase is over. */
static bool sweep_some(VM *vm)
{
    GC *gc = &vm->gc;
    switch (gc->sweep) {
    case SWEEP_WEAK:
        if (!gc_clear_hidden(vm))
            return false;
        gc->weak.n = gc->ndying = gc->cursor = 0;
        break;
    case SWEEP_STRINGS:
        if (!str_sweep(vm, &gc->cursor, UNITS))
            return false;
        gc->cursor = 1;
        break;
    case SWEEP_SHAPES:
        if (!shape_sweep(vm, &gc->cursor, UNITS))
            return false;
        gc->thread_link = &gc->threads;
        break;
    case SWEEP_THREADS:
        if (!sweep_threads(vm, UNITS))
            return false;
        gc->proto_link = &gc->protos;
        break;
    case SWEEP_PROTOS:
        if (!sweep_protos(vm, UNITS))
            return false;
        gc->cursor = gc->nlarge_old;
        break;
    case SWEEP_LARGE:
        if (!gc_sweep_large(vm, UNITS))
            return false;
        gc->cursor = gc->nblocks;
        gc->small_nbytes = 0;
        break;
    case SWEEP_BLOCKS:
        if (!gc_sweep_blocks(vm, UNITS))
            return false;
        gc_begin_release(vm);
        break;
    default: return gc_release_chunks(vm, UNITS / 4);
    }
    gc->sweep++;
    return false;
}

/* ------------------------------------------------------------------ slices */

/* Repeat a unit of work until it says that all is done. */
static bool work(VM *vm, bool (*some)(VM *vm), size_t worth, uint64_t deadline)
{
    GC *gc = &vm->gc;
    for (;;) {
        for (int i = 0; i < 4; i++)
            if (some(vm))
                return true;
        gc->debt -= gc->debt < worth ? gc->debt : worth;
        if (gc->debt == 0 || is_late(deadline))
            return false;
    }
}

/*
 * Do work of the old cycle until the debt is paid, it is late, or a minor
 * collection must come first. fresh: one came just now.
 */
static void slice(VM *vm, uint64_t deadline, bool fresh)
{
    GC *gc = &vm->gc;
    gc->stats.nslices++;
    while (gc->phase != GC_IDLE) {
        if (UNLIKELY(gc->aborted)) {
            if (gc->phase != GC_SWEEP)
                abandon(vm);
            return;
        }
        switch (gc->phase) {
        case GC_MARK:
        case GC_REMARK:
            if (!drain(vm, deadline))
                return;
            begin_weak(gc);
            break;
        case GC_WEAK:
        case GC_REWEAK:
            if (!drain(vm, deadline) ||
                !work(vm, gc_hide_dying, WEAK_PIECE * 16, deadline) ||
                !work(vm, gc_settle_ephemerons, WEAK_PIECE * 16, deadline))
                return;
            if (has_grey(gc))
                break;
            if (!fresh)
                return;
            if (!end_of_marking(vm, deadline)) {
                if (gc->debt == 0 || is_late(deadline))
                    return;
                break;
            }
            if (gc->aborted)
                break;
            if (gc->phase == GC_WEAK)
                begin_clear(vm);
            else
                begin_sweep(vm);
            break;
        case GC_CLEAR:
            if (!work(vm, gc_clear_hidden, WEAK_PIECE * 16, deadline))
                return;
            begin_separation(vm);
            break;
        case GC_SEPARATE:
            if (!fresh || !work(vm, separate_some, UNITS * 64, deadline))
                return;
            gc->phase = GC_REMARK;
            break;
        case GC_SWEEP:
            if (!work(vm, sweep_some, UNITS * 64, deadline))
                return;
            end_sweep(vm);
            break;
        default: return;
        }
    }
}

static bool may_collect(VM *vm)
{
    const GC *gc = &vm->gc;
    return !gc->busy && gc->phase != GC_CLOSING && !vm->building &&
           !gc->disabled;
}

static void begin_work(VM *vm)
{
    vm->gc.busy = true;
    gc_pause_begin(&vm->gc);
}

static void end_work(VM *vm, const char *what, bool full)
{
    GC *gc = &vm->gc;
    gc->busy = false;
    gc_pause_end(vm, what, full);
    if (gc_has_pending(gc))
        vm_park_budget(vm);
    if (UNLIKELY(gc->check))
        gc_check_heap(vm, what);
}

/* Time for an old cycle? When enough got old, or when finalizers have waited
   long. */
static bool is_time(const GC *gc)
{
    return gc->old_nbytes + gc->extra_since_nbytes >= gc->threshold ||
           (gc->nfinalizable_old > 0 &&
            gc->since_nbytes >= 4 * gc->old_nbytes + GC_THRESHOLD_MIN);
}

/* A minor collection, and what the old cycle owes. */
static void collect_young(VM *vm)
{
    GC *gc = &vm->gc;
    size_t allocated = gc->new_nbytes, extra = gc->extra_nbytes;
    if (!gc_minor_now(vm))
        return;
    gc_free_doomed(vm, FREE_NBYTES);
    gc->extra_nbytes = 0;
    gc->extra_since_nbytes += extra;
    gc->since_nbytes += allocated;
    if (gc->phase == GC_IDLE) {
        if (!is_time(gc))
            return;
        start(vm);
    }
    gc->debt += (gc->promoted_nbytes + extra) * PACE + allocated / 4;
    slice(vm, gc_clock_ns() + SLICE_NS, true);
}

void gc_minor(VM *vm)
{
    if (!may_collect(vm))
        return;
    begin_work(vm);
    collect_young(vm);
    end_work(vm, "minor", false);
}

/* ------------------------------------------------------------------ stress */

static bool stress_now(GC *gc)
{
    if (gc->stress_every != 0 && ++gc->stress_left >= gc->stress_every) {
        gc->stress_left = 0;
        return true;
    }
    if (gc->stress_seed != 0) { /* Marsaglia's xorshift (2003) */
        uint64_t x = gc->stress_seed;
        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        gc->stress_seed = x;
        return x % 61 == 0;
    }
    return false;
}

static void stress_turn(VM *vm)
{
    GC *gc = &vm->gc;
    if (gc->stress_full)
        gc_full(vm, true);
    else if (gc->stress_step)
        gc_step_least(vm);
    else if (gc->stress_minor || stress_now(gc))
        gc_minor(vm);
    else
        return;
    gc_drop_holes(gc); /* what was freed is used at once */
}

/*
 * What is large for the nursery is paid for before it is allocated: were it
 * counted afterwards, the next small thing would bring a collection, however
 * short it has been since the last.
 */
void gc_turn(VM *vm, size_t nbytes)
{
    GC *gc = &vm->gc;
    bool is_large = nbytes >= gc->nursery_nbytes / 4 && nbytes < SIZE_MAX / 4;
    size_t large = is_large ? nbytes : 0;
    if (UNLIKELY(gc->stressed) && may_collect(vm) &&
        (gc->stress_full || !gc->stopped)) {
        stress_turn(vm);
        return;
    }
    if (gc->new_nbytes + gc->extra_nbytes + gc->remember_nbytes + large >=
        gc->nursery_nbytes + gc->nursery_late + gc->paid_nbytes) {
        if (gc->stopped || !may_collect(vm)) {
            gc->nursery_late += GC_NURSERY_MIN;
            return;
        }
        gc->nursery_late = 0;
        gc->slice_mark = 0;
        gc_minor(vm);
    } else if (gc->new_nbytes >= gc->slice_mark + GC_BLOCK_SIZE &&
               !gc->stopped && may_collect(vm)) {
        gc->slice_mark = gc->new_nbytes;
        if (gc->doomed.n > 0)
            gc_free_doomed(vm, FREE_NBYTES);
        else if (gc->debt > 0 && gc->phase != GC_IDLE) {
            begin_work(vm);
            slice(vm, gc_clock_ns() + SLICE_BETWEEN_NS, false);
            end_work(vm, "slice", false);
        } else if (gc_has_pending(gc)) {
            vm_park_budget(vm);
        }
    }
    gc->paid_nbytes += large;
}

/* ------------------------------------------------------- asked for by name */

/* The least bit of work that there is. */
void gc_step_least(VM *vm)
{
    GC *gc = &vm->gc;
    if (!may_collect(vm))
        return;
    begin_work(vm);
    if (gc_minor_now(vm)) {
        if (gc->phase == GC_IDLE)
            start(vm);
        gc->debt = 1;
        slice(vm, 0, true);
    }
    end_work(vm, "step", false);
}

bool gc_step(VM *vm, size_t nbytes)
{
    GC *gc = &vm->gc;
    if (!may_collect(vm))
        return false;
    begin_work(vm);
    gc->cycle_ended = false;
    if (gc_minor_now(vm)) {
        if (gc->phase == GC_IDLE)
            start(vm);
        size_t mul = (size_t)(gc->stepmul < 25 ? 25 : gc->stepmul);
        gc->debt = nbytes / 25 * mul + gc->promoted_nbytes;
        slice(vm, 0, true);
    }
    end_work(vm, "step", false);
    return gc->cycle_ended;
}

static void finish(VM *vm)
{
    GC *gc = &vm->gc;
    while (gc->phase != GC_IDLE) {
        gc->debt = SIZE_MAX;
        slice(vm, 0, true);
    }
}

void gc_full(VM *vm, bool emergency)
{
    GC *gc = &vm->gc;
    if (!may_collect(vm))
        return;
    begin_work(vm);
    gc->full = true;
    if (gc_minor_now(vm)) {
        finish(vm); /* the marks of a running cycle may be too generous */
        if (!gc->disabled) {
            start(vm);
            finish(vm);
        }
        gc->extra_nbytes = 0;
    }
    gc_free_doomed(vm, SIZE_MAX);
    /* in need they are kept: there may be none to be had */
    if (!emergency && gc->phase == GC_IDLE)
        gc_release_vectors(vm);
    gc->full = false;
    gc->stats.nfull++;
    end_work(vm, emergency ? "need" : "full", true);
}
