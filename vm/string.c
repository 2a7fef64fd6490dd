/*
 * vm/string.c -- interning, hashing, comparison, and numbers as text.
 *
 * Short strings live in a chained hash table of the VM, weakly. Hashes are
 * seeded per VM and read every byte, eight at a time, with multiply-and-fold
 * mixing (Wang Yi's wyhash idea: the halves of a 128-bit product xored).
 *
 * Owner    the collector; the table is weak.
 * Read     str_new, str_hash_bytes, str_to_number.
 */
#include "vm/string.h"

#include <ctype.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "vm/error.h"

/* ---------------------------------------------------------------- hashing */

static uint64_t fold(uint64_t a, uint64_t b)
{
#if defined(__SIZEOF_INT128__)
    __extension__ typedef unsigned __int128 u128;
    u128 p = (u128)a * b;
    return (uint64_t)p ^ (uint64_t)(p >> 64);
#else
    uint64_t al = (uint32_t)a, ah = a >> 32, bl = (uint32_t)b, bh = b >> 32;
    uint64_t m1 = al * bh, m2 = ah * bl, lo = al * bl;
    uint64_t mid = (lo >> 32) + (uint32_t)m1 + (uint32_t)m2;
    return (mid << 32 | (uint32_t)lo) ^
           (ah * bh + (m1 >> 32) + (m2 >> 32) + (mid >> 32));
#endif
}

static uint64_t load64(const char *p)
{
    uint64_t x;
    memcpy(&x, p, 8);
    return x;
}

static uint32_t load32(const char *p)
{
    uint32_t x;
    memcpy(&x, p, 4);
    return x;
}

#define H1 UINT64_C(0xa0761d6478bd642f)
#define H2 UINT64_C(0xe7037ed1a0b428db)

uint32_t str_hash_bytes(uint64_t seed, const char *s, size_t n)
{
    uint64_t h = seed ^ n, a, b;
    if (n >= 8) {
        const char *last = s + n - 8;
        for (; s + 16 <= last; s += 16)
            h = fold(load64(s) ^ H1, load64(s + 8) ^ h);
        for (; s < last; s += 8)
            h = fold(load64(s) ^ H1, h ^ H2);
        a = load64(last);
        b = 0;
    } else if (n >= 4) {
        a = load32(s);
        b = load32(s + n - 4);
    } else if (n > 0) {
        a = (uint8_t)s[0] | (uint64_t)(uint8_t)s[n / 2] << 8 |
            (uint64_t)(uint8_t)s[n - 1] << 16;
        b = 0; /* h has n in it: n here would cancel it */
    } else {
        a = b = 0;
    }
    h = fold(a ^ H1, b ^ h ^ H2);
    h = fold(h, H1);
    return (uint32_t)(h >> 32 ^ h);
}

uint32_t str_hash(VM *vm, String *s)
{
    if (s->h.type == TAG_LSTR && !(s->h.flags & STRF_HASHED)) {
        s->h.aux = str_hash_bytes(vm->seed, s->data, s->nbytes);
        s->h.flags |= STRF_HASHED;
    }
    return s->h.aux;
}

/* ------------------------------------------------------------ string table */

/*
 * The table grows a bucket at a time (Litwin's linear hashing, 1980), so that
 * no insertion waits for all of it: buckets below strtab_size are in use, and
 * a hash that leads above is taken with one bit less.
 */
#define STRTAB_MIN ((size_t)256)

bool str_table_init(VM *vm)
{
    String **p = gc_try_realloc(vm, NULL, 0, STRTAB_MIN * sizeof *p);
    if (p == NULL)
        return false;
    memset(p, 0, STRTAB_MIN * sizeof *p);
    vm->strtab = p;
    vm->strtab_size = vm->strtab_cap = STRTAB_MIN;
    vm->strtab_mask = STRTAB_MIN - 1;
    return true;
}

static String **bucket_of(VM *vm, uint32_t hash)
{
    size_t i = hash & vm->strtab_mask;
    if (i >= vm->strtab_size)
        i &= vm->strtab_mask >> 1;
    return &vm->strtab[i];
}

static bool strtab_room(VM *vm)
{
    size_t cap = vm->strtab_cap;
    if (vm->strtab_size < cap)
        return true;
    String **p = gc_try_realloc(vm, vm->strtab, cap * sizeof *p,
                                cap * 2 * sizeof *p);
    if (p == NULL)
        return false; /* longer chains will do */
    vm->strtab = p;
    vm->strtab_cap = cap * 2;
    return true;
}

/* One bucket more: the strings of its twin whose hash leads here. */
static void strtab_split(VM *vm)
{
    if (!strtab_room(vm))
        return;
    size_t n = vm->strtab_size++;
    if (n > vm->strtab_mask)
        vm->strtab_mask = vm->strtab_mask * 2 + 1;
    size_t twin = n & (vm->strtab_mask >> 1);
    String *s = vm->strtab[twin], *next;
    vm->strtab[twin] = vm->strtab[n] = NULL;
    for (; s != NULL; s = next) {
        next = s->next;
        String **to = bucket_of(vm, s->h.aux);
        s->next = *to;
        *to = s;
    }
}

/* One bucket less: its strings join those of its twin. */
static void strtab_merge(VM *vm)
{
    size_t n = --vm->strtab_size;
    String **to = &vm->strtab[n & (vm->strtab_mask >> 1)];
    while (*to != NULL)
        to = &(*to)->next;
    *to = vm->strtab[n];
    if (n == (vm->strtab_mask >> 1) + 1)
        vm->strtab_mask >>= 1;
}

/* memcmp(a, b, n) == 0 for short strings, without the call. */
static inline bool same_bytes(const char *a, const char *b, size_t n)
{
    if (n < 4) {
        return n == 0 || (a[0] == b[0] && a[n / 2] == b[n / 2] &&
                          a[n - 1] == b[n - 1]);
    }
    if (n < 8)
        return ((load32(a) ^ load32(b)) |
                (load32(a + n - 4) ^ load32(b + n - 4))) == 0;
    for (size_t i = 0; i + 8 < n; i += 8)
        if (load64(a + i) != load64(b + i))
            return false;
    return load64(a + n - 8) == load64(b + n - 8);
}

static String *strtab_find(VM *vm, const char *s, size_t n, uint32_t hash)
{
    String *p = *bucket_of(vm, hash);
    for (; p != NULL; p = p->next)
        if (p->h.aux == hash && p->nbytes == n && same_bytes(p->data, s, n))
            return p;
    return NULL;
}

static String *intern(VM *vm, const char *s, size_t n, uint32_t hash)
{
    String *p = strtab_find(vm, s, n, hash);
    if (p != NULL) {
        gc_revive(vm, p);
        return p;
    }
    char copy[SHORT_MAX]; /* s may be in a string that goes away */
    memcpy(copy, s, n);
    if (vm->strtab_count >= vm->strtab_size)
        strtab_split(vm);
    p = gc_new(vm, sizeof *p + n + 1, TAG_SSTR);
    p->h.aux = hash;
    p->nbytes = n;
    memcpy(p->data, copy, n);
    p->data[n] = '\0';
    String **chain = bucket_of(vm, hash);
    p->next = *chain;
    *chain = p;
    vm->strtab_count++;
    gc_note_string(vm, p);
    return p;
}

String *str_lookup(VM *vm, const char *s, size_t n)
{
    if (n > SHORT_MAX)
        return NULL;
    return strtab_find(vm, s, n, str_hash_bytes(vm->seed, s, n));
}

String *str_new_long(VM *vm, size_t n)
{
    if (n > (size_t)PTRDIFF_MAX - sizeof(String) - 64)
        err_memory(vm);
    String *p = gc_new(vm, sizeof *p + n + 1, TAG_LSTR);
    p->nbytes = n;
    p->next = NULL;
    p->data[n] = '\0';
    return p;
}

uint32_t str_prefetch(VM *vm, const char *s, size_t n)
{
    if (n > SHORT_MAX)
        return 0;
    uint32_t hash = str_hash_bytes(vm->seed, s, n);
    PREFETCH(bucket_of(vm, hash));
    return hash;
}

void str_prefetch_chain(VM *vm, uint32_t hash)
{
    PREFETCH(*bucket_of(vm, hash));
}

String *str_new_hashed(VM *vm, const char *s, size_t n, uint32_t hash)
{
    return n <= SHORT_MAX ? intern(vm, s, n, hash) : str_new(vm, s, n);
}

String *str_new(VM *vm, const char *s, size_t n)
{
    if (n <= SHORT_MAX)
        return intern(vm, s, n, str_hash_bytes(vm->seed, s, n));
    String *p = str_new_long(vm, n);
    memcpy(p->data, s, n);
    return p;
}

String *str_newz(VM *vm, const char *s) { return str_new(vm, s, strlen(s)); }

String *str_name_slow(VM *vm, const char *s)
{
    String *str = str_new(vm, s, strlen(s));
    if (str->h.type == TAG_SSTR) {
        StringName *n = str_name_place(vm, s);
        n->bytes = s;
        n->str = str;
        vm->gc.names_seen |= gc_is_young(str);
    }
    return str;
}

void str_forget(VM *vm, String *s)
{
    String **p = bucket_of(vm, s->h.aux);
    while (*p != s)
        p = &(*p)->next;
    *p = s->next;
    vm->strtab_count--;
}

static void forget_if(VM *vm, String **p, bool (*dead)(const GC *, String *))
{
    while (*p != NULL) {
        if (!dead(&vm->gc, *p)) {
            p = &(*p)->next;
            continue;
        }
        *p = (*p)->next;
        vm->strtab_count--;
    }
}

static bool died_young(const GC *gc, String *s)
{
    (void)gc;
    return gc_is_young(s);
}

static bool died_old(const GC *gc, String *s)
{
    return !gc_is_young(s) && (s->h.gc & GC_MARK_MASK) != gc->epoch;
}

void str_forget_young(VM *vm)
{
    for (size_t i = 0; i < vm->strtab_size; i++)
        forget_if(vm, &vm->strtab[i], died_young);
}

/* Give back what is not used of the buckets' memory, but for some. */
static void strtab_shrink(VM *vm)
{
    size_t cap = vm->strtab_cap, want = vm->strtab_size * 2;
    if (want > cap / 4 || want < STRTAB_MIN)
        return;
    String **p = gc_ask(vm, vm->strtab, cap * sizeof *p, want * sizeof *p);
    if (p == NULL)
        return;
    vm->strtab = p;
    vm->strtab_cap = want;
}

bool str_sweep(VM *vm, size_t *at, size_t n)
{
    for (; n > 0; n--) {
        bool sparse = vm->strtab_count < vm->strtab_size / 4 &&
                      vm->strtab_size > STRTAB_MIN;
        if (sparse) { /* into one swept already */
            forget_if(vm, &vm->strtab[vm->strtab_size - 1], died_old);
            strtab_merge(vm);
        }
        if (*at < vm->strtab_size) {
            forget_if(vm, &vm->strtab[(*at)++], died_old);
        } else if (!sparse) {
            strtab_shrink(vm);
            return true;
        }
    }
    return false;
}

/* ------------------------------------------------------------- comparison */

bool str_equal_long(const String *a, const String *b)
{
    return a == b ||
           (a->nbytes == b->nbytes && memcmp(a->data, b->data, a->nbytes) == 0);
}

/* strcoll stops at '\0': compare piece after piece. */
int str_compare(const String *sa, const String *sb)
{
    const char *a = sa->data, *b = sb->data;
    size_t na = sa->nbytes, nb = sb->nbytes;
    for (;;) {
        int c = strcoll(a, b);
        if (c != 0)
            return c;
        size_t n = strlen(a); /* both have a '\0' here */
        if (n == nb)
            return n == na ? 0 : 1;
        if (n == na)
            return -1;
        n++;
        a += n, na -= n;
        b += n, nb -= n;
    }
}

/* ---------------------------------------------------------------- numbers */

bool num_to_int(double n, int64_t *out)
{
    if (n >= -9223372036854775808.0 && n < 9223372036854775808.0) {
        int64_t i = (int64_t)n;
        if ((double)i == n) {
            *out = i;
            return true;
        }
    }
    return false;
}

static int int_to_text(int64_t i, char *buf)
{
    char tmp[24];
    int n = 0, len = 0;
    uint64_t u = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    do {
        tmp[n++] = (char)('0' + u % 10);
    } while ((u /= 10) != 0);
    if (i < 0)
        buf[len++] = '-';
    while (n > 0)
        buf[len++] = tmp[--n];
    buf[len] = '\0';
    return len;
}

int num_to_text(const Value *v, char *buf)
{
    if (is_int(v))
        return int_to_text(v->i, buf);
    int n = snprintf(buf, NUM_TEXT, "%.14g", v->n);
    if (buf[strspn(buf, "-0123456789")] == '\0') { /* looks like an int */
        buf[n++] = localeconv()->decimal_point[0];
        buf[n++] = '0';
        buf[n] = '\0';
    }
    return n;
}

static int digit_value(int c)
{
    return c <= '9' ? c - '0' : (c | 32) - 'a' + 10;
}

static const char *text_to_int(const char *s, int64_t *out)
{
    uint64_t a = 0;
    bool neg = false, empty = true;
    while (isspace((unsigned char)*s))
        s++;
    if (*s == '-' || *s == '+')
        neg = *s++ == '-';
    if (s[0] == '0' && (s[1] == 'x' || s[1] == 'X')) {
        for (s += 2; isxdigit((unsigned char)*s); s++, empty = false)
            a = a * 16 + (uint64_t)digit_value((unsigned char)*s);
    } else {
        for (; *s >= '0' && *s <= '9'; s++, empty = false) {
            unsigned d = (unsigned)(*s - '0');
            if (a > UINT64_C(922337203685477580) ||
                (a == UINT64_C(922337203685477580) && d > 7u + neg))
                return NULL; /* does not fit: a float */
            a = a * 10 + d;
        }
    }
    while (isspace((unsigned char)*s))
        s++;
    if (empty)
        return NULL;
    *out = (int64_t)(neg ? 0 - a : a);
    return s;
}

/* strtod knows hexadecimal floats, too, and rounds all right. */
static const char *text_to_double(const char *s, double *out)
{
    char *end;
    if (strpbrk(s, "nN") != NULL) /* "nan", "inf": not numerals */
        return NULL;
    *out = strtod(s, &end);
    if (end == s)
        return NULL;
    while (isspace((unsigned char)*end))
        end++;
    return end;
}

/* The same for a text with a point where the locale has another sign. */
static const char *with_local_point(const char *s, size_t nbytes, double *out)
{
    char buf[201];
    char sign = localeconv()->decimal_point[0];
    const char *dot = sign != '.' ? strchr(s, '.') : NULL;
    if (dot == NULL)
        return NULL;
    memcpy(buf, s, nbytes + 1);
    buf[dot - s] = sign;
    const char *end = text_to_double(buf, out);
    return end != NULL ? s + (end - buf) : NULL;
}

int str_to_number(const char *s, size_t nbytes, Value *out)
{
    int64_t i;
    double d;
    const char *end = text_to_int(s, &i);
    if (end == s + nbytes) {
        val_int(out, i);
        return 1;
    }
    end = text_to_double(s, &d);
    if (end != s + nbytes && nbytes <= 200)
        end = with_local_point(s, nbytes, &d);
    if (end != s + nbytes)
        return 0;
    val_float(out, d);
    return 1;
}

/* ------------------------------------------------------------- chunk names */

void chunk_id(char *out, const char *source, size_t n)
{
    size_t room = LUA_IDSIZE;
    if (*source == '=') {
        if (n <= room) {
            memcpy(out, source + 1, n);
            out[n - 1] = '\0';
        } else {
            memcpy(out, source + 1, room - 1);
            out[room - 1] = '\0';
        }
    } else if (*source == '@') {
        if (n <= room) {
            memcpy(out, source + 1, n);
            out[n - 1] = '\0';
        } else {
            size_t keep = room - 4;
            memcpy(out, "...", 3);
            memcpy(out + 3, source + n - keep, keep);
            out[3 + keep] = '\0';
        }
    } else {
        const char *nl = strchr(source, '\n');
        size_t keep = nl != NULL ? (size_t)(nl - source) : n;
        size_t limit = room - sizeof "[string \"...\"]";
        bool whole = n < limit && nl == NULL;
        if (keep > limit)
            keep = limit;
        snprintf(out, room, "[string \"%.*s%s\"]", (int)keep, source,
                 whole ? "" : "...");
    }
}
