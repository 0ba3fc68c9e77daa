/*
 * What changes in each frame of the cases of `wasmengine bench ui`, as a page's script does it on Chromium's side. A key says which case:
 * its code is the case, its x the farthest that the page scrolls.
 */
#include "wasmengine.h"

WE_APP

enum { REST, CARDS, TEXTS, SCROLL, COUNT = 100 };

static int32_t running, most;
static uint32_t n;

static size_t append(char *to, size_t at, const char *text) {
    while (*text) to[at++] = *text++;
    return at;
}

static size_t decimal(char *to, size_t at, uint32_t number) {
    char digits[10];
    size_t count = 0;
    do digits[count++] = (char)('0' + number % 10);
    while ((number /= 10) != 0);
    while (count > 0) to[at++] = digits[--count];
    return at;
}

static void move_card(uint32_t i) {
    char id[16], style[64];
    size_t id_length = decimal(id, append(id, 0, "card-"), i), length = append(style, 0, "transform: translate(");
    length = append(style, decimal(style, length, (n * 3 + i * 7) % 40), "px,");
    length = append(style, decimal(style, length, (n * 2 + i * 5) % 30), "px)");
    we_dom_attribute(id, id_length, "style", 5, style, length);
}

static void change_text(uint32_t i) {
    char id[16], text[16];
    size_t id_length = decimal(id, append(id, 0, "value-"), i);
    we_dom_text(id, id_length, text, decimal(text, 0, (n * 37 + i * 101) % 9000 + 1000));
}

static void scroll(void) {
    int32_t at = (int32_t)(n * 20 % (uint32_t)(2 * most));
    we_dom_scroll("", 0, 0, (float)(at > most ? 2 * most - at : at));
}

static void reset(void) {
    for (uint32_t i = 0; i < COUNT; i++) {
        char id[16];
        we_dom_remove_attribute(id, decimal(id, append(id, 0, "card-"), i), "style", 5);
    }

    we_dom_scroll("", 0, 0, 0);
}

int32_t wasmengine_init(int32_t width, int32_t height) {
    (void)width;
    (void)height;
    return 0;
}

WE_EXPORT(wasmengine_frame) void wasmengine_frame(int64_t time_ns) {
    (void)time_ns;
    if (running == REST) return;
    if (running == SCROLL) scroll();
    for (uint32_t i = 0; i < COUNT && running != SCROLL; i++) {
        if (running == CARDS) move_card(i);
        else change_text(i);
    }

    n++;
    we_request_frame();
}

WE_EXPORT(wasmengine_event)
void wasmengine_event(int32_t kind, float x, float y, int32_t code, int32_t modifiers, int64_t time_ns) {
    (void)y;
    (void)modifiers;
    (void)time_ns;
    if (kind != WE_KEY_DOWN) return;
    running = code;
    most = x < 1 ? 1 : (int32_t)x;
    n = 0;
    if (running == REST) reset();
    else we_request_frame();
}
