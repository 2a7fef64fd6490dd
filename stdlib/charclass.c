/*
 * stdlib/charclass.c -- the character classes of the current locale.
 *
 * Nearly every program runs in the C locale, whose classes are constants
 * below. For another locale the registry keeps one block, filled from
 * <ctype.h> when the name of the locale is not the one it was filled for.
 *
 * Owner    the constants nobody; the block the registry.
 * Raises   out of memory, for the first use of another locale.
 * Read     charclass_find, charclass_current.
 */
#include "stdlib/charclass_int.h"

#include <ctype.h>
#include <locale.h>
#include <string.h>

#include "stdlib/host.h"

/* A class of ASCII bytes and its complement. */
#define CLASS(low, high)                                                      \
    {{low, high, 0, 0}},                                                      \
    {                                                                         \
        {~(uint64_t)(low), ~(uint64_t)(high), ~(uint64_t)0, ~(uint64_t)0}     \
    }

static const CharClasses c_locale = {
    .set = {
        CLASS(0x0000000000000000, 0x07fffffe07fffffe), /* a letters */
        CLASS(0x00000000ffffffff, 0x8000000000000000), /* c controls */
        CLASS(0x03ff000000000000, 0x0000000000000000), /* d digits */
        CLASS(0xfffffffe00000000, 0x7fffffffffffffff), /* g printable */
        CLASS(0x0000000000000000, 0x07fffffe00000000), /* l lower case */
        CLASS(0xfc00fffe00000000, 0x78000001f8000001), /* p punctuation */
        CLASS(0x0000000100003e00, 0x0000000000000000), /* s spaces */
        CLASS(0x0000000000000000, 0x0000000007fffffe), /* u upper case */
        CLASS(0x03ff000000000000, 0x07fffffe07fffffe), /* w alphanumeric */
        CLASS(0x03ff000000000000, 0x0000007e0000007e), /* x hexadecimal */
        CLASS(0x0000000000000001, 0x0000000000000000), /* z the byte 0 */
    },
    .locale = "C",
    .ascii = true,
};

static const char letters[] = "acdglpsuwxz";

const ByteSet *charclass_find(const CharClasses *classes, Byte letter)
{
    /* row of a letter, counted from 1; 0 for those that name no class */
    static const Byte rows[26] = {
        ['a' - 'a'] = 1, ['c' - 'a'] = 2, ['d' - 'a'] = 3,  ['g' - 'a'] = 4,
        ['l' - 'a'] = 5, ['p' - 'a'] = 6, ['s' - 'a'] = 7,  ['u' - 'a'] = 8,
        ['w' - 'a'] = 9, ['x' - 'a'] = 10, ['z' - 'a'] = 11,
    };
    bool complement = letter >= 'A' && letter <= 'Z';
    unsigned index = (unsigned)letter - (complement ? 'A' : 'a');
    if (index >= 26 || rows[index] == 0)
        return NULL;
    return &classes->set[2 * (rows[index] - 1) + complement];
}

static bool is_in_class(char letter, int c)
{
    switch (letter) {
    case 'a': return isalpha(c);
    case 'c': return iscntrl(c);
    case 'd': return isdigit(c);
    case 'g': return isgraph(c);
    case 'l': return islower(c);
    case 'p': return ispunct(c);
    case 's': return isspace(c);
    case 'u': return isupper(c);
    case 'w': return isalnum(c);
    case 'x': return isxdigit(c);
    default: return c == 0;
    }
}

/* Ask <ctype.h> about every byte. */
static void fill(CharClasses *classes, const char *locale)
{
    unsigned version = classes->version + 1;
    memset(classes, 0, sizeof *classes);
    classes->version = version;
    for (int k = 0; k < CHARCLASS_COUNT; k++) {
        for (int c = 0; c < 256; c++)
            byteset_add(&classes->set[2 * k + !is_in_class(letters[k], c)],
                        (Byte)c);
    }
    for (int c = 0; c < 256; c++) {
        classes->lower[c] = (Byte)tolower(c);
        classes->upper[c] = (Byte)toupper(c);
    }
    /* a name that does not fit matches none, and is asked about each time */
    if (strlen(locale) < sizeof classes->locale)
        strcpy(classes->locale, locale);
}

static const CharClasses *other_locale(lua_State *L, const char *locale)
{
    static const char key = 0;
    CharClasses *classes;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &key);
    classes = lua_touserdata(L, -1);
    if (classes == NULL || lua_rawlen(L, -1) != sizeof *classes) {
        lua_pop(L, 1);
        classes = lua_newuserdatauv(L, sizeof *classes, 0);
        classes->locale[0] = '\0';
        classes->version = 0;
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &key);
    }
    lua_pop(L, 1);
    if (strcmp(classes->locale, locale) != 0)
        fill(classes, locale);
    return classes;
}

static bool is_c_locale(const char *locale)
{
    return locale == NULL || (locale[0] == 'C' && locale[1] == '\0') ||
           strcmp(locale, "POSIX") == 0;
}

bool charclass_is_still(CharStamp stamp)
{
    return stamp.classes == NULL ||
           (stamp.classes == &c_locale && charclass_is_c());
}

bool charclass_is_c(void)
{
    return is_c_locale(host_setlocale(NULL, LC_CTYPE, NULL));
}

const CharClasses *charclass_current(lua_State *L)
{
    const char *locale = host_setlocale(L, LC_CTYPE, NULL);
    if (is_c_locale(locale))
        return &c_locale;
    return other_locale(L, locale);
}
