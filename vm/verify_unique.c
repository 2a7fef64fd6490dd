/*
 * vm/verify_unique.c -- the part of the verifier that finds strings and
 * constants that are there twice.
 *
 * By hashing; a file made to collide is sorted.
 *
 * Raises   no.
 * Read     verify_unique, put_item.
 */
#include <string.h>

#include "vm/verify_read_int.h"

typedef struct Slot {
    uint32_t item; /* plus 1; 0: empty */
    uint32_t tag;  /* another part of the hash */
} Slot;

uint64_t verify_hash(const uint8_t *p, size_t nbytes)
{
    uint64_t h = nbytes * UINT64_C(0x9E3779B97F4A7C15), w;

    for (; nbytes >= 8; nbytes -= 8, p += 8) {
        memcpy(&w, p, 8);
        h = (h ^ w) * UINT64_C(0xD6E8FEB86659FD93);
        h ^= h >> 32;
    }
    if (nbytes >= 4)
        w = bc_u32le(p) | (uint64_t)bc_u32le(p + nbytes - 4) << 32;
    else if (nbytes > 0)
        w = p[0] | (uint64_t)p[nbytes / 2] << 8 |
            (uint64_t)p[nbytes - 1] << 16;
    else
        w = 0;
    h = (h ^ w) * UINT64_C(0xD6E8FEB86659FD93);
    h = (h ^ h >> 32) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 29;
}

/* An order of items: by length, then by bytes. */
static int compare_items(const Verify *v, Item a, Item b)
{
    if (a.nbytes != b.nbytes)
        return a.nbytes < b.nbytes ? -1 : 1;
    return memcmp(v->file.bytes + a.offset, v->file.bytes + b.offset,
                  a.nbytes);
}

/* Merge two sorted runs, items[0 .. mid-1] and items[mid .. n-1]. */
static void merge_runs(const Verify *v, const Item *items, size_t mid,
                       size_t n, Item *out)
{
    size_t i = 0, j = mid;

    while (i < mid && j < n)
        *out++ = compare_items(v, items[i], items[j]) <= 0 ? items[i++]
                                                           : items[j++];
    while (i < mid)
        *out++ = items[i++];
    while (j < n)
        *out++ = items[j++];
}

/* The slow way, for files that are made to collide: sort. */
static bool unique_by_sorting(Verify *v, const Item *items, size_t n,
                              const char *what)
{
    Item *from = verify_scratch(v, &v->sorted[0], n, sizeof *from);
    Item *to = verify_scratch(v, &v->sorted[1], n, sizeof *to), *swap;

    if (from == NULL || to == NULL)
        return false;
    memcpy(from, items, n * sizeof *from);
    for (size_t run = 1; run < n; run *= 2) {
        for (size_t i = 0; i < n; i += 2 * run) {
            size_t left = n - i;

            merge_runs(v, from + i, run < left ? run : left,
                       2 * run < left ? 2 * run : left, to + i);
        }
        swap = from, from = to, to = swap;
    }
    for (size_t i = 1; i < n; i++)
        if (compare_items(v, from[i - 1], from[i]) == 0)
            return verify_fail(v, "canonical", "a %s is there twice", what);
    return true;
}

/* The number of an item among the row's constants, or among the items. */
static unsigned long number_of(const Verify *v, const Item *items, size_t i,
                               const FunctionRow *row)
{
    const uint8_t *p, *end = v->file.bytes + items[i].offset;
    unsigned long n = 0;

    if (row == NULL)
        return i;
    for (p = v->file.bytes + row->constants; p < end; p = bc_pass_constant(p))
        n++;
    return n;
}

static bool is_there_twice(Verify *v, const Item *items, size_t i,
                           const FunctionRow *row)
{
    return verify_fail(v, "canonical", "%s %lu is there twice",
                       row != NULL ? "constant" : "string",
                       number_of(v, items, i, row));
}

static bool few_unique(Verify *v, const Item *items, size_t n,
                       const FunctionRow *row)
{
    for (size_t i = 1; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (compare_items(v, items[i], items[j]) == 0)
                return is_there_twice(v, items, i, row);
    return true;
}

typedef struct Table {
    Slot *slots;
    size_t mask, work, limit;
} Table;

/* Put item i, of hash h, into the table. When that takes too long, work is
   above its limit. */
static bool put_item(Verify *v, Table *t, const Item *items, size_t i,
                     uint64_t h, const FunctionRow *row)
{
    size_t at = h & t->mask;

    for (; t->slots[at].item != 0; at = (at + 1) & t->mask) {
        if (t->slots[at].tag == (uint32_t)(h >> 32)) {
            t->work += items[i].nbytes / 16;
            if (compare_items(v, items[t->slots[at].item - 1], items[i]) == 0)
                return is_there_twice(v, items, i, row);
        }
        if (++t->work > t->limit)
            return true;
    }
    t->slots[at] = (Slot){(uint32_t)i + 1, (uint32_t)(h >> 32)};
    return true;
}

/* In batches, so that the table's memory comes while hashes are computed. */
bool verify_unique(Verify *v, const Item *items, size_t n,
                       const FunctionRow *row)
{
    enum { FEW = 6, BATCH = 16 };
    Table t = {.limit = 1024 + 8 * n};
    size_t nslots = 16;
    uint64_t hash[BATCH];

    if (n <= FEW)
        return few_unique(v, items, n, row);
    while (nslots < 2 * n)
        nslots *= 2;
    t.mask = nslots - 1;
    t.slots = verify_scratch(v, &v->slots, nslots, sizeof *t.slots);
    if (t.slots == NULL)
        return false;
    memset(t.slots, 0, nslots * sizeof *t.slots);
    for (size_t i = 0; i < n; i += BATCH) {
        size_t end = n - i < BATCH ? n : i + BATCH;

        for (size_t j = i; j < end; j++) {
            hash[j - i] = verify_hash(v->file.bytes + items[j].offset,
                                      items[j].nbytes);
            PREFETCH(&t.slots[hash[j - i] & t.mask]);
        }
        for (size_t j = i; j < end; j++)
            if (!put_item(v, &t, items, j, hash[j - i], row))
                return false;
        if (t.work > t.limit)
            return unique_by_sorting(v, items, n,
                                     row != NULL ? "constant" : "string");
    }
    return true;
}
