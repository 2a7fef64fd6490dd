/*
 * vm/string.h -- strings: interned when short, hashed lazily when long.
 *
 * Owner    the collector; the string table holds short strings weakly.
 * Read     str_new, str_equal, str_hash.
 */
#ifndef VM_STRING_H
#define VM_STRING_H

#include "vm/state.h"

bool str_table_init(VM *vm);

/* A string with these bytes (copied). Root it at once. Raises memory. */
String *str_new(VM *vm, const char *s, size_t nbytes);
String *str_newz(VM *vm, const char *s);
/* The same in three steps, for those who make many: waits for the table's
   memory overlap when each step is done for several, before the next is. The
   first returns the hash that the others want. */
uint32_t str_prefetch(VM *vm, const char *s, size_t nbytes);
void str_prefetch_chain(VM *vm, uint32_t hash);
String *str_new_hashed(VM *vm, const char *s, size_t nbytes, uint32_t hash);
/* The same for bytes that C code asks for again and again: names of fields. */
String *str_name_slow(VM *vm, const char *s);

static inline StringName *str_name_place(VM *vm, const char *s)
{
    uintptr_t x = (uintptr_t)s;
    return &vm->names[(x ^ x >> 7) & (NUM_NAMES - 1)];
}

static inline String *str_name(VM *vm, const char *s)
{
    const StringName *n = str_name_place(vm, s);
    if (UNLIKELY(n->bytes != s || strcmp(n->str->data, s) != 0))
        return str_name_slow(vm, s);
    gc_revive(vm, n->str);
    return n->str;
}

/* A long string (nbytes > SHORT_MAX) whose bytes the caller fills at once. */
String *str_new_long(VM *vm, size_t nbytes);
/* An interned string if it exists; NULL otherwise. Never raises. */
String *str_lookup(VM *vm, const char *s, size_t nbytes);

uint32_t str_hash_bytes(uint64_t seed, const char *s, size_t nbytes);
uint32_t str_hash(VM *vm, String *s);

bool str_equal_long(const String *a, const String *b);
static inline bool str_equal(const String *a, const String *b)
{
    return a == b || (a->h.type == TAG_LSTR && b->h.type == TAG_LSTR &&
                      str_equal_long(a, b));
}
/* <0, 0, >0 in the order of strcoll, embedded zeros included. */
int str_compare(const String *a, const String *b);

/* Take out of the string table: an interned string; those that a minor
   collection has not met; some of those that an old cycle found dead, from
   bucket *at on (true when all are done). */
void str_forget(VM *vm, String *s);
void str_forget_young(VM *vm);
bool str_sweep(VM *vm, size_t *at, size_t n);

/* Number to text, as tostring: returns its length; buf of NUM_TEXT bytes. */
#define NUM_TEXT 48
int num_to_text(const Value *v, char *buf);
/* The whole text is a numeral (spaces around allowed): 1 and *out, or 0. */
int str_to_number(const char *s, size_t nbytes, Value *out);
/* Float to integer if it has an exact one. */
bool num_to_int(double n, int64_t *out);

/* "@file", "=name" or text, shortened for messages to LUA_IDSIZE bytes. */
void chunk_id(char *out, const char *source, size_t nbytes);

#endif
