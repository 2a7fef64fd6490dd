/*
 * vm/value.h -- a Lua value: 8 bytes of payload and a 1-byte tag.
 *
 *      0        8    9            16
 *      +--------+----+------------+
 *      | payload| tag| private    |     private bytes belong to the slot:
 *      +--------+----+------------+     copying a value leaves them alone
 *
 * Copy with val_copy (payload and tag, two moves); a struct assignment would
 * copy the private bytes too and is slower on the machines measured.
 *
 * Tags are numbered so that each frequent question is one signed compare.
 */
#ifndef VM_VALUE_H
#define VM_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "vm/config.h"

enum {
    TAG_DEAD = -3,  /* key of a cleared dictionary entry; never in a slot */
    TAG_NIL = -2,   /* falsy: tag < 0 */
    TAG_FALSE = -1,
    TAG_INT = 0,    /* both integers: (a | b) == 0 */
    TAG_FLOAT = 1,  /* number: (unsigned)tag <= 1 */
    TAG_TRUE = 2,
    TAG_LIGHT = 3,  /* light userdata */
    TAG_CFUNC = 4,  /* C function without upvalues; a CFunc, never collected */
    /* link words of frames pass as tags 0 to 7, see vm/frame.h */
    TAG_COLLECTABLE = 8,
    TAG_SSTR = 8,   /* interned string of at most SHORT_MAX bytes */
    TAG_LSTR = 9,   /* longer string */
    TAG_TABLE = 10,
    TAG_LCL = 11,   /* Lua closure */
    TAG_CCL = 12,   /* C closure with upvalues */
    TAG_UDATA = 13,
    TAG_THREAD = 14,
    /* never in a slot: collected objects only */
    TAG_UPVAL = 15,
    TAG_PROTO = 16,
    TAG_SHAPE = 17,
    TAG_CHUNK = 18,
    NUM_TAGS
};

/*
 * The head of every collected object. `gc` is the collector's: bits 0-1 the
 * mark (0 young, 1 to 3 the epochs), bit 7 "armed": stores into the object
 * need the barrier's slow path (one signed compare).
 */
typedef struct GCHeader {
    uint8_t type; /* TAG_* */
    uint8_t gc;
    uint8_t kind;  /* the type's own: a table's element kind, ... */
    uint8_t flags; /* GCF_* and the type's own */
    uint32_t aux;  /* the type's own: a table's shape, a string's hash */
} GCHeader;

enum GCFlag {
    GCF_FINALIZER = 1, /* listed for finalization */
    GCF_WEAK = 2,      /* a table whose metatable has __mode */
    GCF_USER0 = 4,     /* from here on the type's own */
    GCF_USER1 = 8,
    GCF_USER2 = 16,
    GCF_USER3 = 32,
};

typedef struct String String;
typedef struct Table Table;
typedef struct Shape Shape;
typedef struct LClosure LClosure;
typedef struct CClosure CClosure;
typedef struct CFunc CFunc;
typedef struct Udata Udata;
typedef struct Upval Upval;
typedef struct Proto Proto;
typedef struct Chunk Chunk;
typedef struct VM VM;
struct lua_State;

/*
 * A pointer lies where the low bits of `bits` do, and is written through them
 * (val_ptr): so it can be compared as a number whatever a pointer's width.
 */
#if PAYLOAD_PADDED
#define PAYLOAD_PTR(type, name) struct { uint32_t pad_##name; type *name; }
#else
#define PAYLOAD_PTR(type, name) type *name
#endif

typedef struct Value {
    union {
        int64_t i;
        double n;
        uint64_t bits;
        PAYLOAD_PTR(void, p);
        PAYLOAD_PTR(GCHeader, gc);
        PAYLOAD_PTR(String, str);
        PAYLOAD_PTR(Table, tab);
        PAYLOAD_PTR(LClosure, lcl);
        PAYLOAD_PTR(CClosure, ccl);
        PAYLOAD_PTR(const CFunc, cfn);
        PAYLOAD_PTR(Udata, ud);
        PAYLOAD_PTR(struct lua_State, th);
    };
    union {
        struct {
            int8_t tag;
            uint8_t priv8;
            uint16_t priv16;
            uint32_t priv32;
        };
        uint64_t word; /* tag and private bytes: link slots (vm/frame.h) */
    };
} Value;

_Static_assert(sizeof(Value) == 16, "a slot is 16 bytes");

static inline void val_copy(Value *d, const Value *s)
{
    uint64_t bits = s->bits;
    int8_t tag = s->tag;
    d->bits = bits;
    d->tag = tag;
}

static inline void val_nil(Value *d) { d->tag = TAG_NIL; }
static inline void val_bool(Value *d, bool b) { d->tag = b ? TAG_TRUE : TAG_FALSE; }
static inline void val_int(Value *d, int64_t i) { d->i = i; d->tag = TAG_INT; }
static inline void val_float(Value *d, double n) { d->n = n; d->tag = TAG_FLOAT; }
static inline void val_ptr(Value *d, const void *p) { d->bits = (uintptr_t)p; }
static inline void val_obj(Value *d, void *o)
{
    val_ptr(d, o);
    d->tag = (int8_t)((GCHeader *)o)->type;
}

#define is_nil(v) ((v)->tag == TAG_NIL)
#define is_falsy(v) ((v)->tag < 0)
#define is_int(v) ((v)->tag == TAG_INT)
#define is_float(v) ((v)->tag == TAG_FLOAT)
#define is_number(v) ((uint8_t)(v)->tag <= TAG_FLOAT)
#define is_collectable(v) ((v)->tag >= TAG_COLLECTABLE)
#define is_string(v) (((v)->tag & ~1) == TAG_SSTR)
#define is_sstr(v) ((v)->tag == TAG_SSTR)
#define is_table(v) ((v)->tag == TAG_TABLE)
#define is_lcl(v) ((v)->tag == TAG_LCL)
#define is_udata(v) ((v)->tag == TAG_UDATA)
#define is_function(v)                                                         \
    ((v)->tag == TAG_LCL || (v)->tag == TAG_CCL || (v)->tag == TAG_CFUNC)

_Static_assert((TAG_SSTR & 1) == 0 && TAG_LSTR == TAG_SSTR + 1, "is_string");

#endif
