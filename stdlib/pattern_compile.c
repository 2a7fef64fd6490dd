/*
 * stdlib/pattern_compile.c -- from the text of a Lua pattern to its items.
 *
 * One pass reads the text and writes items, sets and the kinds of captures.
 * A second one, from the last item back, finds for every repetition what has
 * to follow it, which is what spares the matcher most of its tries.
 *
 * Raises   out of memory, for the classes of an uncommon locale. Mistakes in
 *          the pattern become an ERROR item.
 * Read     compile_item, compile_class, look_ahead.
 */
#include <string.h>

#include "include/lauxlib.h"
#include "stdlib/pattern_int.h"
#include "vm/builtin.h"

typedef struct Compiler {
    lua_State *L;
    Pattern *pat;
    const Byte *p; /* what is still to be read */
    const Byte *end;
    PatItem *item; /* the next one to write */
    ByteSet *set;
    const CharClasses *classes; /* NULL until one is needed */
} Compiler;

/* ---- Items ---- */

static PatItem *emit(Compiler *c, enum PatOp op)
{
    PatItem *item = c->item++;
    item->op = (Byte)op;
    item->decided = false;
    item->follow = NULL;
    return item;
}

/* Nothing after a mistake is compiled. */
static void emit_error(Compiler *c, const char *message, int number)
{
    PatItem *item = emit(c, PAT_ERROR);
    item->message = message;
    item->number = (Byte)number;
    c->p = c->end;
}

static void emit_numbered(Compiler *c, enum PatOp op, int number)
{
    emit(c, op)->number = (Byte)number;
}

/* ---- Classes ---- */

static const ByteSet *find_class(Compiler *c, Byte letter)
{
    if (c->classes == NULL)
        c->classes = charclass_current(c->L);
    return charclass_find(c->classes, letter);
}

static void set_byte(PatItem *item, const Byte *text)
{
    item->class = PAT_BYTE;
    item->first = *text;
    item->text = text;
}

static void set_set(PatItem *item, const ByteSet *set)
{
    item->class = PAT_SET;
    item->set = set;
}

static void add_range(ByteSet *set, unsigned low, unsigned high)
{
    for (unsigned b = low; b <= high; b++)
        byteset_add(set, (Byte)b);
}

/* Add what %<letter> accepts. */
static void add_escape(Compiler *c, ByteSet *set, Byte letter)
{
    const ByteSet *class = find_class(c, letter);
    if (class == NULL) {
        byteset_add(set, letter);
        return;
    }
    for (int i = 0; i < 4; i++)
        set->word[i] |= class->word[i];
}

/*
 * The ']' that closes the set whose contents start at `p`; NULL if there is
 * none. The first byte never closes it.
 */
static const Byte *set_end(const Byte *p, const Byte *end)
{
    const Byte *first = p;
    while (p < end && (*p != ']' || p == first)) {
        if (*p == '%' && p + 1 < end)
            p++;
        p++;
    }
    return p < end ? p : NULL;
}

/*
 * The contents of a set. After '%' comes one more byte even if that is the
 * closing bracket, which is how [a-%]] has always been read.
 */
static void fill_set(Compiler *c, ByteSet *set, const Byte *p,
                     const Byte *close)
{
    for (; p < close; p++) {
        if (*p == '%') {
            p++;
            add_escape(c, set, *p);
        } else if (close - p > 2 && p[1] == '-') {
            add_range(set, *p, p[2]);
            p += 2;
        } else {
            byteset_add(set, *p);
        }
    }
}

/* Compile the set that starts at `p`, a '['; false if it has no end. */
static bool compile_set(Compiler *c, PatItem *item)
{
    const Byte *p = c->p + 1;
    bool complement = p < c->end && *p == '^';
    p += complement;
    const Byte *close = set_end(p, c->end);
    if (close == NULL)
        return false;
    ByteSet *set = c->set++;
    memset(set, 0, sizeof *set);
    fill_set(c, set, p, close);
    for (int i = 0; complement && i < 4; i++)
        set->word[i] = ~set->word[i];
    set_set(item, set);
    c->p = close + 1;
    return true;
}

static void compile_escape(Compiler *c, PatItem *item)
{
    const ByteSet *class = find_class(c, c->p[1]);
    if (class != NULL)
        set_set(item, class);
    else
        set_byte(item, c->p + 1);
    c->p += 2;
}

/* Read a class into an item; false if an error took its place. */
static bool compile_class(Compiler *c, PatItem *item)
{
    switch (*c->p) {
    case '.':
        item->class = PAT_ANY;
        c->p++;
        return true;
    case '[':
        if (compile_set(c, item))
            return true;
        c->item = item;
        emit_error(c, "malformed pattern (missing ']')", 0);
        return false;
    case '%':
        if (c->p + 1 < c->end) {
            compile_escape(c, item);
            return true;
        }
        c->item = item;
        emit_error(c, "malformed pattern (ends with '%%')", 0);
        return false;
    default:
        set_byte(item, c->p++);
        return true;
    }
}

/* ---- The items of a pattern ---- */

static bool is_repetition(Byte b)
{
    return b == '*' || b == '+' || b == '-' || b == '?';
}

/* Whether a byte inside a pattern stands for itself, whatever follows. */
static bool is_plain(Byte b)
{
    switch (b) {
    case '(': case ')': case '%': case '.': case '[': case '$':
    case '*': case '+': case '-': case '?':
        return false;
    default:
        return true;
    }
}

/* After one plain byte, take those that follow into the same item. */
static void extend_text(Compiler *c, PatItem *item)
{
    const Byte *p = c->p;
    while (p < c->end && is_plain(*p))
        p++;
    /* the last of them may be what a repetition repeats */
    if (p > c->p && p < c->end && is_repetition(*p))
        p--;
    item->ntext += (size_t)(p - c->p);
    c->p = p;
}

static enum PatOp repetition(Byte b)
{
    switch (b) {
    case '*': return PAT_STAR;
    case '+': return PAT_PLUS;
    case '-': return PAT_MINUS;
    default: return PAT_OPTIONAL;
    }
}

static void compile_single(Compiler *c)
{
    bool escaped = *c->p == '%';
    PatItem *item = emit(c, PAT_ONE);
    if (!compile_class(c, item))
        return;
    if (c->p < c->end && is_repetition(*c->p)) {
        item->op = (Byte)repetition(*c->p++);
    } else if (item->class == PAT_BYTE) {
        item->op = PAT_TEXT;
        item->ntext = 1;
        if (!escaped)
            extend_text(c, item);
    }
}

static void compile_open(Compiler *c)
{
    Pattern *pat = c->pat;
    int number = pat->ncaptures;
    if (number == PAT_MAX_CAPTURES) {
        emit_error(c, "too many captures", 0);
        return;
    }
    bool place = c->p + 1 < c->end && c->p[1] == ')';
    pat->captures[pat->ncaptures++] = place ? PAT_PLACE : PAT_UNFINISHED;
    emit_numbered(c, place ? PAT_POSITION : PAT_OPEN, number);
    c->p += place ? 2 : 1;
}

static void compile_close(Compiler *c)
{
    Pattern *pat = c->pat;
    int number = pat->ncaptures - 1;
    while (number >= 0 && pat->captures[number] != PAT_UNFINISHED)
        number--;
    if (number < 0) {
        emit_error(c, "invalid pattern capture", 0);
        return;
    }
    pat->captures[number] = PAT_SPAN;
    emit_numbered(c, PAT_CLOSE, number);
    c->p++;
}

static void compile_backref(Compiler *c)
{
    const Pattern *pat = c->pat;
    int number = c->p[1] - '1';
    if (number < 0 || number >= pat->ncaptures
        || pat->captures[number] == PAT_UNFINISHED) {
        emit_error(c, "invalid capture index %%%d", number + 1);
        return;
    }
    /* a position has no text to be found again */
    bool place = pat->captures[number] == PAT_PLACE;
    emit_numbered(c, place ? PAT_NEVER : PAT_BACKREF, number);
    c->p += 2;
}

static void compile_balance(Compiler *c)
{
    if (c->end - c->p < 4) {
        emit_error(c, "malformed pattern (missing arguments to '%%b')", 0);
        return;
    }
    PatItem *item = emit(c, PAT_BALANCE);
    set_byte(item, c->p + 2);
    item->last = c->p[3];
    c->p += 4;
}

static void compile_frontier(Compiler *c)
{
    c->p += 2;
    if (c->p == c->end || *c->p != '[') {
        emit_error(c, "missing '[' after '%%f' in pattern", 0);
        return;
    }
    compile_class(c, emit(c, PAT_FRONTIER));
}

static void compile_percent(Compiler *c)
{
    Byte next = c->p + 1 < c->end ? c->p[1] : '\0';
    if (next == 'b')
        compile_balance(c);
    else if (next == 'f')
        compile_frontier(c);
    else if (next >= '0' && next <= '9')
        compile_backref(c);
    else
        compile_single(c);
}

static void compile_item(Compiler *c)
{
    switch (*c->p) {
    case '(': compile_open(c); break;
    case ')': compile_close(c); break;
    case '%': compile_percent(c); break;
    case '$':
        if (c->p + 1 == c->end) {
            emit(c, PAT_SUBJECT_END);
            c->p++;
            break;
        }
        /* fall through */
    default: compile_single(c); break;
    }
}

/* ---- Looking ahead ---- */

static bool class_has(const PatItem *item, Byte b)
{
    switch (item->class) {
    case PAT_BYTE: return item->first == b;
    case PAT_ANY: return true;
    default: return byteset_has(item->set, b);
    }
}

static bool classes_meet(const PatItem *a, const PatItem *b)
{
    if (a->class == PAT_ANY || b->class == PAT_ANY)
        return true;
    if (a->class == PAT_BYTE)
        return class_has(b, a->first);
    if (b->class == PAT_BYTE)
        return class_has(a, b->first);
    uint64_t common = 0;
    for (int i = 0; i < 4; i++)
        common |= a->set->word[i] & b->set->word[i];
    return common != 0;
}

static void look_at(PatItem *item, const PatItem *follow)
{
    if (follow == NULL)
        return;
    if (follow->op == PAT_END) {
        item->decided = item->op != PAT_MINUS; /* the first try succeeds */
    } else if (follow->op == PAT_SUBJECT_END) {
        item->decided = true;
    } else {
        item->decided = !classes_meet(item, follow);
        item->follow = follow;
    }
}

/*
 * Tell every repetition what follows it, and return what the pattern begins
 * with. Only something that must be there counts, and captures do not.
 */
static const PatItem *look_ahead(PatItem *first, PatItem *last)
{
    const PatItem *follow = NULL;
    for (PatItem *item = last; item >= first; item--) {
        switch (item->op) {
        case PAT_END: case PAT_SUBJECT_END: case PAT_TEXT: case PAT_ONE:
        case PAT_BALANCE:
            follow = item;
            break;
        case PAT_PLUS:
            look_at(item, follow);
            follow = item;
            break;
        case PAT_STAR: case PAT_MINUS: case PAT_OPTIONAL:
            look_at(item, follow);
            follow = NULL;
            break;
        case PAT_OPEN: case PAT_CLOSE: case PAT_POSITION:
            break;
        default:
            follow = NULL;
            break;
        }
        if (item == first)
            break; /* a pointer in front of the array is not to be made */
    }
    return follow != NULL && follow->op != PAT_END ? follow : NULL;
}

/* ---- The whole ---- */

/*
 * Besides END, an item has a byte that is not plain, or it is the text before
 * such a byte or at the end.
 */
PatRoom pat_room_new(lua_State *L, size_t nhead, const char *text,
                     size_t ntext)
{
    size_t nitems = 2, nsets = 0;
    if (ntext > (SIZE_MAX - nhead) / (4 * sizeof(PatItem)))
        luaL_error(L, "pattern too complex"); /* it would not fit */
    for (size_t i = 0; i < ntext; i++) {
        nitems += is_plain((Byte)text[i]) ? 0 : 2;
        nsets += text[i] == '[';
    }
    size_t items_nbytes = nitems * sizeof(PatItem);
    char *room = lua_newuserdatauv(
        L, nhead + items_nbytes + nsets * sizeof(ByteSet), 0);
    return (PatRoom){.items = (PatItem *)(room + nhead),
                     .sets = (ByteSet *)(room + nhead + items_nbytes)};
}

void pat_compile(lua_State *L, Pattern *pat, PatRoom room, const char *text,
                 size_t ntext, bool anchor)
{
    const Byte *p = (const Byte *)text;
    Compiler c = {.L = L, .pat = pat, .p = p, .end = p + ntext,
                  .item = room.items, .set = room.sets};
    if (ntext > PAT_SMALL) /* the call pays for less */
        vm_charge(L, ntext / 4);
    pat->ncaptures = 0;
    pat->anchored = anchor && ntext > 0 && *p == '^';
    c.p += pat->anchored;
    while (c.p < c.end)
        compile_item(&c);
    emit(&c, PAT_END);
    pat->items = room.items;
    pat->lead = look_ahead(room.items, c.item - 1);
    pat->stamp = charclass_stamp(c.classes);
}
