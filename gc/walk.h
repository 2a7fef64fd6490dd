/*
 * gc/walk.h -- the heap seen by those who only look: what an object refers to
 * and by which names, how large it is, where roots are.
 */
#ifndef GC_WALK_H
#define GC_WALK_H

#include "gc/gc_int.h"

enum GCRefKind {
    REF_INTERNAL, /* name */
    REF_SHAPE,    /* a table's */
    REF_FIELD,    /* key: of a shape */
    REF_ELEMENT,  /* index: a key of the array part */
    REF_KEY,      /* entry, index: its number in the dictionary */
    REF_VALUE,    /* entry, index */
    REF_UPVALUE,  /* index, key: its name or NULL */
    REF_STACK,    /* index */
    REF_CONSTANT, /* index */
};

typedef struct GCRef {
    GCHeader *to;
    uint8_t kind;
    bool weak;   /* `to` may go although this refers to it */
    int8_t tag;  /* the type that `to` should have; TAG_NIL: any */
    const char *name;
    const String *key;
    const DictEntry *entry;
    int64_t index;
} GCRef;

typedef void GCRefFn(void *ud, const GCRef *r);

/* Call fn with each reference in o; with each root. Changes nothing. */
void gc_each_ref(VM *vm, GCHeader *o, GCRefFn *fn, void *ud);
void gc_each_root(VM *vm, GCRefFn *fn, void *ud);

/* Bytes of o and its buffers. */
size_t gc_size_of(VM *vm, GCHeader *o);

/* A map from addresses to numbers, in memory of its own (malloc), for walks
   that must not use the heap. NULL is never in it. */
typedef struct AddrMap {
    const void **keys;
    size_t *values;
    size_t n, cap;
} AddrMap;

/* The value of p, which is made if need be: *fresh. NULL without memory. */
size_t *addr_map_put(AddrMap *m, const void *p, bool *fresh);
size_t *addr_map_get(const AddrMap *m, const void *p); /* or NULL */
void addr_map_free(AddrMap *m);

#endif
