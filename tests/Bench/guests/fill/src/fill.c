/* Writes every pixel of an opaque surface that fills the view, as often as its frames are taken: what is left is the engine. */
#include "wasmengine.h"

WE_APP

static int32_t surface, width, height, stride;
static uint32_t tick;

int32_t wasmengine_init(int32_t w, int32_t h) {
    width = w;
    height = h;
    surface = we_surface_create(w, h);
    if (surface < 0) return surface;
    stride = we_surface_stride(surface);
    int32_t placed = we_scene_surface(1, surface, 0, 0, (float)w, (float)h, WE_SURFACE_OPAQUE);
    we_request_frame();
    return placed;
}

WE_EXPORT(wasmengine_frame) void wasmengine_frame(int64_t time_ns) {
    (void)time_ns;
    uint32_t *pixels = we_surface_begin(surface);
    if (pixels) {
        tick++;
        for (int32_t y = 0; y < height; y++) {
            uint32_t *row = pixels + (size_t)y * (size_t)(stride / 4);
            for (int32_t x = 0; x < width; x++) row[x] = ((uint32_t)(x * 3) + tick) ^ (uint32_t)(y * 5) ^ 0xFF000000u;
        }
        we_surface_present(surface, 0, 0, 0, 0);
    }
    we_request_frame();
}
