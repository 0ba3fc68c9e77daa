/*
 * Jobs in C. "render" draws rows of the Mandelbrot set into a buffer that the client shares: as one job, or, being given a part
 * of the rows, as the kernel of a ParallelFor that fills all cores. "brightness" is a plain job with a result.
 */
#include "wasmengine.h"

enum { ITERATIONS = 200 };

static uint32_t colour(double re, double im) {
    double x = 0, y = 0;
    int n = 0;
    while (n < ITERATIONS && x * x + y * y <= 4) {
        double next = x * x - y * y + re;
        y = 2 * x * y + im;
        x = next;
        n++;
    }
    uint32_t shade = (uint32_t)(255 * n / ITERATIONS);
    return 0xFF000000u | shade << 16 | shade << 8 | (255 - shade);
}

/* ParallelFor: rows begin to end (exclusive) of a picture in the buffer, whose size says how many rows there are. */
WE_EXPORT(render)
void render(int32_t begin, int32_t end, uint32_t *pixels, int32_t size, int32_t width) {
    int32_t height = size / 4 / width;
    for (int32_t row = begin; row < end && row < height; row++) {
        if (we_job_should_stop()) return; /* cancelled: end by ourselves, before we are ended */
        for (int32_t column = 0; column < width; column++)
            pixels[(size_t)row * (size_t)width + (size_t)column] =
                colour(3.0 * column / width - 2.2, 2.4 * row / height - 1.2);
        we_job_progress(row + 1 - begin, end - begin);
    }
}

/* A job: the mean of the blue bytes, as a number, and in words. */
WE_EXPORT(brightness)
double brightness(const uint32_t *pixels, int32_t size) {
    static const char dark[] = "dark", bright[] = "bright";
    uint64_t sum = 0;
    int32_t count = size / 4;
    for (int32_t i = 0; i < count; i++) sum += pixels[i] & 0xFF;
    double mean = count ? (double)sum / count : 0;
    if (mean < 128) we_job_result(dark, sizeof dark - 1);
    else we_job_result(bright, sizeof bright - 1);
    return mean;
}
