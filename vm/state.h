/*
 * vm/state.h -- a thread (lua_State) and the machine it belongs to (VM).
 *
 * Every coroutine is a lua_State with a stack of its own; all of a VM share
 * one VM: collector, strings, shapes, budget. Nothing here is global to the
 * process: VMs in different threads know nothing of each other.
 *
 * Owner    VM and main thread: vm/state.c; coroutines: the collector.
 * Read     lua_State, VM, vm/frame.h for what lies in a stack.
 */
#ifndef VM_STATE_H
#define VM_STATE_H

#include "gc/gc.h"
#include "include/vmrun.h"
#include "vm/bytecode.h"
#include "vm/meta.h"
#include "vm/object.h"

/* Where a protected C activation catches errors, yields and limits. */
typedef struct CatchPoint {
    struct CatchPoint *prev;
    lua_State *L;      /* thread running when it was set */
    uint8_t kind;      /* CATCH_* */
    bool own_handler;  /* CATCH_PCALL: L->errfunc belongs to it */
    volatile uint8_t leaves; /* jumped to because it is to end */
    volatile int status;
    ptrdiff_t base;    /* of L, in slots from its stack */
    uint16_t c_depth;
    uint16_t no_yield;
    uint16_t handler_depth;
    JumpBuf buf;
} CatchPoint;

enum {
    CATCH_INTERP, /* an activation of the interpreter loop */
    CATCH_PCALL,  /* a protected call from C */
    CATCH_RESUME, /* lua_resume called from C */
};

/* A C function that may be continued: lua_callk, lua_pcallk, lua_yieldk. */
typedef struct KEntry {
    ptrdiff_t base;      /* of its frame, in slots from the stack */
    lua_KFunction k;
    lua_KContext ctx;
    ptrdiff_t func;      /* pcall: where its error value goes */
    ptrdiff_t old_errfunc;
    uint8_t allow_hook;  /* ... and whether hooks are allowed then */
    uint8_t is_pcall;
    uint8_t status;      /* of the error that a pcall has caught */
} KEntry;

struct lua_State {
    GCHeader h;          /* kind: status (LUA_OK, LUA_YIELD, error) */
    VM *vm;
    Value *base;         /* of the running frame: its first argument */
    Value *top;          /* first free slot, for C functions; for Lua
                            functions only while open results are about */
    const Insn *pc;      /* next instruction of the running Lua function,
                            kept where something may raise or look */
    Value *limit;        /* slots a program may use end here */
    lua_State *resumer;  /* who runs when this one yields or ends */
    CatchPoint *resume_catch; /* set when resumed from C */
    /* with these, what a switch of threads touches lies together */
    uint16_t no_yield;   /* > 0: C frames without continuation are below */
    uint16_t entry_depth; /* vm->c_depth when it was resumed */
    uint8_t hook_mask, allow_hook, hook_yielded;
    uint8_t hook_skip;   /* the instruction's hooks have been called */
    uint32_t nsorts;     /* table.sort's inside one another: cannot yield */
    uint32_t nks, ks_cap;
    uint32_t nyield;     /* values of the last yield, on top */
    uint32_t npcalls;    /* pcall frames inside one another */
    Value *stack;
    Value *tbc;          /* topmost to-be-closed slot, or NULL */
    Upval *open;         /* open upvalues, highest slot first */
    size_t stack_nslots; /* allocated, STACK_EXTRA included */
    lua_State *all_next; /* all threads of the VM */
    ptrdiff_t errfunc;   /* message handler of the innermost lua_pcallk, as an
                            offset in bytes; 0 none */
    lua_Hook hook;
    int hook_count, hook_left;
    const Insn *hook_pc; /* last instruction the line hook looked at, and */
    Proto *hook_proto;   /* ... where */
    ptrdiff_t hook_base;
    uint8_t in_hook, in_finalizer;
    KEntry *ks;          /* continuations of C functions, innermost last */
    uint32_t wide_nargs; /* argument count of a call when the link's 16 bits
                            do not hold it */
    ptrdiff_t mark;      /* base of the frame that the collector has marked, in
                            bytes from the stack; 0 none */
    uint64_t mark_word;  /* what its link was */
    uint8_t scanned;     /* epoch in which all of the stack was */
    ptrdiff_t transfer_base; /* frame a call or return hook is about, and */
    uint32_t ntransfer, ftransfer; /* for call and return hooks */
};

typedef struct ShapeCacheEntry {
    String *key;
    uint32_t shape;
    int32_t slot; /* -1: known absent */
} ShapeCacheEntry;

/* A string that C code asked for, to be found without hashing: as long as the
   bytes at `bytes` are the same. Forgotten when strings are swept. */
typedef struct StringName {
    const char *bytes;
    String *str;
} StringName;

#define NUM_NAMES 128
#define ROOTS 64
#define MAX_LIBRARIES 16
#define NUM_TYPE_STR (TAG_THREAD - TAG_NIL + 1)
#define TAG_NIL_MT 5 /* a tag that no value has */

/* One way out of a sum: how a run ended because of a limit. */
struct VM {
    /* hot: the interpreter addresses these from one register */
    const void *dispatch[NUM_OPS];
    int32_t budget;          /* units left in this slice */
    uint32_t epoch;          /* of method caches */
    lua_State *cur;          /* running thread */
    GC gc;

    CatchPoint *catching;
    uint16_t c_depth;        /* C activations inside one another */
    uint16_t handler_depth;  /* message handlers inside one another */
    Value *stack_limit;      /* stack_limit_of the running thread */
    lua_State *main_thread;
    Value registry;
    Value globals;
    Table *type_mt[TAG_THREAD + 1]; /* metatables of types, by tag; nil's at
                                       TAG_NIL_MT, booleans' at TAG_TRUE */
    String *mm_name[NUM_MM];
    String *memory_message, *handler_message;
    String *limit_message[4]; /* by VMR_LIMIT_* */
    String *type_str[NUM_TYPE_STR]; /* what type() answers, by tag - TAG_NIL */
    const CFunc *fast_next, *fast_inext; /* what pairs and ipairs answer */
    Value nil_value;

    /* strings */
    String **strtab;
    size_t strtab_size, strtab_mask, strtab_cap, strtab_count;
    uint64_t seed;

    /* shapes */
    Shape **shapes;          /* by id; id 0 is never used */
    uint32_t nshapes, shapes_cap;
    uint32_t shape_free;     /* head of the free ids, 0 none */
    uint32_t shapes_dead;    /* ids of dead shapes not yet free for reuse */
    GCHeader *anchor;        /* an object being made: a root */
    struct ShapeTransition *transitions;
    uint32_t ntransitions, transitions_cap;
    uint32_t root_shape[ROOTS]; /* by inline slots; 0: not made yet */
    ShapeCacheEntry *shape_cache;
    uint32_t shape_cache_mask;
    uint32_t shape_fills;    /* of the cache, while it may grow */
    uint8_t flips[256];      /* how often sites changed their form, by address */
    Insn **sites;            /* constructor sites by id */
    uint32_t nsites, sites_cap, site_free;

    StringName names[NUM_NAMES]; /* by the address of their bytes */
    uint32_t next_pos;       /* where lua_next was: a hint */
    const void *owner;       /* debug: the thread of the process it is used by */

    const CFunc **cfuncs;    /* by function address: vm/cfunc.c */
    uint32_t ncfuncs, cfuncs_cap;
    struct CFuncSlab *cfunc_slabs; /* where they lie, newest first */
    const VmFunction *libraries[MAX_LIBRARIES];
    uint32_t nlibraries;

    /* budget */
    uint64_t fuel;           /* units not yet handed out in slices */
    uint64_t fuel_used;      /* units of finished slices */
    int32_t slice;           /* size of the slice being used */
    int32_t parked;          /* part of it set aside to end it early */
    bool metered;            /* a fuel or time limit is set */
    double deadline;         /* seconds of the monotonic clock, 0 none */
    VmrLimits limits;
    volatile int interrupted;
    int limit_hit;           /* VMR_LIMIT_*, while unwinding and after */
    bool closer_passes;      /* the next call is a closer's, despite limit_hit */
    bool hooks_on;           /* dispatch[] leads through the hook handler */
#ifdef VM_DEBUG
    struct PairCount *pairs; /* vm/count.c; NULL: not asked for */
#endif

    lua_WarnFunction warnf;
    void *warn_ud;
    lua_CFunction panic;
    int32_t slice_most;      /* units handed to the interpreter at a time */
    bool stress_stack;
    bool first_forms;        /* stress: nothing fused, nothing quickened */
    bool closing;
    bool building;           /* state not complete yet */
};

/* h.flags of a thread */
enum ThreadFlag {
    THREADF_FIXED = GCF_USER0, /* not in the collected heap: the main one */
    THREADF_CLEAN = GCF_USER1, /* no store since it was last scanned */
};

/*
 * Charge work that is done already, where nothing may be raised: the next call
 * or loop looks at the budget.
 */
static inline void budget_take(VM *vm, size_t nunits)
{
    const int32_t most = 1 << 24, least = -(1 << 30);
    vm->budget -= nunits < (size_t)most ? (int32_t)nunits : most;
    if (vm->budget < least)
        vm->budget = least;
}

/* Bytes before every lua_State: the extra space of the ABI, padded. */
#define THREAD_PREFIX 16

static inline bool thread_can_yield(const lua_State *L)
{
    return (L->no_yield | L->nsorts) == 0;
}

lua_State *thread_new(lua_State *L); /* pushed by the caller; may collect */

/*
 * Make sure that n slots above L->top are free, moving the stack if need be.
 * Raises a stack overflow past STACK_MAX, or memory. Pointers into the stack
 * are invalid afterwards.
 */
void stack_grow(lua_State *L, size_t n);

static inline void stack_ensure(lua_State *L, size_t n)
{
    if (UNLIKELY((size_t)(L->limit - L->top) < n || L->vm->stress_stack))
        stack_grow(L, n);
}

/* Where Lua calls find the stack too small: under stress they always do, so
   that each moves it. */
static inline Value *stack_limit_of(const lua_State *L)
{
    return UNLIKELY(L->vm->stress_stack) ? L->stack : L->limit;
}

/* A value that came from elsewhere is above L->top, which moves over it. */
static inline void stack_pushed(lua_State *L)
{
    L->top++;
    gc_touch(L->vm, L);
}

/* Leave the room that a stack overflow's handler was given. */
void stack_shrink(lua_State *L);
/* As stack_ensure for another thread than the one that runs. */
void stack_ensure_other(lua_State *L, lua_State *other, size_t n);
/* Some slots for a message handler, past the limit if it must be. */
void stack_ensure_error(lua_State *L);

/* Free everything; finalizers have run. See lua_close. */
void vm_free(VM *vm);

/* Stop taking slices early, so that the slow path runs soon. */
static inline void vm_park_budget(VM *vm)
{
    if (vm->budget > 0) {
        vm->parked += vm->budget;
        vm->budget = 0;
    }
}

/*
 * The slice is used up (or parked): run finalizers that are due, refill from
 * the fuel, look at interrupts and the deadline. Raises the limit that is hit.
 * The frame must be saved (base, pc).
 */
void vm_budget_slow(lua_State *L);

#endif
