/*
 * stdlib/pattern_cache.c -- patterns compiled before.
 *
 * Programs use few patterns, often: compiling one takes longer than matching
 * it against a short string. The cache is a userdata with a slot for every
 * remainder of a pattern's hash, and in each slot the pattern used last:
 *
 *     cache    slot[i].entry -----+
 *        user value i --> entry <-+   a userdata: pattern, text, items, sets
 *
 * A pattern enters the cache when it is met for the second time in a row.
 * Whoever uses one has its entry on the stack: it may leave the cache, but
 * not the world, while code of the program runs. Entries never change.
 *
 * What is charged to the budget does not depend on what the cache holds.
 *
 * Owner    the registry the cache, which is made when it is first asked for;
 *          entries the cache.
 * Read     pat_get, find_entry, make_entry.
 */
#include <string.h>

#include "stdlib/pattern_int.h"

enum { NSLOTS = 64 };

typedef struct Entry {
    Pattern pat;
    bool anchor;
    size_t ntext;
    char text[];
} Entry;

typedef struct Cache {
    struct {
        const Entry *entry; /* or NULL */
        uint32_t seen;      /* hash of the last pattern that was not here */
    } slot[NSLOTS];
} Cache;

static void new_cache(lua_State *L)
{
    Cache *cache = lua_newuserdatauv(L, sizeof *cache, NSLOTS);
    for (int i = 0; i < NSLOTS; i++) {
        cache->slot[i].entry = NULL;
        cache->slot[i].seen = 0;
    }
}

/* The cache of all functions, in the upvalue of the one that asks. */
static Cache *get_cache(lua_State *L)
{
    static const char key = 0; /* its address is the registry's key */
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &key) != LUA_TUSERDATA) {
        lua_pop(L, 1);
        new_cache(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &key);
    }
    lua_replace(L, lua_upvalueindex(PAT_CACHE));
    return lua_touserdata(L, lua_upvalueindex(PAT_CACHE));
}

static Cache *cache_of(lua_State *L)
{
    Cache *cache = lua_touserdata(L, lua_upvalueindex(PAT_CACHE));
    return cache != NULL ? cache : get_cache(L);
}

/* A hash of the length and of both ends; never 0. */
static uint32_t hash_of(const char *text, size_t ntext)
{
    uint64_t first = 0, last = 0;
    if (ntext >= sizeof first) {
        memcpy(&first, text, sizeof first);
        memcpy(&last, text + ntext - sizeof last, sizeof last);
    } else {
        for (size_t i = 0; i < ntext; i++)
            first = first << 8 | (unsigned char)text[i];
    }
    uint64_t h = (first ^ ntext) * UINT64_C(0x9E3779B97F4A7C15);
    h = (h ^ h >> 32 ^ last) * UINT64_C(0xC2B2AE3D27D4EB4F);
    return (uint32_t)(h >> 32) | 1;
}

static int slot_of(uint32_t hash)
{
    return (int)(hash >> 1 & (NSLOTS - 1));
}

/* Compile into a new entry, which is pushed. */
static const Entry *make_entry(lua_State *L, const char *text, size_t ntext,
                               bool anchor)
{
    const size_t unit = sizeof(PatItem);
    size_t nhead = (sizeof(Entry) + ntext + unit - 1) / unit * unit;
    PatRoom room = pat_room_new(L, nhead, text, ntext);
    Entry *entry = lua_touserdata(L, -1);
    entry->anchor = anchor;
    entry->ntext = ntext;
    memcpy(entry->text, text, ntext);
    pat_compile(L, &entry->pat, room, entry->text, ntext, anchor);
    return entry;
}

static bool is_entry(const Entry *entry, const char *text, size_t ntext,
                     bool anchor)
{
    return entry != NULL && entry->ntext == ntext && entry->anchor == anchor
        && memcmp(entry->text, text, ntext) == 0;
}

/* Push the entry of a slot if it is the one for this pattern. */
static const Entry *find_entry(lua_State *L, const Cache *cache, int slot,
                               const char *text, size_t ntext, bool anchor)
{
    const Entry *entry = cache->slot[slot].entry;
    if (!is_entry(entry, text, ntext, anchor)
        || !charclass_is_current(L, entry->pat.stamp))
        return NULL;
    lua_getiuservalue(L, lua_upvalueindex(PAT_CACHE), slot + 1);
    if (lua_touserdata(L, -1) == entry)
        return entry;
    lua_pop(L, 1); /* somebody has tampered with it */
    return NULL;
}

/* The entry on the top takes a slot. */
static void keep_entry(lua_State *L, Cache *cache, int slot,
                       const Entry *entry)
{
    cache->slot[slot].entry = NULL;
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, lua_upvalueindex(PAT_CACHE), slot + 1);
    cache->slot[slot].entry = entry;
}

const Pattern *pat_get(lua_State *L, const char *text, size_t ntext,
                       PatSpace *space)
{
    if (ntext > PAT_SMALL)
        return &make_entry(L, text, ntext, true)->pat;
    Cache *cache = cache_of(L);
    uint32_t hash = hash_of(text, ntext);
    int slot = slot_of(hash);
    const Entry *entry = find_entry(L, cache, slot, text, ntext, true);
    if (entry != NULL)
        return &entry->pat;
    if (cache->slot[slot].seen == hash) {
        entry = make_entry(L, text, ntext, true);
        keep_entry(L, cache, slot, entry);
        return &entry->pat;
    }
    cache->slot[slot].seen = hash;
    PatRoom room = {.items = space->items, .sets = space->sets};
    pat_compile(L, &space->pat, room, text, ntext, true);
    lua_pushnil(L);
    return &space->pat;
}

const Pattern *pat_peek(const void *cache, const char *text, size_t ntext,
                        bool anchor)
{
    const Cache *c = cache;
    if (ntext > PAT_SMALL)
        return NULL;
    const Entry *entry = c->slot[slot_of(hash_of(text, ntext))].entry;
    if (!is_entry(entry, text, ntext, anchor)
        || !charclass_is_still(entry->pat.stamp))
        return NULL;
    return &entry->pat;
}

const Pattern *pat_get_kept(lua_State *L, const char *text, size_t ntext)
{
    if (ntext > PAT_SMALL)
        return &make_entry(L, text, ntext, false)->pat;
    Cache *cache = cache_of(L);
    int slot = slot_of(hash_of(text, ntext));
    bool anchor = *text != '^'; /* where it means nothing, share the entry */
    const Entry *entry = find_entry(L, cache, slot, text, ntext, anchor);
    if (entry == NULL) {
        entry = make_entry(L, text, ntext, anchor);
        keep_entry(L, cache, slot, entry);
    }
    return &entry->pat;
}
