/* Fills a full-HD picture with a gradient: stores as fast as the machine has them. */
#include "kernel.h"

enum { WIDTH = 1920, HEIGHT = 1080 };
static uint32_t pixels[WIDTH * HEIGHT];

int64_t run(int32_t rounds)
{
    for (int32_t round = 0; round < rounds; round++)
        for (int y = 0; y < HEIGHT; y++)
            for (int x = 0; x < WIDTH; x++)
                pixels[y * WIDTH + x] = 0xff000000u | ((uint32_t)(x + round) << 8) | (uint32_t)(y & 255);
    int64_t sum = 0;
    for (int i = 0; i < WIDTH * HEIGHT; i += 997) sum += pixels[i];
    return sum;
}
