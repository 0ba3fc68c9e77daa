/*
 * Dashboard: an app whose pages are HTML and CSS. The document is laid out and drawn by the engine; this code changes its texts, classes and
 * list, and draws one part of it, the history, by itself: a canvas of the document shows the surface.
 */
#include "wasmengine.h"

WE_APP

enum { WIDTH = 600, HEIGHT = 160, ROWS = 50 };

static int32_t surface, stride;
static int32_t history[WIDTH];
static int32_t frames, clicks, events;
static uint32_t noise = 12345;

#define ID(text) text, sizeof text - 1

static size_t decimal(char *to, uint32_t number) {
    char digits[10];
    size_t count = 0, length = 0;
    do digits[count++] = (char)('0' + number % 10);
    while ((number /= 10) != 0);
    while (count > 0) to[length++] = digits[--count];
    return length;
}

static size_t append(char *to, size_t at, const char *text) {
    while (*text) to[at++] = *text++;
    return at;
}

static void set_number(const char *id, size_t id_length, uint32_t number) {
    char text[10];
    we_dom_text(id, id_length, text, decimal(text, number));
}

/* Adds a row to the list and takes the oldest away when there are too many. */
static void note(const char *what) {
    char html[96];
    size_t length = append(html, 0, "<li id=event");
    length += decimal(html + length, (uint32_t)events);
    length = append(html, length, ">");
    length = append(html, length, what);
    if (we_dom_html(ID("events"), WE_BEFORE_END, html, length) != WE_OK) return;
    if (events >= ROWS) {
        char id[16];
        size_t id_length = append(id, 0, "event");
        id_length += decimal(id + id_length, (uint32_t)(events - ROWS));
        we_dom_remove(id, id_length);
    }

    events++;
    we_dom_scroll(ID("events"), 0, 1e6f);
}

static void draw_history(void) {
    uint32_t *pixels = we_surface_begin(surface);
    if (!pixels) return;
    for (int32_t y = 0; y < HEIGHT; y++) {
        for (int32_t x = 0; x < WIDTH; x++) {
            int32_t top = HEIGHT - history[x] * HEIGHT / 100;
            pixels[y * (stride / 4) + x] = y < top ? 0xFF1B2130 : y < top + 3 ? 0xFF6EA0FF : 0xFF2A3C63;
        }
    }

    we_surface_present(surface, 0, 0, 0, 0);
}

static int32_t next_load(int32_t before) {
    noise = noise * 1664525 + 1013904223;
    int32_t load = before + (int32_t)(noise >> 28) - 7;
    return load < 2 ? 2 : load > 98 ? 98 : load;
}

int32_t wasmengine_init(int32_t width, int32_t height) {
    (void)width;
    (void)height;
    surface = we_surface_create(WIDTH, HEIGHT);
    if (surface < 0) return surface;
    stride = we_surface_stride(surface);
    for (int32_t x = 0; x < WIDTH; x++) history[x] = next_load(x == 0 ? 40 : history[x - 1]);
    we_surface_name(surface, ID("history"), WE_SURFACE_OPAQUE);
    draw_history();
    we_dom_text(ID("state"), ID("running"));
    note("started");
    we_request_frame();
    return 0;
}

WE_EXPORT(wasmengine_frame) void wasmengine_frame(int64_t time_ns) {
    (void)time_ns;
    frames++;
    for (int32_t x = 1; x < WIDTH; x++) history[x - 1] = history[x];
    history[WIDTH - 1] = next_load(history[WIDTH - 2]);
    draw_history();
    if (frames % 10 == 0) {
        int32_t load = history[WIDTH - 1];
        char style[24];
        size_t length = append(style, 0, "width:");
        length += decimal(style + length, (uint32_t)load);
        length = append(style, length, "%");
        set_number(ID("load"), (uint32_t)load);
        we_dom_attribute(ID("meter"), ID("style"), style, length);
    }

    we_request_frame();
}

WE_EXPORT(wasmengine_event)
void wasmengine_event(int32_t kind, float x, float y, int32_t code, int32_t modifiers, int64_t time_ns) {
    (void)x;
    (void)y;
    (void)code;
    (void)modifiers;
    (void)time_ns;
    if (kind != WE_POINTER_DOWN) return;
    clicks++;
    set_number(ID("clicks"), (uint32_t)clicks);
    we_dom_class(ID("bar"), ID("alarm"), clicks & 1);
    note("click");
}
