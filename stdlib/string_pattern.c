/*
 * stdlib/string_pattern.c -- string.find, match, gmatch and gsub.
 *
 * What a pattern is and how it matches is in stdlib/pattern_int.h. Here are
 * the four ways to ask. Work is charged to the budget (vm/builtin.h).
 *
 * find, match and the iterator of gmatch are VM operations as well
 * (vm/fast.h), for patterns that the cache has and matches that are short:
 * without a frame, and without a call through the API.
 *
 * Read     search, string_gmatch_next, replace_all, fast_search.
 */
#include <stdint.h>
#include <string.h>

#include "include/lauxlib.h"
#include "include/lua.h"
#include "stdlib/pattern_int.h"
#include "stdlib/string_int.h"
#include "vm/builtin.h"
#include "vm/fast.h"
#include "vm/string.h"

static lua_Integer index_of(const Match *m, const Byte *s)
{
    return (lua_Integer)(s - m->begin);
}

/* ---- find and match ---- */

/* The first byte, from 0, that an argument asks for. */
static size_t first_place(lua_Integer init, size_t nsubject)
{
    return string_start(init, nsubject) - 1;
}

/* Whether find may look for the bytes of a pattern as they are. */
static bool has_no_specials(const char *text, size_t ntext)
{
    for (size_t i = 0; i < ntext; i++) {
        switch (text[i]) {
        case '^': case '$': case '*': case '+': case '?': case '.':
        case '(': case '[': case '%': case '-':
            return false;
        default: break;
        }
    }
    return true;
}

static int find_plain(lua_State *L, const char *subject, size_t nsubject,
                      size_t start, const char *text, size_t ntext)
{
    PatMeter meter = {.L = L, .nsteps = 0};
    const Byte *begin = (const Byte *)subject;
    const Byte *s = pat_find_text(&meter, begin + start, begin + nsubject,
                                  (const Byte *)text, ntext);
    pat_settle(&meter);
    if (s == NULL) {
        luaL_pushfail(L);
        return 1;
    }
    lua_pushinteger(L, (lua_Integer)(s - begin) + 1);
    lua_pushinteger(L, (lua_Integer)(s - begin) + (lua_Integer)ntext);
    return 2;
}

static int find_match(lua_State *L, const char *subject, size_t nsubject,
                      size_t start, const char *text, size_t ntext,
                      bool positions)
{
    PatSpace space;
    Match m;
    const Byte *from, *end;
    pat_init(&m, L, pat_get(L, text, ntext, &space), subject, nsubject);
    end = pat_find(&m, m.begin + start, NULL, &from);
    pat_settle(&m.meter);
    if (end == NULL) {
        luaL_pushfail(L);
        return 1;
    }
    if (!positions)
        return pat_push_captures(&m, from, end);
    lua_pushinteger(L, index_of(&m, from) + 1);
    lua_pushinteger(L, index_of(&m, end));
    return pat_push_captures(&m, NULL, NULL) + 2;
}

static int search(lua_State *L, bool find)
{
    size_t nsubject, ntext;
    const char *subject = luaL_checklstring(L, 1, &nsubject);
    const char *text = luaL_checklstring(L, 2, &ntext);
    size_t start = first_place(luaL_optinteger(L, 3, 1), nsubject);
    if (start > nsubject) {
        luaL_pushfail(L);
        return 1;
    }
    if (find && (lua_toboolean(L, 4) || has_no_specials(text, ntext)))
        return find_plain(L, subject, nsubject, start, text, ntext);
    return find_match(L, subject, nsubject, start, text, ntext, find);
}

int string_find(lua_State *L)
{
    return search(L, true);
}

int string_match(lua_State *L)
{
    return search(L, false);
}

/* ---- gmatch ---- */

/* The iterator's upvalues: its state, and what that points into. */
enum { GMATCH_SUBJECT = 1, GMATCH_PATTERN, GMATCH_STATE };

typedef struct GmatchState {
    const Pattern *pat;
    const char *subject;
    size_t nsubject;
    size_t next; /* where to go on; past the end of the subject: nowhere */
    size_t last; /* where the match before ended; SIZE_MAX for none */
} GmatchState;

int string_gmatch_next(lua_State *L)
{
    GmatchState *g = lua_touserdata(L, lua_upvalueindex(GMATCH_STATE));
    Match m;
    const Byte *start;
    if (g->next > g->nsubject)
        return 0;
    pat_init(&m, L, g->pat, g->subject, g->nsubject);
    const Byte *last = g->last == SIZE_MAX ? NULL : m.begin + g->last;
    const Byte *end = pat_find(&m, m.begin + g->next, last, &start);
    pat_settle(&m.meter);
    if (end == NULL) {
        g->next = SIZE_MAX;
        return 0;
    }
    g->next = g->last = (size_t)(end - m.begin);
    return pat_push_captures(&m, start, end);
}

int string_gmatch(lua_State *L)
{
    size_t nsubject, ntext;
    const char *subject = luaL_checklstring(L, 1, &nsubject);
    const char *text = luaL_checklstring(L, 2, &ntext);
    size_t start = first_place(luaL_optinteger(L, 3, 1), nsubject);
    lua_settop(L, GMATCH_PATTERN);
    const Pattern *pat = pat_get_kept(L, text, ntext);
    lua_replace(L, GMATCH_PATTERN);
    GmatchState *g = lua_newuserdatauv(L, sizeof *g, 0);
    g->pat = pat;
    g->subject = subject;
    g->nsubject = nsubject;
    g->next = start;
    g->last = SIZE_MAX;
    lua_pushcclosure(L, string_gmatch_next, GMATCH_STATE);
    return 1;
}

/* ---- gsub ---- */

enum { GSUB_REPLACEMENT = 3 };

typedef struct Gsub {
    Match match;
    luaL_Buffer buffer;
    const Byte *copied; /* the subject up to here is in the buffer */
    bool changed;
    int type; /* of the replacement */
    bool literal; /* it is a string without a % */
    const char *text;
    size_t ntext;
} Gsub;

static void add_bytes(Gsub *g, const Byte *start, const Byte *end)
{
    string_add(&g->buffer, (const char *)start, (size_t)(end - start));
}

/*
 * Make room for the subject up to `to`. While a value stands above it on the
 * stack the buffer cannot grow, but it can be written.
 */
static void reserve_subject(Gsub *g, const Byte *to)
{
    luaL_Buffer *b = &g->buffer;
    size_t nbytes = (size_t)(to - g->copied);
    if (b->size - b->n < nbytes)
        luaL_prepbuffsize(b, nbytes);
}

/* Copy it into that room. */
static void copy_subject(Gsub *g, const Byte *to)
{
    luaL_Buffer *b = &g->buffer;
    size_t nbytes = (size_t)(to - g->copied);
    memcpy(luaL_buffaddr(b) + luaL_bufflen(b), g->copied, nbytes);
    luaL_addsize(b, nbytes);
    g->copied = to;
}

/* Go on behind a match that something was put in place of. */
static void replaced(Gsub *g, const Byte *end)
{
    g->changed = true;
    g->copied = end;
}

/* One escape of the replacement, `c` being what follows the %. */
static void add_escape(Gsub *g, Byte c, const Byte *start, const Byte *end)
{
    if (c == '%') {
        luaL_addchar(&g->buffer, '%');
    } else if (c == '0') {
        add_bytes(g, start, end);
    } else if (c >= '1' && c <= '9') {
        if (pat_peek_capture(&g->match, c - '1', &start, &end))
            add_bytes(g, start, end);
        else
            luaL_addvalue(&g->buffer);
    } else {
        luaL_error(g->buffer.L, "invalid use of '%%' in replacement string");
    }
}

static void replace_by_string(Gsub *g, const Byte *start, const Byte *end)
{
    const char *p = g->text, *limit = g->text + g->ntext;
    const char *escape;
    copy_subject(g, start);
    while (!g->literal && p < limit
           && (escape = memchr(p, '%', (size_t)(limit - p))) != NULL) {
        string_add(&g->buffer, p, (size_t)(escape - p));
        p = escape + 1;
        add_escape(g, p < limit ? (Byte)*p++ : '\0', start, end);
    }
    string_add(&g->buffer, p, (size_t)(limit - p));
    g->match.meter.nsteps += g->ntext / 16;
    replaced(g, end);
}

/* Replace by what a table or function gave, which is on the top. */
static void replace_by_value(Gsub *g, const Byte *start, const Byte *end)
{
    lua_State *L = g->buffer.L;
    if (!lua_toboolean(L, -1)) {
        lua_pop(L, 1); /* the match stays as it is */
        return;
    }
    if (!lua_isstring(L, -1))
        luaL_error(L, "invalid replacement value (a %s)",
                   luaL_typename(L, -1));
    copy_subject(g, start);
    luaL_addvalue(&g->buffer);
    replaced(g, end);
}

static void replace(Gsub *g, const Byte *start, const Byte *end)
{
    lua_State *L = g->buffer.L;
    reserve_subject(g, start);
    if (g->type == LUA_TTABLE) {
        pat_push_capture(&g->match, 0, start, end);
        lua_gettable(L, GSUB_REPLACEMENT);
        replace_by_value(g, start, end);
    } else if (g->type == LUA_TFUNCTION) {
        lua_pushvalue(L, GSUB_REPLACEMENT);
        lua_call(L, pat_push_captures(&g->match, start, end), 1);
        replace_by_value(g, start, end);
    } else {
        replace_by_string(g, start, end);
    }
}

/* Replace up to `most` matches; returns how many there were. */
static lua_Integer replace_all(Gsub *g, lua_Integer most)
{
    Match *m = &g->match;
    const Byte *s = m->begin, *last = NULL, *start;
    lua_Integer n = 0;
    while (n < most && (last = pat_find(m, s, last, &start)) != NULL) {
        n++;
        s = last;
        replace(g, start, s);
        if (m->pat->anchored)
            break;
    }
    m->meter.nsteps += (size_t)(m->end - m->begin) / 16;
    pat_settle(&m->meter);
    return n;
}

static void check_replacement(lua_State *L, Gsub *g)
{
    g->type = lua_type(L, GSUB_REPLACEMENT);
    luaL_argexpected(L, g->type == LUA_TNUMBER || g->type == LUA_TSTRING
                            || g->type == LUA_TTABLE
                            || g->type == LUA_TFUNCTION,
                     GSUB_REPLACEMENT, "string/function/table");
    if (g->type == LUA_TTABLE || g->type == LUA_TFUNCTION)
        return;
    g->text = lua_tolstring(L, GSUB_REPLACEMENT, &g->ntext);
    g->literal = memchr(g->text, '%', g->ntext) == NULL;
}

int string_gsub(lua_State *L)
{
    size_t nsubject, ntext;
    const char *subject = luaL_checklstring(L, 1, &nsubject);
    const char *text = luaL_checklstring(L, 2, &ntext);
    Gsub g;
    PatSpace space;
    check_replacement(L, &g);
    lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)nsubject + 1);
    pat_init(&g.match, L, pat_get(L, text, ntext, &space), subject, nsubject);
    luaL_buffinit(L, &g.buffer);
    g.changed = false;
    g.copied = g.match.begin;
    lua_Integer n = replace_all(&g, most);
    if (g.changed) {
        reserve_subject(&g, g.match.end);
        copy_subject(&g, g.match.end);
        luaL_pushresult(&g.buffer);
    } else {
        lua_pushvalue(L, 1);
    }
    lua_pushinteger(L, n);
    return 2;
}

/* ---- The same as VM operations ---- */

/*
 * Results are written over function, link and subject, which what is still to
 * be made needs: the last comes first, and what goes over the subject waits in
 * the pattern's place.
 */
enum { FAST_RESULTS = 3 };

static Value *place_of_result(Value *args, int i)
{
    return i == FAST_RESULTS - 1 ? &args[1] : FAST_RESULT(args) + i;
}

static void give_part(lua_State *L, Value *result, const Byte *start,
                      const Byte *end)
{
    val_obj(result,
            str_new(L->vm, (const char *)start, (size_t)(end - start)));
}

/* Captures from result `at` on. */
static void give_captures(lua_State *L, const Match *m, Value *args, int at)
{
    for (int i = m->pat->ncaptures; i-- > 0;) {
        Value *result = place_of_result(args, at + i);
        const Byte *start = m->capture[i].start;
        if (m->pat->captures[i] == PAT_PLACE)
            val_int(result, index_of(m, start) + 1);
        else
            give_part(L, result, start, m->capture[i].end);
    }
    if (at + m->pat->ncaptures == FAST_RESULTS)
        val_copy(&args[0], &args[1]);
}

static bool has_unfinished(const Pattern *pat)
{
    for (int i = 0; i < pat->ncaptures; i++)
        if (pat->captures[i] == PAT_UNFINISHED)
            return true;
    return false;
}

/* A match from `at` to `end` was found, or none if end is NULL. most: how many
   results there may be. */
static int give_match(lua_State *L, const Match *m, Value *args,
                      const Byte *at, const Byte *end, bool positions,
                      int most)
{
    int npositions = positions ? 2 : 0;
    int n = m->pat->ncaptures + npositions;
    if (m->meter.nsteps >= PAT_STEPS_MAX || n > most ||
        (end != NULL && has_unfinished(m->pat)))
        return -1;
    fast_charge(L, m->meter.nsteps);
    if (end == NULL)
        return give_nil(args);
    give_captures(L, m, args, npositions);
    if (positions) {
        val_int(FAST_RESULT(args), index_of(m, at) + 1);
        val_int(FAST_RESULT(args) + 1, index_of(m, end));
    } else if (n == 0) {
        give_part(L, FAST_RESULT(args), at, end);
        n = 1;
    }
    return n;
}

static int fast_find_plain(lua_State *L, Value *args, const String *subject,
                           size_t start, const String *text)
{
    PatMeter meter = {.L = NULL, .nsteps = 0};
    const Byte *begin = (const Byte *)subject->data;
    const Byte *s = pat_find_text(&meter, begin + start,
                                  begin + subject->nbytes,
                                  (const Byte *)text->data, text->nbytes);
    if (meter.nsteps >= PAT_STEPS_MAX)
        return -1;
    fast_charge(L, meter.nsteps);
    if (s == NULL)
        return give_nil(args);
    val_int(FAST_RESULT(args), (int64_t)(s - begin) + 1);
    val_int(FAST_RESULT(args) + 1,
            (int64_t)(s - begin) + (int64_t)text->nbytes);
    return 2;
}

static int fast_search(lua_State *L, Value *args, uint32_t nargs, bool find)
{
    const Value *cache = &args[-LINK_SLOTS].ccl->upvals[PAT_CACHE - 1];
    const Byte *at = NULL;
    Match m;
    if (nargs < 2 || nargs > 3 || !is_string(&args[0]) ||
        !is_string(&args[1]) || (nargs == 3 && !is_int(&args[2])))
        return -1;
    const String *subject = args[0].str, *text = args[1].str;
    size_t start = first_place(nargs == 3 ? args[2].i : 1, subject->nbytes);
    if (start > subject->nbytes)
        return give_nil(args);
    if (find && has_no_specials(text->data, text->nbytes))
        return fast_find_plain(L, args, subject, start, text);
    if (!is_udata(cache)) /* not made yet */
        return -1;
    const Pattern *pat =
        pat_peek(cache->ud->data, text->data, text->nbytes, true);
    if (pat == NULL)
        return -1;
    pat_init(&m, NULL, pat, subject->data, subject->nbytes);
    const Byte *end = pat_find(&m, m.begin + start, NULL, &at);
    return give_match(L, &m, args, at, end, find, FAST_RESULTS);
}

int string_fast_find(lua_State *L, Value *args, uint32_t nargs)
{
    return fast_search(L, args, nargs, true);
}

int string_fast_match(lua_State *L, Value *args, uint32_t nargs)
{
    return fast_search(L, args, nargs, false);
}

int string_fast_gmatch_next(lua_State *L, Value *args, uint32_t nargs)
{
    const CClosure *self = args[-LINK_SLOTS].ccl;
    const Byte *at = NULL;
    Match m;
    (void)nargs;
    if (!is_udata(&self->upvals[GMATCH_STATE - 1]))
        return -1;
    GmatchState *g = (void *)self->upvals[GMATCH_STATE - 1].ud->data;
    if (g->next > g->nsubject)
        return -1;
    pat_init(&m, NULL, g->pat, g->subject, g->nsubject);
    const Byte *last = g->last == SIZE_MAX ? NULL : m.begin + g->last;
    const Byte *end = pat_find(&m, m.begin + g->next, last, &at);
    int n = give_match(L, &m, args, at, end, false, FAST_RESULTS - 1);
    if (n >= 0)
        g->next = end == NULL ? SIZE_MAX
                              : (g->last = (size_t)(end - m.begin));
    return n;
}
