/*
 * stdlib/charclass_int.h -- sets of bytes, and the classes of the current
 * locale: what %a, %d and the others accept, and which letters go together.
 */
#ifndef STDLIB_CHARCLASS_INT_H
#define STDLIB_CHARCLASS_INT_H

#include <stdbool.h>
#include <stdint.h>

#include "include/lua.h"

typedef unsigned char Byte;

/* A set of bytes: bit c % 64 of word c / 64 says whether c is in it. */
typedef struct ByteSet {
    uint64_t word[4];
} ByteSet;

static inline bool byteset_has(const ByteSet *set, Byte c)
{
    return set->word[c >> 6] >> (c & 63) & 1;
}

static inline void byteset_add(ByteSet *set, Byte c)
{
    set->word[c >> 6] |= (uint64_t)1 << (c & 63);
}

enum { CHARCLASS_COUNT = 11, CHARCLASS_LOCALE_SIZE = 64 };

/* Classes and letters of one locale. */
typedef struct CharClasses {
    /* class k of "acdglpsuwxz" is set[2 * k], its complement set[2 * k + 1] */
    ByteSet set[2 * CHARCLASS_COUNT];
    char locale[CHARCLASS_LOCALE_SIZE];
    unsigned version; /* counts how often the block was filled in */
    Byte lower[256];
    Byte upper[256];
    bool ascii; /* the C locale: lower and upper are not filled in */
} CharClasses;

/*
 * The classes of the locale in force. They stay where they are as long as the
 * VM lives; a later change of locale changes them in place.
 *
 * Stack -0 +0 (one slot for a moment)    Raises memory    Collects yes
 */
const CharClasses *charclass_current(lua_State *L);

/* What classes were used for something; so that it can be told when to stop. */
typedef struct CharStamp {
    const CharClasses *classes; /* NULL: none */
    unsigned version;
} CharStamp;

static inline CharStamp charclass_stamp(const CharClasses *classes)
{
    return (CharStamp){classes, classes == NULL ? 0 : classes->version};
}

/*
 * Whether the classes of then are those of now.
 *
 * Stack, Raises, Collects    as charclass_current
 */
static inline bool charclass_is_current(lua_State *L, CharStamp stamp)
{
    return stamp.classes == NULL
        || (charclass_current(L) == stamp.classes
            && stamp.classes->version == stamp.version);
}

/* The same, told without L; false also when that cannot be. */
bool charclass_is_still(CharStamp stamp);
/* Is the C locale in force? */
bool charclass_is_c(void);

/* The set that %<letter> stands for; NULL if the letter names no class. */
const ByteSet *charclass_find(const CharClasses *classes, Byte letter);

#endif
