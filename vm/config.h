/*
 * vm/config.h -- compiler extensions behind macros, sizes, and the switches
 * that make rare paths common.
 *
 * Stress switches, read from the environment when a VM is made (test builds
 * and release builds alike; see docs/architecture.md). Words of VMRUN_STRESS,
 * which may be joined, as in minor+check:
 *   gc                    collect everything at every allocation
 *   minor                 a minor collection at every allocation
 *   step                  ... and the least bit of an old cycle
 *   every=N               a minor collection at every N-th allocation
 *   random=SEED           ... at one in 61, by chance
 *   stack                 move the stack whenever it may move: at every call
 *   first                 run each instruction in its first form: nothing
 *                         fused, nothing quickened
 *   slice                 hand out the budget by single units: each charge
 *                         goes the way of a slice that is used up
 *   check                 look at the whole heap after each piece of the
 *                         collector's work, and abort if it breaks a rule
 * Others:
 *   VMRUN_COUNT=pairs     debug builds: print at the end which instructions
 *                         came one after the other most often (vm/count.c)
 *   VMRUN_COUNT=fuel      vmrun prints at the end what the program took
 *   VMRUN_FAIL_ALLOC=n    the n-th allocation fails, of an object or from the
 *                         host, and every later one too
 */
#ifndef VM_CONFIG_H
#define VM_CONFIG_H

#include <assert.h>
#include <stdint.h>

#if defined(__GNUC__) || defined(__clang__)
#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
#define NOINLINE __attribute__((noinline))
#define COLD __attribute__((noinline, cold))
#define ALWAYS_INLINE inline __attribute__((always_inline))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define UNREACHABLE() __builtin_unreachable()
#define PREFETCH(p) __builtin_prefetch(p)
#else
#define LIKELY(x) (x)
#define UNLIKELY(x) (x)
#define NOINLINE
#define COLD
#define ALWAYS_INLINE inline
#define PRINTF_LIKE(f, a)
#define UNREACHABLE() abort()
#define PREFETCH(p) ((void)(p))
#endif

/* Functions that multiply polynomials over bits; only to be called where the
   processor can. */
#if defined(__GNUC__) && defined(__x86_64__)
#define HAVE_CARRYLESS
#define CARRYLESS __attribute__((target("pclmul,sse2")))
#endif

/* Whether a pointer must be moved to lie over the low half of 64 bits. */
#if UINTPTR_MAX > UINT32_MAX
#define PAYLOAD_PADDED 0
#elif defined(__BYTE_ORDER__)
#define PAYLOAD_PADDED (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
#else
#error "which end comes first? define PAYLOAD_PADDED"
#endif

/*
 * Where a jump goes on. The compilers' own form keeps three words and leaves
 * the registers to the function that is jumped to; it may not be used within
 * one function, so those who jump are not inlined.
 */
#if defined(__GNUC__) && defined(__x86_64__) && !defined(VM_SANITIZED)
typedef void *JumpBuf[5];
#define JUMP_SET(buf) __builtin_setjmp(buf)
#define JUMP_TO(buf) __builtin_longjmp(buf, 1)
#else
#include <setjmp.h>
typedef jmp_buf JumpBuf;
#define JUMP_SET(buf) setjmp(buf)
#define JUMP_TO(buf) longjmp(buf, 1)
#endif

/* How the interpreter passes from one instruction to the next. */
#define DISPATCH_SWITCH 0
#define DISPATCH_GOTO 1
#define DISPATCH_TAIL 2
#ifndef VM_DISPATCH
#if defined(__clang__) && __clang_major__ >= 19 &&                             \
    (defined(__x86_64__) || defined(__aarch64__)) &&                           \
    !defined(__SANITIZE_ADDRESS__) && !defined(VM_SANITIZED)
#define VM_DISPATCH DISPATCH_TAIL
#elif defined(__GNUC__)
#define VM_DISPATCH DISPATCH_GOTO
#else
#define VM_DISPATCH DISPATCH_SWITCH
#endif
#endif

/* Free memory of the collected heap is out of bounds for the sanitizer. */
#if defined(VM_SANITIZED) && !defined(VM_UNPOISONED)
#include <sanitizer/asan_interface.h>
#define MEM_POISON(p, nbytes) ASAN_POISON_MEMORY_REGION(p, nbytes)
#define MEM_UNPOISON(p, nbytes) ASAN_UNPOISON_MEMORY_REGION(p, nbytes)
#else
#define MEM_POISON(p, nbytes) ((void)0)
#define MEM_UNPOISON(p, nbytes) ((void)0)
#endif

#ifdef VM_DEBUG
#define vm_assert(c) assert(c)
#else
#define vm_assert(c) ((void)0)
#endif

#define SHORT_MAX 40         /* bytes of an interned string, at most */
#define STACK_INIT 48        /* slots of a new coroutine's stack */
#define STACK_MAX 1000000    /* slots a program may use (LUAI_MAXSTACK) */
#define STACK_EXTRA 24       /* slots behind the limit, for handlers */
#define STACK_ERROR 4000     /* more slots to run an error handler in */
#define MAX_C_DEPTH 200      /* C calls inside one another (LUAI_MAXCCALLS) */
#define MAX_META_LOOP 2000   /* __index chain length before it is an error */

#endif
