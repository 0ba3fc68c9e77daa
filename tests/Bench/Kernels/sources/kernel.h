/* What each kernel of the bench is: the same source, compiled to WebAssembly and to machine code. */
#ifndef KERNEL_H
#define KERNEL_H

#include <stdint.h>

#ifdef __cplusplus
#define KERNEL_LINKAGE extern "C"
#else
#define KERNEL_LINKAGE
#endif

#ifdef __wasm__
#define KERNEL_EXPORT(name) KERNEL_LINKAGE __attribute__((export_name(#name)))
#else
#define KERNEL_EXPORT(name) KERNEL_LINKAGE __attribute__((visibility("default")))
#endif

/* Runs the kernel so often and returns a checksum of what it computed, the same wherever it runs. */
KERNEL_EXPORT(run) int64_t run(int32_t rounds);

/* xorshift64*: numbers for inputs. */
static inline uint64_t kernel_random(uint64_t *state)
{
    uint64_t x = *state;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    *state = x;
    return x * 2685821657736338717ull;
}

#endif
