/* A bar that sweeps across the view; a click reverses it. */
#include "wasmengine.h"

WE_APP

enum { NODE_PICTURE = 1, NODE_HINT = 2 };

static int32_t surface, width, height, stride;
static int32_t position, step = 2;

static int32_t fit(int32_t new_width, int32_t new_height) {
    if (surface > 0) we_surface_destroy(surface);
    width = new_width;
    height = new_height;
    surface = we_surface_create(width, height);
    if (surface < 0) return surface; /* WE_E_LIMIT: the app's memory can't hold it */
    stride = we_surface_stride(surface);
    return we_scene_surface(NODE_PICTURE, surface, 0, 0, (float)width, (float)height, WE_SURFACE_OPAQUE);
}

int32_t wasmengine_init(int32_t initial_width, int32_t initial_height) {
    static const char hint[] = "Click to turn round";
    int32_t result = fit(initial_width, initial_height);
    if (result < 0) return result; /* anything but 0 ends the app */
    we_scene_text(NODE_HINT, 10, (float)height - 10, 16, 0xFFFFFFFF, hint, sizeof hint - 1);
    we_request_frame();
    return 0;
}

WE_EXPORT(wasmengine_frame) void wasmengine_frame(int64_t time_ns) {
    (void)time_ns;
    uint32_t *pixels = we_surface_begin(surface);
    if (pixels) { /* NULL: no free slot right now, try again with the next frame */
        position = (position + step + width) % width;
        for (int32_t y = 0; y < height; y++) {
            uint32_t *row = (uint32_t *)((uint8_t *)pixels + (size_t)y * (size_t)stride);
            for (int32_t x = 0; x < width; x++) row[x] = x < position ? 0xFF2060C0 : 0xFF101018;
        }
        we_surface_present(surface, 0, 0, 0, 0);
    }
    we_request_frame();
}

WE_EXPORT(wasmengine_event)
void wasmengine_event(int32_t kind, float x, float y, int32_t code, int32_t modifiers, int64_t time_ns) {
    (void)code;
    (void)modifiers;
    (void)time_ns;
    if (kind == WE_POINTER_DOWN) step = -step;
    if (kind == WE_RESIZE && fit((int32_t)x, (int32_t)y) < 0) we_log(WE_LOG_ERROR, "no surface for the new size", 27);
}
