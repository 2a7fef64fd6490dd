/*
 * vm/object.h -- the collected objects other than tables and threads.
 *
 * Owner    the collector; gc/scan.c knows what each refers to.
 * Read     String, Proto, LClosure, Upval.
 */
#ifndef VM_OBJECT_H
#define VM_OBJECT_H

#include "include/lua.h"
#include "vm/value.h"

/* A string. Bytes follow the struct and end in '\0'. Short ones are interned:
   equal means same address. Long ones hash when first asked to. */
struct String {
    GCHeader h;      /* aux: hash; kind: see below */
    size_t nbytes;
    String *next;    /* chain of the string table (short strings) */
    char data[];
};

enum StringFlag {
    STRF_HASHED = GCF_USER0, /* long string: aux is valid */
};
/* h.kind of a short string: reserved word or metamethod name + 1, else 0 */

static inline uint32_t str_hash_short(const String *s) { return s->h.aux; }

typedef uint64_t Insn; /* opcode 16, A 16, B 16, C 16 from the low end */

/* A function in a chunk. Offsets are into the file: see docs/bytecode.md. */
typedef struct ChunkFunction {
    uint8_t nparams, flags, nregs, nupvalues;
    uint32_t upvalues; /* two bytes each; then constants, as they are written */
    uint32_t code, end, ninsns;
    uint32_t after;    /* the first function that is not inside this one */
    uint32_t debug, lines, locals, upvalue_names; /* in DEBUG */
} ChunkFunction;

/* A string that is not interned: all functions of a chunk have the same. */
typedef struct LongString {
    uint32_t at;  /* offset into the file, as those of others */
    String *made; /* NULL before a function that has it is called */
} LongString;

#define LONG_STRING UINT32_C(0x80000000) /* files are shorter */

/*
 * A verified .bc file, kept as long as one of its functions: their code is
 * made when they are called for the first time (vm/load.c). One object, with
 * what its pointers lead to.
 */
struct Chunk {
    GCHeader h;
    size_t nbytes;              /* of the object */
    const uint8_t *file;
    const ChunkFunction *functions;
    const uint32_t *strings;    /* offset of each, where its length is; of a
                                   long one LONG_STRING + its place in longs */
    LongString *longs;
    const uint32_t *names;      /* of DEBUG: where each begins in name_text, */
    const char *name_text;      /* ended by '\0'; and where the last one ends */
    const uint8_t *modules;     /* of a bundle: names and functions; or NULL */
    uint32_t nfunctions, nstrings, nlongs, nnames;
    bool stripped;
};

typedef struct LocalVar {
    uint64_t name;       /* its number among the names, see proto_name */
    uint32_t start, end; /* canonical instructions, end exclusive */
    uint8_t reg;
} LocalVar;

typedef struct LineRun {
    uint32_t pc;   /* first memory word */
    int32_t line;
} LineRun;

/*
 * What a site that reads or writes fields remembers about tables of a shape.
 * `stop` is the tag of values that its slot must not have: nil where a
 * metatable would be asked, none (TAG_DEAD) otherwise. What the metatable
 * answers is `v`, as long as `epoch` is the VM's; 0: not known.
 */
typedef struct CacheWay {
    Value v;         /* for WAY_ADD: the id of the shape to come */
    uint32_t shape;  /* 0: none */
    uint32_t epoch;
    uint16_t off;    /* of the slot, in bytes; of the entry, its number */
    int8_t stop;
    uint8_t where;   /* WAY_* */
} CacheWay;

enum CacheWhere {
    WAY_INLINE,   /* slot in the table */
    WAY_OVERFLOW, /* slot outside */
    WAY_VALUE,    /* no slot: v */
    WAY_ADD,      /* a store that adds an inline slot */
    WAY_DICT,     /* entry of the dictionary; alone at its site */
};

#define CACHE_WAYS 4

/* For what does not fit the cache word: chains of __index, several shapes. */
typedef struct MethodCache {
    CacheWay way[CACHE_WAYS];
    struct MethodCache *next; /* of the same Proto */
    Insn *site;
    uint32_t nmisses; /* since all ways are taken */
} MethodCache;

/* A function's code and constants, immutable but for quickening. Those that
   are not known before its first call are marked. */
struct Proto {
    GCHeader h;
    uint8_t nparams, nregs, nupvals, fnflags; /* BcFunctionFlag */
    uint32_t ncode;   /* (*) words, inline caches included; 0 before */
    Insn *code;       /* before: what leads to proto_first_call */
    Value *k;         /* (*) */
    uint32_t nk, nchildren; /* (*) */
    Proto **children; /* (*) */
    const uint8_t *upvals;  /* BcUpvalFlag and index of each, in the file */
    int32_t linedefined, lastlinedefined;
    String *source;         /* NULL when stripped */
    MethodCache *caches;
    const uint8_t *bc;      /* canonical instructions, in the file */
    uint32_t nbc, nbc_insns;
    Chunk *chunk;           /* the file ... */
    uint32_t number;        /* ... and the function's place in it */
    uint32_t nlines;
    LineRun *lines;         /* NULL until asked for: see proto_lines */
    bool has_sites;         /* a NEWTABLE has run */
    struct ProtoExtra *extra;
    Proto *all_next;        /* all protos of the VM, see gc */
};

struct Upval {
    GCHeader h; /* kind: 1 while open */
    Value *v;   /* into a stack, or &closed */
    union {
        Value closed;
        struct {
            Upval *next;          /* open ones of a thread, top first */
            lua_State *thread;
        } open;
    };
};

struct LClosure {
    GCHeader h; /* aux: number of upvalues */
    Proto *p;
    const Insn *code; /* p's: a call has one load less to wait for */
    Upval *upvals[];
};

struct CClosure {
    GCHeader h; /* aux: number of upvalues */
    const CFunc *cf;
    Value upvals[];
};

/*
 * A library function as a VM operation, on its argument slots, without a
 * frame. Handles only the common case.
 *
 * returns  the number of results, left at args[-2] and up; or -1 when the
 *          ordinary C function must be called (nothing was changed).
 */
typedef int (*FastFn)(lua_State *L, Value *args, uint32_t nargs);

/* A C function; one object for each function address in a VM. */
struct CFunc {
    lua_CFunction fn;
    FastFn fast;   /* NULL: none */
    uint32_t special; /* SPECIAL_*: done by the interpreter itself */
};

/* One of a library of functions, which are known before there is a VM. */
typedef struct VmFunction {
    const char *name; /* NULL: no field of the library's table */
    CFunc cf;
} VmFunction;

/*
 * C functions that the interpreter does itself when a Lua function calls
 * them: without recursion, able to yield. The C function must do the same, for
 * every other way of calling it.
 */
enum SpecialFunction {
    SPECIAL_NONE,
    SPECIAL_PCALL,
    SPECIAL_XPCALL,
    SPECIAL_RESUME,
    SPECIAL_WRAP,  /* what coroutine.wrap returns; upvalue 1 is the thread */
    SPECIAL_YIELD,
    SPECIAL_NEXT,
    SPECIAL_INEXT, /* the iterator of ipairs */
    SPECIAL_SORT,
};

struct Udata {
    GCHeader h; /* kind: unused; aux: number of user values */
    size_t nbytes;
    Table *mt;
    Value *uservals;  /* behind the payload */
    _Alignas(16) unsigned char data[];
};

static inline size_t udata_nbytes(size_t nbytes, uint32_t nuser)
{
    return sizeof(Udata) + ((nbytes + 15) & ~(size_t)15) +
           nuser * sizeof(Value);
}

#endif
