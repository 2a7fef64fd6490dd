/*
 * vm/frame.h -- what lies in a stack: frames and their links.
 *
 *      caller's registers        callee's frame
 *      ... R[A]      R[A+1]      R[A+2] ...
 *          function  link        base[0] first argument ...
 *          base[-2]  base[-1]
 *
 * A link slot holds where the caller goes on (payload) and a word made of the
 * call's operands: the kind of link in the tag's place, flags, the function's
 * distance from the caller's base, argument and result counts. Its kind is a
 * number below TAG_COLLECTABLE, so the collector takes links for numbers.
 *
 *   kind   8 bits | flags 8 | a 16: bytes from caller's base to function
 *   b 16: arguments | c 16: results + 1, 0 all, LINK_SPECIAL not a plain call
 */
#ifndef VM_FRAME_H
#define VM_FRAME_H

#include "vm/state.h"

enum LinkKind {
    LINK_LUA = OP_CALL,      /* called by a Lua function */
    LINK_C = 4,              /* called from C: payload has distance, results */
    LINK_META = 5,           /* called by an instruction for a metamethod */
    LINK_PCALL = 6,          /* the function that pcall or xpcall calls */
    LINK_BASE = 7,           /* bottom of a stack */
    LINK_VARARG = 2,         /* inner frame of a vararg function */
    LINK_SORT = 1,           /* the order function that table.sort calls */
    LINK_MARKED = 0xC0,      /* LINK_LUA, marked by the collector: who leaves
                                the frame tells it (gc_frame_left). The result
                                count is LINK_SPECIAL */
};

enum LinkFlag {
    LINKF_TAIL = 1,      /* the function was tail called */
    LINKF_HOOKED = 2,    /* a call hook saw it */
    LINKF_FRESH = 4,     /* LINK_C: an interpreter activation began here */
    LINKF_FIN = 8,       /* a finalizer */
    LINKF_K = 16,        /* C function with a continuation in its frame */
    LINKF_HOOK = 32,     /* called by a hook */
    LINKF_PC = 64,       /* LINK_C from a Lua frame: its pc is kept in the slot
                            below the function */
    LINKF_NO_HOOKS = 128, /* LINK_PCALL: hooks were not allowed */
};

#define LINK_SPECIAL 0xFFFF
#define LINK_SLOTS 2 /* function and link */

/* What an instruction does with a metamethod's result (b of LINK_META:
   register | how << 8). */
enum Continuation {
    CONT_STORE,   /* R[reg] = result */
    CONT_NONE,    /* nothing */
    CONT_JUMP,    /* jump of the compare at pc[-1] if the result is true */
    CONT_JUMPN,   /* if it is not */
    CONT_CONCAT,  /* store into the range, go on with `reg` values */
    CONT_CLOSE,   /* go on closing variables */
    CONT_UNWIND,  /* go on closing variables for an error */
    CONT_K,       /* the same, which a lua_pcallk has caught */
};

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define LINK_WORD(x) __builtin_bswap64(x)
#else
#define LINK_WORD(x) ((uint64_t)(x))
#endif

#define link_make(kind, flags, a, b, c)                                        \
    LINK_WORD((uint64_t)(kind) | (uint64_t)(flags) << 8 |                      \
              (uint64_t)(a) << 16 | (uint64_t)(b) << 32 | (uint64_t)(c) << 48)

/* What goes into a link slot. payload: the pc where the caller goes on; for
   LINK_C see link_c_payload; for far links (CONT_CLOSE and after) the
   distance in slots from the caller's base to the function. */
typedef struct Link {
    uint64_t payload;
    uint64_t word;
} Link;

static inline void set_link(Value *base, Link link)
{
    base[-1].bits = link.payload;
    base[-1].word = link.word;
}

static inline uint64_t link_word(const Value *base)
{
    return LINK_WORD(base[-1].word);
}
static inline unsigned link_kind(const Value *base)
{
    return (uint8_t)base[-1].tag;
}
static inline unsigned link_flags(const Value *base)
{
    return base[-1].priv8;
}
static inline unsigned link_a(const Value *base)
{
    return (uint16_t)(link_word(base) >> 16);
}
static inline unsigned link_b(const Value *base)
{
    return (uint16_t)(link_word(base) >> 32);
}
static inline unsigned link_c(const Value *base)
{
    return (unsigned)(link_word(base) >> 48);
}
static inline const Insn *link_pc(const Value *base)
{
    return base[-1].p;
}

/* LINK_C payload: distance in slots from the caller's base to the function,
   and results wanted + 1. */
#define link_c_payload(dist, nres) ((uint64_t)(dist) | (uint64_t)(nres) << 32)

/*
 * A vararg function's frame lies above its arguments: the link of the outer
 * frame is the caller's; the inner one has kind LINK_VARARG and the distance
 * between the two, in slots, as payload.
 */
static inline bool frame_is_vararg(const Value *base)
{
    return link_kind(base) == LINK_VARARG;
}
static inline Value *vararg_base(Value *base)
{
    return base - (size_t)base[-1].i;
}
/* How many arguments the frame was given, before VARARGPREP. */
static inline uint32_t frame_nargs(const lua_State *L, const Value *base)
{
    uint32_t n = link_b(base);
    bool wide = n == 0xFFFF || link_kind(base) == LINK_PCALL ||
                link_kind(base) == LINK_META;
    return UNLIKELY(wide) ? L->wide_nargs : n;
}
/* The frame's base as its caller knows it. */
static inline Value *frame_outer(Value *base)
{
    return frame_is_vararg(base) ? vararg_base(base) : base;
}

/* The base of the frame that called the one at `base`; NULL at the bottom.
   A vararg function's frame lies above its arguments: `base` is the inner
   one, see vararg_base. */
static inline Value *frame_caller(const lua_State *L, Value *base)
{
    base = frame_outer(base);
    switch (link_kind(base)) {
    case LINK_C:
        base -= LINK_SLOTS + (base[-1].bits & 0xffffffff);
        break;
    case LINK_BASE: return NULL;
    default:
        if (link_kind(base) == LINK_META && link_b(base) >> 8 >= CONT_CLOSE)
            base -= LINK_SLOTS + (size_t)base[-1].bits;
        else
            base -= LINK_SLOTS + link_a(base) / sizeof(Value);
        break;
    }
    (void)L;
    return base;
}

/*
 * A running numeric for: R[A] iterations left, R[A+1] step, R[A+2] index. When
 * a debugger sets a variable that shares the index's register, the index waits
 * in private bytes of the other two.
 */
static inline void for_keep_index(Value *ra)
{
    if (ra[0].priv8 != 0)
        return;
    ra[0].priv8 = 1;
    ra[0].priv32 = (uint32_t)ra[2].bits;
    ra[1].priv32 = (uint32_t)(ra[2].bits >> 32);
}

static inline void for_restore_index(Value *ra)
{
    if (ra[0].priv8 == 0)
        return;
    ra[0].priv8 = 0;
    ra[2].bits = ra[0].priv32 | (uint64_t)ra[1].priv32 << 32;
    ra[2].tag = ra[1].tag;
}

#endif
