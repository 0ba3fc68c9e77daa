/* SHA-256 (FIPS 180-4) of a megabyte: integer rotations, long dependency chains. */
#include "kernel.h"

enum { LENGTH = 1 << 20 };
static uint8_t message[LENGTH];
static uint32_t constants[64];

static uint32_t rotate(uint32_t value, int by) { return (value >> by) | (value << (32 - by)); }

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes (section 4.2.2). */
static void make_constants(void)
{
    int found = 0;
    for (uint32_t candidate = 2; found < 64; candidate++) {
        int is_prime = 1;
        for (uint32_t d = 2; d * d <= candidate; d++) is_prime &= candidate % d != 0;
        if (!is_prime) continue;
        /* floor(cbrt(p) * 2^32) by bisection on p * 2^96; the low 32 bits are the fraction. */
        uint64_t low = 0, high = 8ull << 32;
        unsigned __int128 target = (unsigned __int128)candidate << 96;
        while (high - low > 1) {
            uint64_t middle = low + (high - low) / 2;
            unsigned __int128 cube = (unsigned __int128)middle * middle * middle;
            if (cube <= target) low = middle;
            else high = middle;
        }
        constants[found++] = (uint32_t)low;
    }
}

static void compress(uint32_t state[8], const uint8_t *block)
{
    uint32_t w[64];
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        uint32_t s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ (w[i - 15] >> 3);
        uint32_t s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ (w[i - 2] >> 10);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; i++) {
        uint32_t s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
        uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + constants[i] + w[i];
        uint32_t s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
        uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
        h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + t2;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

int64_t run(int32_t rounds)
{
    make_constants();
    for (int i = 0; i < LENGTH; i++) message[i] = (uint8_t)(i * 7 + (i >> 9));
    uint32_t state[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    for (int32_t round = 0; round < rounds; round++)
        for (int i = 0; i < LENGTH; i += 64) compress(state, message + i);
    return (int64_t)((uint64_t)state[0] << 32 | state[7]);
}
