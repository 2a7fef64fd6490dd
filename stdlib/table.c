/*
 * stdlib/table.c -- the table library: sequences held in tables.
 *
 * Everything here respects metamethods. A table without a metatable is
 * *plain*: what it holds does not change while it is looked at, which allows
 * to look first and to work later.
 *
 * Sorting is quicksort with the comparison made through the API. A plain
 * table of integers, of floats or of strings, to be sorted by `<`, needs no
 * call to compare: its values are sorted as a C array and written back. A
 * plain table to be sorted by a Lua function is the machine's (vm/sort.c).
 *
 * Elements moved, compared and joined are charged to the budget
 * (vm/builtin.h).
 *
 * Read     check_length, copy_upwards, join_plain, partition, sort_natively.
 */
#include <limits.h>
#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "include/lauxlib.h"
#include "include/lua.h"
#include "include/lualib.h"
#include "stdlib/digits.h"
#include "stdlib/host.h"
#include "vm/builtin.h"

/* ---- Tables and what behaves like them ---- */

/* What a function does to an argument that it takes for a table. */
enum { READS = 1, WRITES = 2, MEASURES = 4 };

static bool has_field(lua_State *L, const char *name)
{
    lua_pushstring(L, name);
    bool found = lua_rawget(L, -2) != LUA_TNIL;
    lua_pop(L, 1);
    return found;
}

static bool behaves_as_table(lua_State *L, int arg, int uses)
{
    if (!lua_getmetatable(L, arg))
        return false;
    bool can = (!(uses & READS) || has_field(L, "__index")) &&
               (!(uses & WRITES) || has_field(L, "__newindex")) &&
               (!(uses & MEASURES) || has_field(L, "__len"));
    lua_pop(L, 1);
    return can;
}

static void check_table(lua_State *L, int arg, int uses)
{
    if (!lua_istable(L, arg) && !behaves_as_table(L, arg, uses))
        luaL_checktype(L, arg, LUA_TTABLE);
}

static bool is_plain(lua_State *L, int arg)
{
    if (!lua_istable(L, arg))
        return false;
    if (!lua_getmetatable(L, arg))
        return true;
    lua_pop(L, 1);
    return false;
}

/* The length of argument 1, which is to be used so. */
static lua_Integer check_length(lua_State *L, int uses)
{
    check_table(L, 1, uses | MEASURES);
    return is_plain(L, 1) ? (lua_Integer)lua_rawlen(L, 1) : luaL_len(L, 1);
}

/* ---- Moving elements ---- */

enum { MOVE_BATCH = 1024 }; /* elements charged at a time */

/* to[at + i] = from[first + i] for 0 <= i < n, from the lowest i upwards. */
static void copy_upwards(lua_State *L, int from, lua_Integer first, int to,
                         lua_Integer at, lua_Unsigned n)
{
    for (lua_Unsigned i = 0; i < n; i++) {
        if (i % MOVE_BATCH == 0)
            vm_charge(L, n - i < MOVE_BATCH ? (size_t)(n - i) : MOVE_BATCH);
        lua_geti(L, from, luaL_intop(+, first, i));
        lua_seti(L, to, luaL_intop(+, at, i));
    }
}

/* The same from the highest i downwards. */
static void copy_downwards(lua_State *L, int from, lua_Integer first, int to,
                           lua_Integer at, lua_Unsigned n)
{
    for (lua_Unsigned i = n; i-- > 0;) {
        if ((n - 1 - i) % MOVE_BATCH == 0)
            vm_charge(L, i + 1 < MOVE_BATCH ? (size_t)(i + 1) : MOVE_BATCH);
        lua_geti(L, from, luaL_intop(+, first, i));
        lua_seti(L, to, luaL_intop(+, at, i));
    }
}

static int table_insert(lua_State *L)
{
    lua_Integer end = luaL_intop(+, check_length(L, READS | WRITES), 1);
    lua_Integer at;
    switch (lua_gettop(L)) {
    case 2: at = end; break;
    case 3:
        at = luaL_checkinteger(L, 2);
        luaL_argcheck(L, (lua_Unsigned)at - 1u < (lua_Unsigned)end, 2,
                      "position out of bounds");
        if (at < end)
            copy_downwards(L, 1, at, 1, at + 1,
                           (lua_Unsigned)end - (lua_Unsigned)at);
        break;
    default: return luaL_error(L, "wrong number of arguments to 'insert'");
    }
    lua_seti(L, 1, at);
    return 0;
}

static int table_remove(lua_State *L)
{
    lua_Integer length = check_length(L, READS | WRITES);
    lua_Integer at = luaL_optinteger(L, 2, length);
    if (at != length)
        luaL_argcheck(L, (lua_Unsigned)at - 1u <= (lua_Unsigned)length, 2,
                      "position out of bounds");
    lua_geti(L, 1, at);
    if (at < length) {
        copy_upwards(L, 1, at + 1, 1, at,
                     (lua_Unsigned)length - (lua_Unsigned)at);
        at = length;
    }
    lua_pushnil(L);
    lua_seti(L, 1, at);
    return 1;
}

/* Whether copying upwards would overwrite elements still to be copied. */
static bool must_go_down(lua_State *L, lua_Integer first, lua_Integer last,
                         lua_Integer at, int to)
{
    return at > first && at <= last &&
           (to == 1 || lua_compare(L, 1, to, LUA_OPEQ));
}

static int table_move(lua_State *L)
{
    lua_Integer first = luaL_checkinteger(L, 2);
    lua_Integer last = luaL_checkinteger(L, 3);
    lua_Integer at = luaL_checkinteger(L, 4);
    int to = lua_isnoneornil(L, 5) ? 1 : 5;
    check_table(L, 1, READS);
    check_table(L, to, WRITES);
    if (first <= last) {
        luaL_argcheck(L, first > 0 || last < LUA_MAXINTEGER + first, 3,
                      "too many elements to move");
        lua_Integer n = last - first + 1;
        luaL_argcheck(L, at <= LUA_MAXINTEGER - n + 1, 4,
                      "destination wrap around");
        bool down = must_go_down(L, first, last, at, to);
        (down ? copy_downwards : copy_upwards)(L, 1, first, to, at,
                                               (lua_Unsigned)n);
    }
    lua_pushvalue(L, to);
    return 1;
}

/* ---- Arguments to table and back ---- */

static int table_pack(lua_State *L)
{
    int n = lua_gettop(L);
    vm_charge(L, (size_t)n);
    lua_createtable(L, n, 1);
    for (int i = 1; i <= n; i++) {
        lua_pushvalue(L, i);
        lua_seti(L, -2, i);
    }
    lua_pushinteger(L, n);
    lua_setfield(L, -2, "n");
    return 1;
}

static int table_unpack(lua_State *L)
{
    lua_Integer first = luaL_optinteger(L, 2, 1);
    lua_Integer last = lua_isnoneornil(L, 3) ? luaL_len(L, 1)
                                             : luaL_checkinteger(L, 3);
    if (first > last)
        return 0;
    lua_Unsigned nless1 = (lua_Unsigned)last - (lua_Unsigned)first;
    if (nless1 >= INT_MAX || !lua_checkstack(L, (int)nless1 + 1))
        return luaL_error(L, "too many results to unpack");
    int n = (int)nless1 + 1;
    vm_charge(L, (size_t)n);
    for (int i = 0; i < n; i++)
        lua_geti(L, 1, first + i);
    return n;
}

/* ---- Joining strings ---- */

/* What is to be joined: elements first..last of argument 1, sep between. */
typedef struct Join {
    lua_Integer first, last;
    const char *sep;
    size_t sep_nbytes;
} Join;

enum { FLOAT_NBYTES = 64 }; /* room for any float as text */

/*
 * Bytes that the element on the top needs, perhaps less in the end if it is a
 * float; SIZE_MAX if it cannot be joined.
 */
static size_t joined_nbytes(lua_State *L, int type)
{
    char digits[DIGITS_NBYTES];
    if (type == LUA_TSTRING)
        return (size_t)lua_rawlen(L, -1);
    if (type != LUA_TNUMBER)
        return SIZE_MAX;
    return lua_isinteger(L, -1) ? digits_put(digits, lua_tointeger(L, -1))
                                : (size_t)FLOAT_NBYTES;
}

/* Bytes for all of it; SIZE_MAX if something is wrong with it. */
static size_t measure_join(lua_State *L, const Join *j)
{
    size_t total = 0;
    size_t n = 0;
    for (lua_Integer i = j->first;; i++) {
        if (++n % MOVE_BATCH == 0)
            vm_charge(L, MOVE_BATCH);
        size_t nbytes = joined_nbytes(L, lua_geti(L, 1, i));
        lua_pop(L, 1);
        if (nbytes >= PTRDIFF_MAX - total ||
            j->sep_nbytes >= PTRDIFF_MAX - total - nbytes)
            return SIZE_MAX;
        total += nbytes;
        if (i == j->last)
            return total;
        total += j->sep_nbytes;
    }
}

/* Write the element on the top, if it is one and fits; where it ends. */
static char *write_joined(lua_State *L, char *out, const char *end)
{
    char digits[FLOAT_NBYTES];
    const char *text = digits;
    size_t nbytes;
    if (lua_isinteger(L, -1))
        nbytes = digits_put(digits, lua_tointeger(L, -1));
    else
        text = lua_tolstring(L, -1, &nbytes);
    if (text == NULL || nbytes > (size_t)(end - out))
        return NULL;
    memcpy(out, text, nbytes);
    return out + nbytes;
}

/* Write all of it; where it ends, or NULL when it is not what was measured. */
static char *write_join(lua_State *L, const Join *j, char *out,
                        const char *end)
{
    for (lua_Integer i = j->first;; i++) {
        lua_geti(L, 1, i);
        out = write_joined(L, out, end);
        lua_pop(L, 1);
        if (out == NULL || i == j->last)
            return out;
        if (j->sep_nbytes > (size_t)(end - out))
            return NULL;
        memcpy(out, j->sep, j->sep_nbytes);
        out += j->sep_nbytes;
    }
}

/*
 * Push the whole of a plain table: measured first, so that it is copied into
 * its place once. False, and nothing pushed, when it has to be done with care:
 * a wrong element, or a finalizer that changed the table meanwhile.
 */
static bool join_plain(lua_State *L, const Join *j)
{
    luaL_Buffer b;
    size_t nbytes = measure_join(L, j);
    if (nbytes == SIZE_MAX)
        return false;
    size_t n = (size_t)(j->last - j->first) + 1;
    vm_charge(L, nbytes / 16 + n % MOVE_BATCH);
    char *out = luaL_buffinitsize(L, &b, nbytes);
    char *end = write_join(L, j, out, out + nbytes);
    luaL_pushresultsize(&b, end != NULL ? (size_t)(end - out) : 0);
    if (end == NULL)
        lua_pop(L, 1);
    return end != NULL;
}

/* Append element i, or raise an error. */
static void add_element(lua_State *L, luaL_Buffer *b, const Join *j,
                        lua_Integer i)
{
    lua_geti(L, 1, i);
    if (!lua_isstring(L, -1))
        luaL_error(L, "invalid value (%s) at index %I in table for 'concat'",
                   luaL_typename(L, -1), (LUAI_UACINT)i);
    vm_charge(L, ((size_t)lua_rawlen(L, -1) + j->sep_nbytes) / 16 + 1);
    luaL_addvalue(b);
}

/* Push the whole, element after element. */
static void join_any(lua_State *L, const Join *j)
{
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (lua_Integer i = j->first; i < j->last; i++) {
        add_element(L, &b, j, i);
        luaL_addlstring(&b, j->sep, j->sep_nbytes);
    }
    add_element(L, &b, j, j->last);
    luaL_pushresult(&b);
}

static int table_concat(lua_State *L)
{
    Join j;
    lua_Integer length = check_length(L, READS);
    j.sep = luaL_optlstring(L, 2, "", &j.sep_nbytes);
    j.first = luaL_optinteger(L, 3, 1);
    j.last = luaL_optinteger(L, 4, length);
    if (j.first > j.last)
        lua_pushliteral(L, "");
    else if (!is_plain(L, 1) || !join_plain(L, &j))
        join_any(L, &j);
    return 1;
}

/* ---- Sorting through the API ---- */

/*
 * The sequence is at index 1, the order function or nil at index 2. Working
 * values live above. Indices are ints, as a sortable array is that small.
 */
typedef struct Sort {
    lua_State *L;
    bool has_order;
} Sort;

/* Whether the value at index a belongs before the one at b; a, b < 0. */
static bool less(const Sort *s, int a, int b)
{
    lua_State *L = s->L;
    if (!s->has_order)
        return lua_compare(L, a, b, LUA_OPLT);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, a - 1); /* each push moved what came before it */
    lua_pushvalue(L, b - 2);
    lua_call(L, 2, 1);
    bool result = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return result;
}

/* Store the two values on the top: t[j] is the upper one. Pops both. */
static void set_pair(const Sort *s, int i, int j)
{
    lua_seti(s->L, 1, j);
    lua_seti(s->L, 1, i);
}

/* Bring elements i and j into order; true when they were not. */
static bool order_pair(const Sort *s, int i, int j)
{
    lua_geti(s->L, 1, i);
    lua_geti(s->L, 1, j);
    bool wrong = less(s, -1, -2);
    if (wrong)
        set_pair(s, j, i);
    else
        lua_pop(s->L, 2);
    return wrong;
}

static void order_three(const Sort *s, int i, int j, int k)
{
    order_pair(s, i, k);
    if (!order_pair(s, i, j))
        order_pair(s, j, k);
}

enum { LARGE = 100 }; /* elements from which a better pivot pays */

/*
 * Put a pivot in the middle of lo..up, near the median as far as a few
 * elements tell, with none greater at lo and none less at up.
 */
static int choose_pivot(const Sort *s, int lo, int up)
{
    int mid = lo + (up - lo) / 2;
    if (up - lo >= LARGE) {
        order_three(s, lo + 1, mid - 1, up - 1);
        order_three(s, lo + 2, mid + 1, up - 2);
        order_three(s, mid - 1, mid, mid + 1);
    }
    order_three(s, lo, mid, up);
    return mid;
}

static void raise_invalid_order(const Sort *s)
{
    luaL_error(s->L, "invalid order function for sorting");
}

/*
 * Split lo..up around the pivot, which is on the top and also t[up - 1], into
 *
 *     lo .. i - 1   none greater
 *     i             the pivot
 *     i + 1 .. up   none less
 *
 * Returns i and pops the pivot. The ends of the range stop both scans, unless
 * the order contradicts itself: then a scan passes what must have stopped it.
 */
static int partition(const Sort *s, int lo, int up)
{
    lua_State *L = s->L;
    int i = lo;
    int j = up - 1;
    for (;;) {
        /* pivot | t[i]: the first from below that is not less */
        while (lua_geti(L, 1, ++i), less(s, -1, -2)) {
            if (i >= up - 1)
                raise_invalid_order(s);
            lua_pop(L, 1);
        }
        /* pivot | t[i] | t[j]: the first from above that is not greater */
        while (lua_geti(L, 1, --j), less(s, -3, -1)) {
            if (j < i)
                raise_invalid_order(s);
            lua_pop(L, 1);
        }
        if (j < i)
            break;
        set_pair(s, j, i);
    }
    lua_pop(L, 1); /* t[j] */
    lua_insert(L, -2);
    set_pair(s, up - 1, i); /* t[up - 1] = t[i], t[i] = pivot */
    return i;
}

/* In the heap of n elements from `base` on, let the k-th sink to its place. */
static void sift_down(const Sort *s, int base, int k, int n)
{
    lua_State *L = s->L;
    lua_geti(L, 1, base + k); /* the one that sinks stays on the stack */
    for (int child; k < n / 2; k = child) {
        child = 2 * k + 1;
        lua_geti(L, 1, base + child);
        if (child + 1 < n) {
            lua_geti(L, 1, base + child + 1);
            if (less(s, -2, -1)) {
                lua_remove(L, -2);
                child++;
            } else {
                lua_pop(L, 1);
            }
        }
        if (!less(s, -2, -1)) {
            lua_pop(L, 1);
            break;
        }
        lua_seti(L, 1, base + k);
    }
    lua_seti(L, 1, base + k);
}

/* n log n whatever the data: for ranges that quicksort splits badly. */
static void heap_sort(const Sort *s, int lo, int up)
{
    int n = up - lo + 1;
    for (int k = n / 2; k-- > 0;)
        sift_down(s, lo, k, n);
    for (int last = n - 1; last > 0; last--) {
        if (last % MOVE_BATCH == 0)
            vm_charge(s->L, MOVE_BATCH);
        lua_geti(s->L, 1, lo);
        lua_geti(s->L, 1, lo + last);
        set_pair(s, lo + last, lo);
        sift_down(s, lo, 0, last);
    }
}

/* Move the pivot at `mid` to up - 1, and leave a copy on the stack. */
static void set_pivot_aside(const Sort *s, int mid, int up)
{
    lua_State *L = s->L;
    lua_geti(L, 1, mid);
    lua_pushvalue(L, -1);
    lua_geti(L, 1, up - 1);
    set_pair(s, up - 1, mid);
}

/* Sort lo..up; after `nsplits` splits, one within the other, by heap. */
static void quicksort(const Sort *s, int lo, int up, int nsplits)
{
    while (up - lo >= 3) {
        if (nsplits-- == 0) {
            heap_sort(s, lo, up);
            return;
        }
        vm_charge(s->L, (size_t)(up - lo));
        set_pivot_aside(s, choose_pivot(s, lo, up), up);
        int mid = partition(s, lo, up);
        if (mid - lo < up - mid) { /* recurse where it is short */
            quicksort(s, lo, mid - 1, nsplits);
            lo = mid + 1;
        } else {
            quicksort(s, mid + 1, up, nsplits);
            up = mid - 1;
        }
    }
    if (up - lo == 2)
        order_three(s, lo, lo + 1, up);
    else if (up - lo == 1)
        order_pair(s, lo, up);
}

/* How often a range of n elements may be split: twice the ideal, and some. */
static int max_splits(int n)
{
    int depth = 4;
    for (; n > 1; n /= 2)
        depth += 2;
    return depth;
}

/* ---- Sorting C arrays ---- */

enum { SHORT = 12 }; /* elements that insertion sort does faster */

/*
 * Define sort_NAME, which sorts a[0..n-1] of TYPE by LESS(x, y): quicksort
 * around the median of three, heap sort where that splits badly, insertion
 * sort for what is short. The order must be a true one.
 */
#define DEFINE_SORT(NAME, TYPE, LESS)                                         \
    static void insertion_##NAME(TYPE *a, size_t n)                           \
    {                                                                         \
        for (size_t i = 1; i < n; i++) {                                      \
            TYPE x = a[i];                                                    \
            size_t j = i;                                                     \
            for (; j > 0 && LESS(x, a[j - 1]); j--)                           \
                a[j] = a[j - 1];                                              \
            a[j] = x;                                                         \
        }                                                                     \
    }                                                                         \
                                                                              \
    static void sift_##NAME(TYPE *a, size_t k, size_t n)                      \
    {                                                                         \
        TYPE x = a[k];                                                        \
        for (size_t child; (child = 2 * k + 1) < n; k = child) {              \
            if (child + 1 < n && LESS(a[child], a[child + 1]))                \
                child++;                                                      \
            if (!LESS(x, a[child]))                                           \
                break;                                                        \
            a[k] = a[child];                                                  \
        }                                                                     \
        a[k] = x;                                                             \
    }                                                                         \
                                                                              \
    static void heap_##NAME(TYPE *a, size_t n)                                \
    {                                                                         \
        for (size_t k = n / 2; k-- > 0;)                                      \
            sift_##NAME(a, k, n);                                             \
        while (n-- > 1) {                                                     \
            TYPE greatest = a[0];                                             \
            a[0] = a[n];                                                      \
            a[n] = greatest;                                                  \
            sift_##NAME(a, 0, n);                                             \
        }                                                                     \
    }                                                                         \
                                                                              \
    static TYPE median_##NAME(TYPE x, TYPE y, TYPE z)                         \
    {                                                                         \
        if (LESS(y, x)) {                                                     \
            TYPE greater = x;                                                 \
            x = y;                                                            \
            y = greater;                                                      \
        }                                                                     \
        return LESS(z, x) ? x : LESS(z, y) ? z : y;                           \
    }                                                                         \
                                                                              \
    /* Split in two, neither empty, and return where the second begins. */    \
    static size_t split_##NAME(TYPE *a, size_t n)                             \
    {                                                                         \
        TYPE pivot = median_##NAME(a[0], a[n / 2], a[n - 1]);                 \
        size_t i = 0, j = n - 1;                                              \
        for (;; i++, j--) {                                                   \
            while (LESS(a[i], pivot))                                         \
                i++;                                                          \
            while (LESS(pivot, a[j]))                                         \
                j--;                                                          \
            if (i >= j)                                                       \
                return i;                                                     \
            TYPE x = a[i];                                                    \
            a[i] = a[j];                                                      \
            a[j] = x;                                                         \
        }                                                                     \
    }                                                                         \
                                                                              \
    static void sort_##NAME(lua_State *L, TYPE *a, size_t n, int nsplits)     \
    {                                                                         \
        while (n > SHORT) {                                                   \
            vm_charge(L, n);                                                  \
            if (nsplits-- == 0) {                                             \
                heap_##NAME(a, n);                                            \
                return;                                                       \
            }                                                                 \
            size_t mid = split_##NAME(a, n);                                  \
            if (mid < n - mid) {                                              \
                sort_##NAME(L, a, mid, nsplits);                              \
                a += mid;                                                     \
                n -= mid;                                                     \
            } else {                                                          \
                sort_##NAME(L, a + mid, n - mid, nsplits);                    \
                n = mid;                                                      \
            }                                                                 \
        }                                                                     \
        insertion_##NAME(a, n);                                               \
    }

#define BY_VALUE(x, y) ((x) < (y))

DEFINE_SORT(integers, lua_Integer, BY_VALUE)
DEFINE_SORT(floats, lua_Number, BY_VALUE)

/* A string's first eight bytes as a number settle most comparisons. */
typedef struct StringKey {
    uint64_t head;
    const char *bytes;
    size_t nbytes;
    int index; /* where it was */
} StringKey;

static uint64_t head_of(const char *bytes, size_t nbytes)
{
    uint64_t head = 0;
    for (size_t i = 0; i < 8; i++)
        head = head << 8 | (i < nbytes ? (unsigned char)bytes[i] : 0);
    return head;
}

static inline bool string_less(const StringKey *x, const StringKey *y)
{
    if (x->head != y->head)
        return x->head < y->head;
    size_t nbytes = x->nbytes < y->nbytes ? x->nbytes : y->nbytes;
    int order = nbytes > 8 ? memcmp(x->bytes + 8, y->bytes + 8, nbytes - 8) : 0;
    return order != 0 ? order < 0 : x->nbytes < y->nbytes;
}

#define BY_STRING(x, y) string_less(&(x), &(y))

DEFINE_SORT(strings, StringKey, BY_STRING)

/* ---- Plain tables of one kind ---- */

/*
 * Each of these sorts the n elements at index 1 if all are of its kind, and
 * otherwise leaves them and is false. An array too large for the C stack is a
 * userdata: the collector's, if the budget ends the sort.
 */

enum { SMALL = 64 };

static bool sort_integers_at_1(lua_State *L, int n)
{
    lua_Integer small[SMALL];
    lua_Integer *a = small;
    if (n > SMALL)
        a = lua_newuserdatauv(L, (size_t)n * sizeof *a, 0);
    for (int i = 0; i < n; i++) {
        lua_geti(L, 1, i + 1);
        if (!lua_isinteger(L, -1))
            return false;
        a[i] = lua_tointeger(L, -1);
        lua_pop(L, 1);
    }
    sort_integers(L, a, (size_t)n, max_splits(n));
    for (int i = 0; i < n; i++) {
        lua_pushinteger(L, a[i]);
        lua_seti(L, 1, i + 1);
    }
    return true;
}

static bool sort_floats_at_1(lua_State *L, int n)
{
    lua_Number small[SMALL];
    lua_Number *a = small;
    if (n > SMALL)
        a = lua_newuserdatauv(L, (size_t)n * sizeof *a, 0);
    for (int i = 0; i < n; i++) {
        if (lua_geti(L, 1, i + 1) != LUA_TNUMBER || lua_isinteger(L, -1))
            return false;
        a[i] = lua_tonumber(L, -1);
        if (isnan(a[i])) /* has no place in any order */
            return false;
        lua_pop(L, 1);
    }
    sort_floats(L, a, (size_t)n, max_splits(n));
    for (int i = 0; i < n; i++) {
        lua_pushnumber(L, a[i]);
        lua_seti(L, 1, i + 1);
    }
    return true;
}

/* Lua compares strings as the locale does; then bytes do not tell. */
static bool strings_sort_by_bytes(lua_State *L)
{
    const char *locale = host_setlocale(L, LC_COLLATE, NULL);
    return locale != NULL &&
           (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0);
}

/* The strings' bytes are held by a copy of the table while they are used. */
static bool sort_strings_at_1(lua_State *L, int n)
{
    StringKey *a = lua_newuserdatauv(L, (size_t)n * sizeof *a, 0);
    lua_createtable(L, n, 0);
    int copy = lua_gettop(L);
    for (int i = 0; i < n; i++) {
        if (lua_geti(L, 1, i + 1) != LUA_TSTRING)
            return false;
        a[i].bytes = lua_tolstring(L, -1, &a[i].nbytes);
        a[i].head = head_of(a[i].bytes, a[i].nbytes);
        a[i].index = i + 1;
        lua_seti(L, copy, i + 1);
    }
    sort_strings(L, a, (size_t)n, max_splits(n));
    for (int i = 0; i < n; i++) {
        lua_geti(L, copy, a[i].index);
        lua_seti(L, 1, i + 1);
    }
    return true;
}

/* Sort the plain table at 1 by `<` without the API; false if it cannot be. */
static bool sort_natively(lua_State *L, int n)
{
    bool done = false;
    if ((size_t)n > SIZE_MAX / sizeof(StringKey))
        return false;
    vm_charge(L, (size_t)n);
    int top = lua_gettop(L);
    int type = lua_geti(L, 1, 1);
    bool is_integer = lua_isinteger(L, -1);
    if (type == LUA_TNUMBER)
        done = is_integer ? sort_integers_at_1(L, n) : sort_floats_at_1(L, n);
    else if (type == LUA_TSTRING && n > SHORT && strings_sort_by_bytes(L))
        done = sort_strings_at_1(L, n);
    lua_settop(L, top);
    return done;
}

static int table_sort(lua_State *L)
{
    lua_Integer length = check_length(L, READS | WRITES);
    if (length < 2)
        return 0;
    luaL_argcheck(L, length < INT_MAX, 1, "array too big");
    bool has_order = !lua_isnoneornil(L, 2);
    if (has_order)
        luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    int n = (int)length;
    if (has_order || !is_plain(L, 1) || !sort_natively(L, n)) {
        Sort s = {.L = L, .has_order = has_order};
        quicksort(&s, 1, n, max_splits(n));
    }
    return 0;
}

/* ---- The library ---- */

static const VmFunction table_functions[] = {
    VM_PLAIN("concat", table_concat),
    VM_FAST("insert", table_insert, fast_insert),
    VM_PLAIN("move", table_move),
    VM_PLAIN("pack", table_pack),
    VM_FAST("remove", table_remove, fast_remove),
    VM_SPECIAL("sort", table_sort, SPECIAL_SORT),
    VM_FAST("unpack", table_unpack, fast_unpack),
    VM_END,
};

LUAMOD_API int luaopen_table(lua_State *L)
{
    vm_newlib(L, table_functions, 0);
    return 1;
}
