/*
 * tests/unit_string.c -- interning, hashing, comparison and numbers as text,
 * beside naive twins, with collections in between.
 */
#include <criterion/criterion.h>

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "include/lauxlib.h"
#include "tests/unit.h"
#include "vm/frame.h"
#include "vm/string.h"

/* -- a set of strings ----------------------------------------------------- */

enum { NSLOTS = 300, MAX_TEXT = 70, NOTHING = -1 };

/* The twin: the bytes of the string in each slot of the stack. */
typedef struct Text {
    int n; /* NOTHING: the slot is nil */
    char s[MAX_TEXT];
} Text;

typedef struct Set {
    Random r;
    lua_State *L;
    VM *vm;
    Text text[NSLOTS];
    size_t others; /* short strings that are not of this set */
    int step;
} Set;

static Value *slot(const Set *f, int i) { return &f->L->base[i]; }

static bool same_text(const Text *a, const Text *b)
{
    return a->n == b->n && (a->n < 1 || memcmp(a->s, b->s, (size_t)a->n) == 0);
}

/* Few letters and a length of its own, so that strings come again. */
static void random_text(Random *r, Text *t)
{
    bool few = !random_once_in(r, 3);

    t->n = (int)(random_once_in(r, 3) ? random_below(r, MAX_TEXT)
                                      : random_below(r, 5));
    for (int i = 0; i < t->n; i++)
        t->s[i] = (char)(few ? random_below(r, 2) * (i % 2 ? 128 : 97)
                             : random_below(r, 256));
}

static void check_slot(Set *f, int i)
{
    const Text *t = &f->text[i];
    const String *s = slot(f, i)->str;
    String *found;

    if (t->n == NOTHING) {
        CHECK(&f->r, is_nil(slot(f, i)), "step %d, slot %d", f->step, i);
        return;
    }
    CHECK(&f->r, slot(f, i)->tag == (t->n <= SHORT_MAX ? TAG_SSTR : TAG_LSTR),
          "step %d, slot %d: tag %d", f->step, i, slot(f, i)->tag);
    CHECK(&f->r, s->nbytes == (size_t)t->n && s->data[t->n] == '\0' &&
                     memcmp(s->data, t->s, s->nbytes) == 0,
          "step %d, slot %d: other bytes", f->step, i);
    CHECK(&f->r, str_hash(f->vm, slot(f, i)->str) ==
                     str_hash_bytes(f->vm->seed, t->s, (size_t)t->n),
          "step %d, slot %d: hash", f->step, i);
    found = str_lookup(f->vm, t->s, (size_t)t->n);
    CHECK(&f->r, found == (t->n <= SHORT_MAX ? s : NULL),
          "step %d, slot %d: interned elsewhere", f->step, i);
}

/* Equal short strings are one, equal long ones are not but equal. */
static void check_pair(Set *f, int i, int j)
{
    const Text *a = &f->text[i], *b = &f->text[j];
    const String *s = slot(f, i)->str, *t = slot(f, j)->str;

    if (a->n == NOTHING || b->n == NOTHING)
        return;
    CHECK(&f->r, str_equal(s, t) == same_text(a, b), "step %d: %d and %d",
          f->step, i, j);
    if (a->n <= SHORT_MAX)
        CHECK(&f->r, (s == t) == same_text(a, b), "step %d: %d and %d",
              f->step, i, j);
}

static int sign(int x) { return (x > 0) - (x < 0); }

/* The C locale's order is that of bytes. */
static void check_order(Set *f, int i, int j)
{
    const Text *a = &f->text[i], *b = &f->text[j];
    int n = a->n < b->n ? a->n : b->n, want;

    if (n == NOTHING)
        return;
    want = memcmp(a->s, b->s, (size_t)n);
    if (want == 0)
        want = a->n - b->n;
    CHECK(&f->r, sign(str_compare(slot(f, i)->str, slot(f, j)->str)) ==
                     sign(want),
          "step %d: %d and %d", f->step, i, j);
}

static size_t count_short(const Set *f)
{
    size_t n = 0;

    for (int i = 0; i < NSLOTS; i++) {
        bool first = f->text[i].n >= 0 && f->text[i].n <= SHORT_MAX;
        for (int j = 0; first && j < i; j++)
            first = !same_text(&f->text[i], &f->text[j]);
        n += first;
    }
    return n;
}

/* What is nowhere any more is forgotten. */
static void check_after_collection(Set *f, const Text *gone)
{
    gc_full(f->vm, false);
    CHECK(&f->r, f->vm->strtab_count <= f->others + count_short(f),
          "step %d: %zu strings, %zu are used", f->step, f->vm->strtab_count,
          f->others + count_short(f));
    if (gone->n < 3 || gone->n > SHORT_MAX) /* others may have short ones */
        return;
    for (int i = 0; i < NSLOTS; i++)
        if (same_text(&f->text[i], gone))
            return;
    CHECK(&f->r, str_lookup(f->vm, gone->s, (size_t)gone->n) == NULL,
          "step %d: a dead string is found", f->step);
}

static void set_step(Set *f)
{
    int i = (int)random_below(&f->r, NSLOTS);
    int j = (int)random_below(&f->r, NSLOTS);
    Text old = f->text[i];

    if (random_once_in(&f->r, 3)) {
        val_nil(slot(f, i));
        f->text[i].n = NOTHING;
    } else {
        String *s;
        random_text(&f->r, &f->text[i]);
        s = str_new(f->vm, f->text[i].s, (size_t)f->text[i].n);
        val_obj(slot(f, i), s);
    }
    check_slot(f, i);
    check_slot(f, j);
    check_pair(f, i, j);
    check_order(f, i, j);
    if (random_once_in(&f->r, 20))
        (void)gc_step(f->vm, 100);
    if (random_once_in(&f->r, 100))
        check_after_collection(f, &old);
}

Test(string, random_set)
{
    static Set f;

    for (int i = 0; random_round(&f.r, i, 8); i++) {
        f.L = unit_machine(i % 4 == 3 ? "gc" : i % 4 == 2 ? "step" : NULL);
        f.vm = f.L->vm;
        lua_settop(f.L, 0);
        lua_checkstack(f.L, NSLOTS);
        lua_settop(f.L, NSLOTS);
        for (int j = 0; j < NSLOTS; j++)
            f.text[j].n = NOTHING;
        gc_full(f.vm, false);
        f.others = f.vm->strtab_count;
        for (f.step = 0; f.step < 3000; f.step++)
            set_step(&f);
        for (int j = 0; j < NSLOTS; j++)
            check_slot(&f, j);
        lua_close(f.L);
    }
}

/* More strings than the table has places at first, and fewer again. */
Test(string, table_grows_and_shrinks)
{
    lua_State *L = unit_machine(NULL);
    VM *vm = L->vm;
    size_t small = vm->strtab_size, large;

    lua_newtable(L);
    for (int i = 1; i <= 20000; i++) {
        lua_pushfstring(L, "string %d", i);
        lua_rawseti(L, -2, i);
    }
    large = vm->strtab_size;
    cr_assert_geq(large, 16384);
    for (int i = 1; i <= 20000; i++) {
        char text[32];
        int n = snprintf(text, sizeof text, "string %d", i);
        lua_rawgeti(L, -1, i);
        cr_assert_eq(str_lookup(vm, text, (size_t)n), L->top[-1].str);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    for (int i = 0; i < 8; i++)
        gc_full(vm, false);
    cr_assert_lt(vm->strtab_size, large);
    cr_assert_leq(vm->strtab_size, small * 4);
    lua_close(L);
}

/* -- hashing ------------------------------------------------------------- */

static int compare_hashes(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* Pairs of equal hashes, of whole ones and of the bits that choose a place. */
static void count_collisions(const uint32_t *hashes, size_t n, size_t *whole,
                             size_t *low)
{
    uint32_t *sorted = malloc(n * sizeof *sorted);

    cr_assert_not_null(sorted);
    *whole = *low = 0;
    for (int bits = 12; bits <= 32; bits += 20) {
        size_t *count = bits == 32 ? whole : low;
        for (size_t i = 0; i < n; i++)
            sorted[i] = bits == 32 ? hashes[i] : hashes[i] & 0xfff;
        qsort(sorted, n, sizeof *sorted, compare_hashes);
        for (size_t i = 1; i < n; i++)
            *count += sorted[i] == sorted[i - 1];
    }
    free(sorted);
}

/* 4096 texts that differ in a number: as few collisions as chance brings. Of
   4096 places, chance leaves 1507 with a neighbour too many (sigma 25). */
static void check_spread(const char *before, bool padded, const char *after)
{
    static uint32_t hashes[4096];
    size_t whole, low;

    for (uint64_t seed = 1; seed < 4; seed++) {
        for (int i = 0; i < 4096; i++) {
            char number[16], text[200];
            snprintf(number, sizeof number, padded ? "%08d" : "%d", i);
            int n = snprintf(text, sizeof text, "%s%s%s", before, number,
                             after);
            hashes[i] = str_hash_bytes(seed * UINT64_C(0x123456789abcdef),
                                       text, (size_t)n);
        }
        count_collisions(hashes, 4096, &whole, &low);
        cr_assert_leq(whole, 2, "%s%s: %zu equal hashes", before, after,
                      whole);
        cr_assert_leq(low, 1507 + 6 * 25, "%s%s: %zu meet", before, after,
                      low);
    }
}

Test(string, hashes_are_spread)
{
    check_spread("", false, "");
    check_spread("", true, "");
    check_spread("name", false, "");
    check_spread("", false, " and more text behind the number");
    check_spread("a long text before the number that differs, ", false, "");
    check_spread("", true, "0123456789abcdef0123456789abcdef0123456789abcdef");
}

/* Every byte counts, at every length. */
Test(string, hash_reads_every_byte)
{
    char text[100];

    for (int n = 1; n <= 100; n++) {
        uint32_t whole;
        memset(text, 'x', sizeof text);
        whole = str_hash_bytes(7, text, (size_t)n);
        for (int i = 0; i < n; i++) {
            text[i] = 'y';
            cr_assert_neq(str_hash_bytes(7, text, (size_t)n), whole,
                          "byte %d of %d", i, n);
            text[i] = 'x';
        }
        cr_assert_neq(str_hash_bytes(8, text, (size_t)n), whole,
                      "the seed, %d bytes", n);
    }
}

/* -- numbers as text ----------------------------------------------------- */

/* The grammar of numerals, by hand: where the digits and the exponent are. */
static const char *skip_digits(const char *s, int (*is)(int), int *n)
{
    while (is((unsigned char)*s))
        s++, ++*n;
    return s;
}

static bool is_numeral(const char *s, bool *hex, bool *integer)
{
    int ndigits = 0, nexp = 0;

    while (isspace((unsigned char)*s))
        s++;
    s += *s == '-' || *s == '+';
    *hex = s[0] == '0' && (s[1] == 'x' || s[1] == 'X');
    *integer = true;
    s = skip_digits(s + 2 * *hex, *hex ? isxdigit : isdigit, &ndigits);
    if (*s == '.') {
        *integer = false;
        s = skip_digits(s + 1, *hex ? isxdigit : isdigit, &ndigits);
    }
    if (ndigits == 0)
        return false;
    if (tolower((unsigned char)*s) == (*hex ? 'p' : 'e')) {
        *integer = false;
        s++;
        s += *s == '-' || *s == '+';
        s = skip_digits(s, isdigit, &nexp);
        if (nexp == 0)
            return false;
    }
    while (isspace((unsigned char)*s))
        s++;
    return *s == '\0';
}

/* Digit by digit; false if it does not fit (hexadecimal ones wrap). */
static bool to_integer(const char *s, bool hex, int64_t *out)
{
    uint64_t n = 0;
    bool negative;

    while (isspace((unsigned char)*s))
        s++;
    negative = *s == '-';
    s += *s == '-' || *s == '+';
    for (s += 2 * hex; isxdigit((unsigned char)*s); s++) {
        uint64_t digit = (uint64_t)(isdigit((unsigned char)*s)
                                        ? *s - '0'
                                        : tolower((unsigned char)*s) - 'a' + 10);
        uint64_t most = (uint64_t)INT64_MAX + negative;
        if (!hex && (n > most / 10 || n * 10 > most - digit))
            return false;
        n = n * (hex ? 16 : 10) + digit;
    }
    *out = (int64_t)(negative ? 0 - n : n);
    return true;
}

static void check_numeral(Random *r, const char *s, size_t n)
{
    bool hex, integer;
    bool is = strlen(s) == n && is_numeral(s, &hex, &integer);
    Value got;
    int64_t i;

    CHECK(r, str_to_number(s, n, &got) == is, "'%s'", s);
    if (!is)
        return;
    if (integer && to_integer(s, hex, &i))
        CHECK(r, is_int(&got) && got.i == i, "'%s' is %lld", s,
              (long long)got.i);
    else
        CHECK(r, is_float(&got) && got.n == strtod(s, NULL), "'%s' is %.17g",
              s, got.n);
}

Test(string, random_numerals)
{
    static const char *const pieces[] = {
        "0", "1", "7", "9", "00", "123", "9223372036854775807", "e", "E",
        "e5", "p", "P3", ".", "x", "0x", "0X", "-", "+", " ", "\t", "a", "f",
        "ff", "inf", "nan", "922337203685477580", "e-", "e+10", "_", "\v",
    };
    enum { NPIECES = sizeof pieces / sizeof *pieces };
    Random r;

    for (int round = 0; random_round(&r, round, 4); round++) {
        for (int i = 0; i < 50000; i++) {
            char text[200] = "";
            uint32_t n = 1 + random_below(&r, 6);
            while (n-- > 0)
                strcat(text, pieces[random_below(&r, NPIECES)]);
            check_numeral(&r, text, strlen(text));
            check_numeral(&r, text, strlen(text) + 1); /* a '\0' in it */
        }
    }
}

Test(string, numbers_and_back)
{
    Random r;

    for (int round = 0; random_round(&r, round, 4); round++) {
        for (int i = 0; i < 20000; i++) {
            char text[NUM_TEXT], want[NUM_TEXT + 2];
            uint64_t bits = random_bits(&r) >> random_below(&r, 64);
            Value v, back;
            int n;

            val_int(&v, (int64_t)bits);
            n = num_to_text(&v, text);
            snprintf(want, sizeof want, "%lld", (long long)v.i);
            CHECK(&r, strcmp(text, want) == 0 && n == (int)strlen(want),
                  "%s is written as %s", want, text);
            CHECK(&r, str_to_number(text, (size_t)n, &back) && is_int(&back) &&
                          back.i == v.i, "%s", text);
            memcpy(&v.n, &bits, sizeof bits);
            if (i % 2)
                v.n = (double)(int64_t)bits;
            v.tag = TAG_FLOAT;
            n = num_to_text(&v, text);
            snprintf(want, sizeof want, "%.14g", v.n);
            if (strpbrk(want, ".einf") == NULL)
                strcat(want, ".0");
            CHECK(&r, strcmp(text, want) == 0 && n == (int)strlen(want),
                  "%s is written as %s", want, text);
        }
    }
}

Test(string, floats_that_are_integers)
{
    static const struct { double n; bool is; } cases[] = {
        {0.0, true}, {-0.0, true}, {1.0, true}, {0.5, false},
        {9007199254740992.0, true}, {9223372036854774784.0, true},
        {9223372036854775808.0, false}, {-9223372036854775808.0, true},
        {-9223372036854777856.0, false}, {INFINITY, false},
        {-INFINITY, false}, {NAN, false}, {1e300, false}, {5e-324, false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t got;
        cr_assert_eq(num_to_int(cases[i].n, &got), cases[i].is, "%.17g",
                     cases[i].n);
        if (cases[i].is)
            cr_assert_eq((double)got, cases[i].n);
    }
}
