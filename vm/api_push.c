/*
 * vm/api_push.c -- the C API: making values on the stack.
 *
 * Read     lua_pushstring, lua_pushvfstring.
 */
#include <stdarg.h>

#include "vm/api.h"
#include "vm/cfunc.h"
#include "vm/error.h"
#include "vm/ops.h"
#include "vm/string.h"

/* ------------------------------------------------------------------ pushing */

void lua_pushnil(lua_State *L)
{
    api_room(L, 1);
    val_nil(L->top++);
}

void lua_pushnumber(lua_State *L, lua_Number n)
{
    api_room(L, 1);
    val_float(L->top, n);
    L->top++;
}

void lua_pushinteger(lua_State *L, lua_Integer n)
{
    api_room(L, 1);
    val_int(L->top, n);
    L->top++;
}

const char *lua_pushlstring(lua_State *L, const char *s, size_t len)
{
    api_room(L, 1);
    String *str = str_new(L->vm, len > 0 ? s : "", len);
    val_obj(L->top, str);
    stack_pushed(L);
    return str->data;
}

const char *lua_pushstring(lua_State *L, const char *s)
{
    api_room(L, 1);
    if (s == NULL) {
        lua_pushnil(L);
        return NULL;
    }
    String *str = str_name(L->vm, s);
    val_obj(L->top, str);
    stack_pushed(L);
    return str->data;
}

/* A string being formatted: what does not fit any more is pushed, and joined
   with what was before. */
typedef struct Format {
    lua_State *L;
    bool pushed;
    size_t n;
    char buf[256];
} Format;

static void push_piece(Format *f, const char *s, size_t n)
{
    lua_State *L = f->L;
    String *str = str_new(L->vm, s, n);
    val_obj(L->top, str);
    stack_pushed(L);
    if (f->pushed)
        vm_concat(L, 2);
    f->pushed = true;
}

static void add_piece(Format *f, const char *s, size_t n)
{
    if (n > sizeof f->buf - f->n) {
        push_piece(f, f->buf, f->n);
        f->n = 0;
        if (n > sizeof f->buf) {
            push_piece(f, s, n);
            return;
        }
    }
    memcpy(f->buf + f->n, s, n);
    f->n += n;
}

static int utf8_encode(char *buf, unsigned long x)
{
    int n = 1;
    if (x < 0x80) {
        buf[7] = (char)x;
    } else {
        unsigned mfb = 0x3f;
        do {
            buf[8 - n++] = (char)(0x80 | (x & 0x3f));
            x >>= 6;
            mfb >>= 1;
        } while (x > mfb);
        buf[8 - n] = (char)((~mfb << 1) | x);
    }
    return n;
}

static void add_format(Format *f, char c, va_list *ap)
{
    char buf[NUM_TEXT];
    Value v;
    switch (c) {
    case 's': {
        const char *s = va_arg(*ap, char *);
        if (s == NULL)
            s = "(null)";
        add_piece(f, s, strlen(s));
        return;
    }
    case 'c':
        buf[0] = (char)va_arg(*ap, int);
        add_piece(f, buf, 1);
        return;
    case 'd': val_int(&v, va_arg(*ap, int)); break;
    case 'I': val_int(&v, (int64_t)va_arg(*ap, lua_Integer)); break;
    case 'f': val_float(&v, (double)va_arg(*ap, lua_Number)); break;
    case 'p': {
        int n = snprintf(buf, sizeof buf, "%p", va_arg(*ap, void *));
        add_piece(f, buf, (size_t)n);
        return;
    }
    case 'U': {
        int n = utf8_encode(buf, va_arg(*ap, unsigned long));
        add_piece(f, buf + 8 - n, (size_t)n);
        return;
    }
    case '%': add_piece(f, "%", 1); return;
    default:
        err_raisef(f->L, "invalid option '%%%c' to 'lua_pushfstring'", c);
    }
    int n = num_to_text(&v, buf);
    add_piece(f, buf, (size_t)n);
}

const char *lua_pushvfstring(lua_State *L, const char *fmt, va_list args)
{
    api_room(L, 1);
    Format f;
    f.L = L;
    f.pushed = false;
    f.n = 0;
    va_list ap;
    va_copy(ap, args);
    const char *e;
    while ((e = strchr(fmt, '%')) != NULL) {
        add_piece(&f, fmt, (size_t)(e - fmt));
        add_format(&f, e[1], &ap);
        fmt = e + 2;
    }
    add_piece(&f, fmt, strlen(fmt));
    va_end(ap);
    if (f.n > 0 || !f.pushed)
        push_piece(&f, f.buf, f.n);
    return L->top[-1].str->data;
}

const char *lua_pushfstring(lua_State *L, const char *fmt, ...)
{
    va_list ap;
    api_room(L, 1);
    va_start(ap, fmt);
    const char *s = lua_pushvfstring(L, fmt, ap);
    va_end(ap);
    return s;
}

void lua_pushcclosure(lua_State *L, lua_CFunction fn, int n)
{
    api_check(L, n >= 0 && n <= 255, "%d upvalues", n);
    api_check(L, fn != NULL, "the function is NULL");
    if (n == 0)
        api_room(L, 1);
    else
        api_count(L, n);
    cfunc_push(L, vm_cfunc(L->vm, fn), n);
}

void lua_pushboolean(lua_State *L, int b)
{
    api_room(L, 1);
    val_bool(L->top, b != 0);
    stack_pushed(L);
}

void lua_pushlightuserdata(lua_State *L, void *p)
{
    api_room(L, 1);
    L->top->bits = 0;
    val_ptr(L->top, p);
    L->top->tag = TAG_LIGHT;
    stack_pushed(L);
}

int lua_pushthread(lua_State *L)
{
    api_room(L, 1);
    val_obj(L->top, L);
    stack_pushed(L);
    return L == L->vm->main_thread;
}
