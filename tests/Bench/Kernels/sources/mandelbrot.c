/* Escape times of the Mandelbrot set: scalar floating point in a tight loop. */
#include "kernel.h"

enum { WIDTH = 480, HEIGHT = 270, LIMIT = 200 };

static int escape(float cx, float cy)
{
    float x = 0, y = 0;
    int n = 0;
    while (n < LIMIT && x * x + y * y < 4) {
        float next = x * x - y * y + cx;
        y = 2 * x * y + cy;
        x = next;
        n++;
    }
    return n;
}

int64_t run(int32_t rounds)
{
    int64_t sum = 0;
    for (int32_t round = 0; round < rounds; round++)
        for (int y = 0; y < HEIGHT; y++)
            for (int x = 0; x < WIDTH; x++) sum += escape((float)x * 3.0f / WIDTH - 2.2f, (float)y * 2.4f / HEIGHT - 1.2f + (float)round * 1e-6f);
    return sum;
}
