/*
 * stdlib/pattern_match.c -- the matcher: does a pattern match here, and where
 * is the first match?
 *
 * match() walks the items and calls itself only where there is a choice: for
 * the rest of the pattern, once for every length a repetition could have. Two
 * things make that rare. A repetition that is `decided` has one length; and
 * `follow`, what has to come next, rules out most lengths with one look.
 *
 * Every item and every try is a step, sixteen bytes run through are one, and
 * steps are charged to the budget (vm/builtin.h). No resource is held while
 * that is done.
 *
 * Raises   "pattern too complex", and the mistakes that the compiler found.
 * Read     match, try_lengths, pat_find.
 */
#include <stddef.h>
#include <string.h>

#include "include/lauxlib.h"
#include "stdlib/pattern_int.h"
#include "vm/builtin.h"

/*
 * Between a repetition and its `follow` stand captures only, and each makes
 * the nesting one deeper. With more room than this none can hit the limit, so
 * looking at `follow` first changes nothing.
 */
enum { DEPTH_TO_LOOK_AHEAD = 2 * PAT_MAX_CAPTURES + 2 };

enum { STEPS_AT_ONCE = 256, BYTES_PER_STEP = 16 };

/* ---- The budget ---- */

void pat_settle(PatMeter *meter)
{
    size_t nsteps = meter->nsteps;
    meter->nsteps = 0;
    if (nsteps > 0)
        vm_charge(meter->L, nsteps);
}

static inline void take_steps(PatMeter *meter, size_t nsteps)
{
    meter->nsteps += nsteps;
    if (meter->nsteps >= STEPS_AT_ONCE && meter->L != NULL)
        pat_settle(meter);
}

/* A meter without L has come to its end. */
static inline bool is_over(const PatMeter *meter)
{
    return meter->nsteps >= PAT_STEPS_MAX && meter->L == NULL;
}

static inline void run_through(Match *m, const Byte *from, const Byte *to)
{
    take_steps(&m->meter, (size_t)(to - from) / BYTES_PER_STEP);
}

/* ---- Classes ---- */

static inline bool accepts(const PatItem *item, Byte b)
{
    switch (item->class) {
    case PAT_BYTE: return item->first == b;
    case PAT_ANY: return true;
    default: return byteset_has(item->set, b);
    }
}

static inline bool accepts_at(const Match *m, const PatItem *item,
                              const Byte *s)
{
    return s < m->end && accepts(item, *s);
}

/* The end of the bytes from `s` that an item accepts. */
static const Byte *span(Match *m, const PatItem *item, const Byte *s)
{
    const Byte *start = s, *end = m->end;
    switch (item->class) {
    case PAT_ANY: return end;
    case PAT_BYTE:
        for (Byte b = item->first; s < end && *s == b;)
            s++;
        break;
    default:
        for (const ByteSet *set = item->set; s < end && byteset_has(set, *s);)
            s++;
        break;
    }
    run_through(m, start, s);
    return s;
}

/* The first place from `s` on that an item accepts; the end if none. */
static const Byte *skip_to(Match *m, const PatItem *item, const Byte *s)
{
    const Byte *start = s, *end = m->end;
    switch (item->class) {
    case PAT_ANY: return s;
    case PAT_BYTE:
        if (s < end)
            s = memchr(s, item->first, (size_t)(end - s));
        if (s == NULL)
            s = end;
        break;
    default:
        for (const ByteSet *set = item->set; s < end && !byteset_has(set, *s);)
            s++;
        break;
    }
    run_through(m, start, s);
    return s;
}

/* ---- Items without a choice ---- */

static const Byte *match_text(const Match *m, const PatItem *item,
                              const Byte *s)
{
    size_t n = item->ntext;
    if ((size_t)(m->end - s) < n || *s != item->first)
        return NULL;
    return n == 1 || memcmp(s + 1, item->text + 1, n - 1) == 0 ? s + n : NULL;
}

static const Byte *match_backref(Match *m, const PatItem *item, const Byte *s)
{
    const Byte *start = m->capture[item->number].start;
    const Byte *end = m->capture[item->number].end;
    size_t n = (size_t)(end - start);
    if ((size_t)(m->end - s) < n || memcmp(s, start, n) != 0)
        return NULL;
    run_through(m, start, end);
    return s + n;
}

static const Byte *match_balance(Match *m, const PatItem *item, const Byte *s)
{
    const Byte *start = s;
    if (s == m->end || *s != item->first)
        return NULL;
    size_t nopen = 1;
    for (s++; s < m->end; s++) {
        if (*s == item->last) {
            if (--nopen == 0)
                break;
        } else if (*s == item->first) {
            nopen++;
        }
    }
    run_through(m, start, s);
    return s < m->end ? s + 1 : NULL;
}

/* Both ends of the subject count as the byte 0. */
static bool is_frontier(const Match *m, const PatItem *item, const Byte *s)
{
    Byte before = s == m->begin ? 0 : s[-1];
    Byte after = s == m->end ? 0 : *s;
    return !byteset_has(item->set, before) && byteset_has(item->set, after);
}

/* ---- Matching ---- */

static const Byte *match(Match *m, const PatItem *item, const Byte *s,
                         int depth);

static void raise_mistake(Match *m, const char *message, int number)
{
    if (m->meter.L != NULL)
        luaL_error(m->meter.L, message, number);
    take_steps(&m->meter, PAT_STEPS_MAX);
}

/* One level further into the pattern. */
static inline int deeper(Match *m, int depth)
{
    if (depth <= 1) {
        raise_mistake(m, "pattern too complex", 0);
        return depth;
    }
    return depth - 1;
}

/* Match the rest of the pattern at `most`, or else at the next lower place. */
static const Byte *try_lengths(Match *m, const PatItem *item,
                               const Byte *least, const Byte *most, int depth)
{
    const PatItem *follow = depth > DEPTH_TO_LOOK_AHEAD ? item->follow : NULL;
    for (const Byte *s = most;; s--) {
        if (follow == NULL || accepts_at(m, follow, s)) {
            const Byte *end = match(m, item + 1, s, depth);
            if (end != NULL)
                return end;
        }
        if (s == least) {
            run_through(m, least, most);
            return NULL;
        }
    }
}

/*
 * The next place from `s` where `follow` may begin, with all before it
 * accepted by the repetition; NULL if there is none.
 */
static const Byte *next_shortest(Match *m, const PatItem *item,
                                 const PatItem *follow, const Byte *s)
{
    const Byte *start = s;
    if (item->class == PAT_ANY) {
        s = skip_to(m, follow, s);
        return s < m->end ? s : NULL;
    }
    while (!accepts_at(m, follow, s)) {
        if (!accepts_at(m, item, s)) {
            run_through(m, start, s);
            return NULL;
        }
        s++;
    }
    run_through(m, start, s);
    return s;
}

/* Match the rest of the pattern at `s`, or else at the next higher place. */
static const Byte *try_shortest(Match *m, const PatItem *item, const Byte *s,
                                int depth)
{
    const PatItem *follow = depth > DEPTH_TO_LOOK_AHEAD ? item->follow : NULL;
    for (;; s++) {
        if (follow != NULL) {
            s = next_shortest(m, item, follow, s);
            if (s == NULL)
                return NULL;
        }
        const Byte *end = match(m, item + 1, s, depth);
        if (end != NULL)
            return end;
        if (!accepts_at(m, item, s))
            return NULL;
    }
}

/*
 * Match the items from `item` at `s`; the end of the match, or NULL. `depth`
 * counts down the nesting that is left.
 */
static const Byte *match(Match *m, const PatItem *item, const Byte *s,
                         int depth)
{
    for (;; item++) {
        const Byte *most;
        take_steps(&m->meter, 1);
        if (is_over(&m->meter))
            return NULL;
        switch ((enum PatOp)item->op) {
        case PAT_END: return s;
        case PAT_SUBJECT_END:
            if (s != m->end)
                return NULL;
            break;
        case PAT_TEXT:
            s = match_text(m, item, s);
            if (s == NULL)
                return NULL;
            break;
        case PAT_ONE:
            if (!accepts_at(m, item, s))
                return NULL;
            s++;
            break;
        case PAT_OPTIONAL:
            if (!accepts_at(m, item, s))
                break;
            if (!item->decided) {
                most = match(m, item + 1, s + 1, deeper(m, depth));
                if (most != NULL)
                    return most;
                break;
            }
            depth = deeper(m, depth);
            s++;
            break;
        case PAT_PLUS:
            if (!accepts_at(m, item, s))
                return NULL;
            s++;
            most = span(m, item, s);
            depth = deeper(m, depth);
            if (!item->decided)
                return try_lengths(m, item, s, most, depth);
            s = most;
            break;
        case PAT_STAR:
            most = span(m, item, s);
            if (most == s)
                break;
            depth = deeper(m, depth);
            if (!item->decided)
                return try_lengths(m, item, s, most, depth);
            s = most;
            break;
        case PAT_MINUS:
            if (!accepts_at(m, item, s))
                break;
            depth = deeper(m, depth);
            if (!item->decided)
                return try_shortest(m, item, s, depth);
            s = span(m, item, s);
            break;
        case PAT_OPEN:
            m->capture[item->number].start = s;
            depth = deeper(m, depth);
            break;
        case PAT_CLOSE:
            m->capture[item->number].end = s;
            depth = deeper(m, depth);
            break;
        case PAT_POSITION:
            m->capture[item->number].start = s;
            depth = deeper(m, depth);
            break;
        case PAT_BACKREF:
            s = match_backref(m, item, s);
            if (s == NULL)
                return NULL;
            break;
        case PAT_BALANCE:
            s = match_balance(m, item, s);
            if (s == NULL)
                return NULL;
            break;
        case PAT_FRONTIER:
            if (!is_frontier(m, item, s))
                return NULL;
            break;
        case PAT_NEVER: return NULL;
        case PAT_ERROR:
            raise_mistake(m, item->message, item->number);
            return NULL;
        }
    }
}

/* ---- Searching ---- */

/* The next place from `s` where a match may begin; NULL if there is none. */
static const Byte *next_place(Match *m, const Byte *s)
{
    const PatItem *lead = m->pat->lead;
    if (lead == NULL)
        return s;
    if (lead->op == PAT_SUBJECT_END)
        return m->end;
    if (lead->op == PAT_TEXT && lead->ntext > 1)
        return pat_find_text(&m->meter, s, m->end, lead->text, lead->ntext);
    s = skip_to(m, lead, s);
    return s < m->end ? s : NULL;
}

void pat_init(Match *m, lua_State *L, const Pattern *pat, const char *subject,
              size_t nsubject)
{
    m->meter = (PatMeter){.L = L, .nsteps = 0};
    m->pat = pat;
    m->begin = (const Byte *)subject;
    m->end = m->begin + nsubject;
}

const Byte *pat_find(Match *m, const Byte *s, const Byte *last,
                     const Byte **start)
{
    const PatItem *items = m->pat->items;
    bool anchored = m->pat->anchored;
    for (;; s++) {
        if (!anchored)
            s = next_place(m, s);
        if (s == NULL)
            return NULL;
        const Byte *end = match(m, items, s, PAT_MAX_DEPTH);
        if (end != NULL && end != last) {
            *start = s;
            return end;
        }
        if (s == m->end || anchored || is_over(&m->meter))
            return NULL;
    }
}

/* ---- Searching for a text ---- */

/* Compare at a place where the first byte is right. */
static bool is_text(const Byte *s, const Byte *text, size_t ntext)
{
    return s[ntext - 1] == text[ntext - 1] && memcmp(s, text, ntext) == 0;
}

enum { BLOCK = 64 };

/*
 * Leave out whole blocks of places where first and last byte are not both
 * right. The inner loop has no exits, so that compilers make vectors of it.
 */
static const Byte *skip_blocks(const Byte *s, const Byte *limit,
                               const Byte *text, size_t ntext)
{
    const Byte first = text[0], last = text[ntext - 1];
    for (; limit - s >= BLOCK; s += BLOCK) {
        const Byte *t = s + ntext - 1;
        Byte found = 0;
        for (int i = 0; i < BLOCK; i++)
            found |= (Byte)((s[i] == first) & (t[i] == last));
        if (found)
            break;
    }
    return s;
}

/*
 * memchr is the fastest way to the first byte as long as that is rare.
 * Whether it is, the places passed in vain tell.
 */
static const Byte *find_text(PatMeter *meter, const Byte *s, const Byte *limit,
                             const Byte *text, size_t ntext)
{
    const Byte *start = s;
    for (ptrdiff_t nvain = 0;; nvain++) {
        if (nvain > 2 && (s - start) / nvain < BLOCK)
            s = skip_blocks(s, limit, text, ntext);
        if (s == limit)
            return NULL;
        s = memchr(s, *text, (size_t)(limit - s));
        if (s == NULL || is_text(s, text, ntext))
            return s;
        s++;
        take_steps(meter, ntext / BYTES_PER_STEP);
        if (is_over(meter))
            return NULL;
    }
}

const Byte *pat_find_text(PatMeter *meter, const Byte *s, const Byte *end,
                          const Byte *text, size_t ntext)
{
    if (ntext == 0)
        return s;
    if ((size_t)(end - s) < ntext)
        return NULL;
    const Byte *limit = end - (ntext - 1);
    const Byte *found = find_text(meter, s, limit, text, ntext);
    size_t nread = (size_t)((found == NULL ? end : found) - s);
    take_steps(meter, nread / BYTES_PER_STEP);
    return found;
}

/* ---- Captures ---- */

bool pat_peek_capture(const Match *m, int i, const Byte **start,
                      const Byte **end)
{
    const Pattern *pat = m->pat;
    if (i >= pat->ncaptures) {
        if (i != 0)
            luaL_error(m->meter.L, "invalid capture index %%%d", i + 1);
        return true; /* the whole match */
    }
    if (pat->captures[i] == PAT_UNFINISHED)
        luaL_error(m->meter.L, "unfinished capture");
    *start = m->capture[i].start;
    *end = m->capture[i].end;
    if (pat->captures[i] == PAT_SPAN)
        return true;
    lua_pushinteger(m->meter.L, (lua_Integer)(*start - m->begin) + 1);
    return false;
}

void pat_push_capture(const Match *m, int i, const Byte *start,
                      const Byte *end)
{
    if (pat_peek_capture(m, i, &start, &end))
        lua_pushlstring(m->meter.L, (const char *)start, (size_t)(end - start));
}

int pat_push_captures(const Match *m, const Byte *start, const Byte *end)
{
    int n = m->pat->ncaptures;
    if (n == 0 && start != NULL)
        n = 1;
    luaL_checkstack(m->meter.L, n, "too many captures");
    for (int i = 0; i < n; i++)
        pat_push_capture(m, i, start, end);
    return n;
}
