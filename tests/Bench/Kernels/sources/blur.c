/* A separable 9-tap blur of an RGBA picture: integer arithmetic on bytes, rows then columns. */
#include "kernel.h"

enum { WIDTH = 1280, HEIGHT = 720, CHANNELS = 4, ROW = WIDTH * CHANNELS, REACH = 4 };
static uint8_t source[ROW * HEIGHT], between[ROW * HEIGHT], result[ROW * HEIGHT];
static const uint16_t taps[2 * REACH + 1] = {6, 16, 30, 46, 60, 46, 30, 16, 6}; /* sum 256 */

static void rows(void)
{
    for (int y = 0; y < HEIGHT; y++) {
        const uint8_t *from = source + y * ROW;
        uint8_t *to = between + y * ROW;
        for (int i = REACH * CHANNELS; i < ROW - REACH * CHANNELS; i++) {
            uint16_t sum = 0;
            for (int k = -REACH; k <= REACH; k++) sum = (uint16_t)(sum + from[i + k * CHANNELS] * taps[k + REACH]);
            to[i] = (uint8_t)(sum >> 8);
        }
    }
}

static void columns(void)
{
    for (int y = REACH; y < HEIGHT - REACH; y++) {
        uint8_t *to = result + y * ROW;
        const uint8_t *from = between + y * ROW;
        for (int i = 0; i < ROW; i++) {
            uint16_t sum = 0;
            for (int k = -REACH; k <= REACH; k++) sum = (uint16_t)(sum + from[i + k * ROW] * taps[k + REACH]);
            to[i] = (uint8_t)(sum >> 8);
        }
    }
}

int64_t run(int32_t rounds)
{
    uint64_t state = 88172645463325252ull;
    for (int i = 0; i < ROW * HEIGHT; i++) source[i] = (uint8_t)(i * 31 + (i >> 12));
    for (int32_t round = 0; round < rounds; round++) {
        source[kernel_random(&state) % (ROW * HEIGHT)] ^= 0x55;
        rows();
        columns();
    }
    int64_t sum = 0;
    for (int i = 0; i < ROW * HEIGHT; i += 101) sum = sum * 31 + result[i];
    return sum;
}
