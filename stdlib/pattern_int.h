/*
 * stdlib/pattern_int.h -- Lua patterns: their compiled form, and matching.
 *
 * A pattern is compiled, once a call, into a row of items that the matcher
 * walks from left to right:
 *
 *     ^(%a+)=%s*$     OPEN 0   PLUS %a   CLOSE 0   TEXT "="
 *                     STAR %s   SUBJECT_END   END
 *
 * Patterns have no alternatives, so whether a capture is open, closed or a
 * position is known at every item when it is compiled, and a capture that a
 * match got wrong is always set again by the next try: nothing is undone.
 *
 * A mistake in a pattern is reported when a match gets to it and not before.
 * It is compiled into the item ERROR, which is then the last one.
 */
#ifndef STDLIB_PATTERN_INT_H
#define STDLIB_PATTERN_INT_H

#include <stdbool.h>
#include <stddef.h>

#include "include/lua.h"
#include "stdlib/charclass_int.h"

enum {
    PAT_MAX_CAPTURES = 32,
    PAT_MAX_DEPTH = 200, /* nesting at which a pattern is too complex */
    PAT_SMALL = 64       /* bytes of a pattern that is worth remembering */
};

/* ---- Compiled patterns ---- */

enum PatOp {
    PAT_END,         /* the match is complete */
    PAT_SUBJECT_END, /* $ */
    PAT_TEXT,        /* the bytes of `text` */
    PAT_ONE,         /* one byte of the class */
    PAT_OPTIONAL,    /* ? */
    PAT_STAR,        /* * */
    PAT_PLUS,        /* + */
    PAT_MINUS,       /* - */
    PAT_OPEN,        /* capture `number` begins here */
    PAT_CLOSE,       /* and ends here */
    PAT_POSITION,    /* capture `number` is this position */
    PAT_BACKREF,     /* the text of capture `number` again */
    PAT_BALANCE,     /* %b: from `first` to the `last` that closes it */
    PAT_FRONTIER,    /* %f: into `set` */
    PAT_NEVER,       /* matches nothing */
    PAT_ERROR        /* raise `message`, formatted with `number` */
};

/* What a class accepts. A TEXT or BALANCE has its first byte for a class. */
enum PatClass { PAT_BYTE, PAT_ANY, PAT_SET };

typedef struct PatItem {
    Byte op;
    Byte class;
    Byte first; /* the byte of a PAT_BYTE */
    Byte last;
    /*
     * A repetition followed by what it cannot accept itself: of all lengths
     * only the greatest can do, and it need not try others.
     */
    bool decided;
    Byte number;
    union {
        const ByteSet *set;
        const Byte *text;
        const char *message;
    };
    union {
        size_t ntext;
        /* what must come after a repetition, captures apart; or NULL */
        const struct PatItem *follow;
    };
} PatItem;

enum PatCapture { PAT_UNFINISHED, PAT_SPAN, PAT_PLACE };

typedef struct Pattern {
    const PatItem *items;
    const PatItem *lead; /* what every match begins with; or NULL */
    bool anchored;
    Byte ncaptures;
    Byte captures[PAT_MAX_CAPTURES]; /* enum PatCapture */
    CharStamp stamp;                 /* of the classes in it */
} Pattern;

/* Where the items and sets of a pattern go. */
typedef struct PatRoom {
    PatItem *items;
    ByteSet *sets;
} PatRoom;

/*
 * Room for a pattern in a new userdata, behind a head of `nhead` bytes that
 * is the caller's.
 *
 * Stack -0 +1    Raises memory    Collects yes
 */
PatRoom pat_room_new(lua_State *L, size_t nhead, const char *text,
                     size_t ntext);

/*
 * Compile a pattern. Its text and its room are used as long as `pat` is.
 *
 * anchor   whether a ^ in front is an anchor.
 *
 * Stack -0 +0    Raises memory    Collects yes
 */
void pat_compile(lua_State *L, Pattern *pat, PatRoom room, const char *text,
                 size_t ntext, bool anchor);

/* ---- Patterns used before ---- */

/* A pattern for one call, if it is short. */
typedef struct PatSpace {
    Pattern pat;
    PatItem items[PAT_SMALL + 1];
    ByteSet sets[PAT_SMALL / 3];
} PatSpace;

/* The upvalue in which functions that use patterns find the cache, or nil: it
   is made when it is first asked for. */
enum { PAT_CACHE = 1 };

/*
 * Get a pattern compiled. It lives as long as `space` does and the value that
 * is pushed: a userdata, or nil for a pattern that is in `space`.
 *
 * Stack -0 +1    Raises memory    Collects yes
 */
const Pattern *pat_get(lua_State *L, const char *text, size_t ntext,
                       PatSpace *space);

/*
 * The same for a pattern that is to be kept: always in the userdata pushed,
 * with its text. A ^ in front is no anchor.
 *
 * Stack -0 +1    Raises memory    Collects yes
 */
const Pattern *pat_get_kept(lua_State *L, const char *text, size_t ntext);

/*
 * The pattern if the cache has it, without pushing anything: for use until the
 * next thing that may collect.
 *
 * Stack -0 +0    Raises no    Collects no
 */
const Pattern *pat_peek(const void *cache, const char *text, size_t ntext,
                        bool anchor);

/* ---- Matching ---- */

/*
 * Steps taken and not yet charged to the budget. Without L nothing is charged
 * or raised: a match that would have to ends with PAT_STEPS_MAX steps or more,
 * and its result means nothing.
 */
typedef struct PatMeter {
    lua_State *L;
    size_t nsteps;
} PatMeter;

enum { PAT_STEPS_MAX = 4096 };

/* Charge them.  Stack -0 +0    Raises a limit    Collects no */
void pat_settle(PatMeter *meter);

typedef struct Match {
    PatMeter meter;
    const Pattern *pat;
    const Byte *begin; /* the subject */
    const Byte *end;
    struct {
        const Byte *start;
        const Byte *end;
    } capture[PAT_MAX_CAPTURES];
} Match;

void pat_init(Match *m, lua_State *L, const Pattern *pat, const char *subject,
              size_t nsubject);

/*
 * The first match that starts at `s` or later and does not end at `last`, or
 * only one that starts at `s` if the pattern is anchored. Returns its end and
 * stores its start; NULL when there is none.
 *
 * Charges most steps on the way; the rest is the caller's to settle.
 *
 * Stack -0 +0    Raises mistakes in the pattern, a limit    Collects no
 */
const Byte *pat_find(Match *m, const Byte *s, const Byte *last,
                     const Byte **start);

/*
 * The first place from `s` on that has `text`, or NULL. Charges as pat_find.
 *
 * Stack -0 +0    Raises a limit    Collects no
 */
const Byte *pat_find_text(PatMeter *meter, const Byte *s, const Byte *end,
                          const Byte *text, size_t ntext);

/* ---- Captures of a match ---- */

/*
 * Push capture i, counted from 0, of the match from `start` to `end`; the
 * whole match stands for the first capture of a pattern without any.
 *
 * Stack -0 +1    Raises any    Collects yes
 */
void pat_push_capture(const Match *m, int i, const Byte *start,
                      const Byte *end);

/*
 * The bytes of a capture, and true; false, and the capture pushed, when it is
 * a position.
 *
 * Stack -0 +0|1    Raises any    Collects no
 */
bool pat_peek_capture(const Match *m, int i, const Byte **start,
                      const Byte **end);

/*
 * Push all captures; or, without any, the whole match unless start is NULL.
 *
 * returns  how many were pushed.
 *
 * Stack -0 +n    Raises any    Collects yes
 */
int pat_push_captures(const Match *m, const Byte *start, const Byte *end);

#endif
