/*
 * Hello: an animated Julia set, drawn by WebAssembly straight into the surface that the render process composes, with a
 * caption that is set as text. A click recentres the motion of the set on the pointer and changes its colours.
 */
#include "wasmengine.h"

WE_APP

enum { NODE_PICTURE = 1, NODE_TITLE_SHADOW = 2, NODE_CLICKS_SHADOW = 3, NODE_TITLE = 4, NODE_CLICKS = 5 };
enum { ITERATIONS = 36, PALETTE = 1024 };

typedef float vec4 __attribute__((vector_size(16)));
typedef int32_t int4 __attribute__((vector_size(16)));

static int32_t surface, width, height, stride;
static int32_t clicks;
static float real_bias, imaginary_bias;
static uint32_t palette[PALETTE];

/* Sine by a parabola with one correction step: good to 0.001, enough for motion and colour. Period 1. */
static float sine(float turns) {
    turns -= (float)(int32_t)turns;
    if (turns < 0) turns += 1;
    float sign = turns < 0.5f ? 1 : -1;
    float t = turns < 0.5f ? turns : turns - 0.5f;
    float parabola = 16 * t * (0.5f - t);
    return sign * (0.225f * (parabola * parabola - parabola) + parabola);
}

static uint32_t channel(float turns, float light) {
    return (uint32_t)((127.5f + 127.4f * sine(turns)) * light);
}

/* From dark through a full turn of hues, with most of them for the low counts, where most points are. */
static void make_palette(float hue) {
    for (int i = 0; i < PALETTE; i++) {
        float t = __builtin_sqrtf((float)i / (PALETTE - 1));
        float light = t > 0.94f ? (1 - t) * 16.6f : 1;
        palette[i] = 0xFF000000u | channel(hue + 0.60f + t * 0.75f, light) << 16 | channel(hue + 0.68f + t * 0.65f, light) << 8
            | channel(hue + 0.95f + t * 0.50f, light);
    }
}

/* log2 of positive numbers by their exponent and a linear mantissa: good to 0.09. */
static vec4 rough_log2(vec4 x) {
    return __builtin_convertvector((int4)x, vec4) * (1.0f / (1 << 23)) - 126.957f;
}

/* Palette entries of four neighbouring points: escape counts, made continuous by how far each point has gone (Vepstas). */
static int4 escape(vec4 zr, vec4 zi, float cr, float ci) {
    vec4 count = {0, 0, 0, 0};
    for (int i = 0; i < ITERATIONS; i++) {
        vec4 rr = zr * zr, ii = zi * zi, magnitude = rr + ii;
        int4 inside = magnitude < 64.0f;
        if (!(inside[0] | inside[1] | inside[2] | inside[3])) break;
        vec4 one = {1, 1, 1, 1};
        count += (vec4)((int4)one & inside);
        vec4 next_i = 2 * zr * zi + ci, next_r = rr - ii + cr;
        zr = (vec4)(((int4)next_r & inside) | ((int4)zr & ~inside));
        zi = (vec4)(((int4)next_i & inside) | ((int4)zi & ~inside));
    }
    vec4 end = zr * zr + zi * zi;
    vec4 smooth = count + 2.585f - rough_log2(rough_log2(end + 1.5f));
    return __builtin_convertvector(smooth * (PALETTE / (ITERATIONS + 1.0f)), int4);
}

/* A Julia set looks the same when it is turned by half a turn: each computed pixel is drawn twice. */
static void draw(uint32_t *pixels, float cr, float ci) {
    float scale = 2.5f / (float)height;
    for (int32_t y = 0; y < (height + 1) / 2; y++) {
        uint32_t *row = (uint32_t *)((uint8_t *)pixels + (size_t)y * (size_t)stride);
        uint32_t *turned = (uint32_t *)((uint8_t *)pixels + (size_t)(height - 1 - y) * (size_t)stride) + width - 1;
        vec4 zi = (vec4){0, 0, 0, 0} + ((float)y - (float)(height - 1) / 2) * scale;
        for (int32_t x = 0; x < width; x += 4) {
            vec4 zr = ((vec4){0, 1, 2, 3} + ((float)x - (float)(width - 1) / 2)) * scale;
            int4 index = escape(zr, zi, cr, ci);
            for (int lane = 0; lane < 4 && x + lane < width; lane++) {
                int32_t entry = index[lane] < 0 ? 0 : index[lane] >= PALETTE ? PALETTE - 1 : index[lane];
                row[x + lane] = palette[entry];
                turned[-x - lane] = palette[entry];
            }
        }
    }
}

static size_t put(char *target, const char *text) {
    size_t length = 0;
    while (text[length]) {
        target[length] = text[length];
        length++;
    }
    return length;
}

static size_t put_number(char *target, int32_t value) {
    char digits[10];
    size_t count = 0, length = 0;
    do digits[count++] = (char)('0' + value % 10);
    while ((value /= 10) > 0);
    while (count > 0) target[length++] = digits[--count];
    return length;
}

static void show_caption(void) {
    static const char title[] = "Hello from WebAssembly";
    char line[64];
    size_t length = 0;
    length += put(line + length, clicks == 1 ? "1 click, and counting" : "");
    if (clicks != 1) {
        length += put_number(line + length, clicks);
        length += put(line + length, " clicks so far: click anywhere");
    }
    float size = (float)height / 14;
    float x = (float)width * 0.04f, title_y = (float)height - size * 1.2f, line_y = (float)height - size * 0.4f, drop = size * 0.05f;
    we_scene_text(NODE_TITLE_SHADOW, x + drop, title_y + drop, size, 0xB0000000, title, sizeof title - 1);
    we_scene_text(NODE_CLICKS_SHADOW, x + drop * 0.5f, line_y + drop * 0.5f, size * 0.45f, 0xB0000000, line, length);
    we_scene_text(NODE_TITLE, x, title_y, size, 0xFFFFFFFF, title, sizeof title - 1);
    we_scene_text(NODE_CLICKS, x, line_y, size * 0.45f, 0xFFE8E8F0, line, length);
}

static int32_t make_surface(int32_t new_width, int32_t new_height) {
    if (surface > 0) we_surface_destroy(surface);
    width = new_width;
    height = new_height;
    surface = we_surface_create(width, height);
    if (surface < 0) return surface;
    stride = we_surface_stride(surface);
    return we_scene_surface(NODE_PICTURE, surface, 0, 0, (float)width, (float)height, WE_SURFACE_OPAQUE);
}

int32_t wasmengine_init(int32_t initial_width, int32_t initial_height) {
    make_palette(0);
    we_scene_background(0xFF101018);
    int32_t result = make_surface(initial_width, initial_height);
    if (result < 0) return result;
    show_caption();
    we_request_frame();
    return 0;
}

WE_EXPORT(wasmengine_frame) void wasmengine_frame(int64_t time_ns) {
    float turns = (float)(time_ns % 24000000000ll) / 24e9f;
    float cr = 0.7885f * sine(turns + 0.25f) + real_bias, ci = 0.7885f * sine(turns) + imaginary_bias;
    uint32_t *pixels = we_surface_begin(surface);
    if (pixels) {
        draw(pixels, cr, ci);
        we_surface_present(surface, 0, 0, 0, 0);
    }
    we_request_frame();
}

WE_EXPORT(wasmengine_event)
void wasmengine_event(int32_t kind, float x, float y, int32_t code, int32_t modifiers, int64_t time_ns) {
    (void)code;
    (void)modifiers;
    (void)time_ns;
    if (kind == WE_RESIZE) {
        if (make_surface((int32_t)x, (int32_t)y) < 0) we_log(WE_LOG_ERROR, "no surface for the new size", 27);
        show_caption();
    }
    if (kind != WE_POINTER_DOWN) return;
    clicks++;
    real_bias = (x / (float)width - 0.5f) * 0.2f;
    imaginary_bias = (y / (float)height - 0.5f) * 0.2f;
    make_palette(0.17f * (float)clicks);
    show_caption();
}
