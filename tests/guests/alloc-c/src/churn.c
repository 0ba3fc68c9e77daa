/* The work that ../../README.md describes, in C: malloc, realloc and free of wasi-libc, and a map of its own. */
#include "wasmengine.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 64, STEPS = 256, BUCKETS = 61 };

typedef enum { NOTHING, BLOCK, LIST, MAP } kind;

typedef struct entry {
    struct entry *next;
    uint32_t key, value;
} entry;

typedef struct {
    kind kind;
    uint32_t length, fill;
    uint8_t *bytes;
    uint32_t *numbers;
    entry *buckets[BUCKETS];
} place;

typedef struct {
    uint32_t random;
    uint64_t sum;
    bool damaged;
    place *places[PLACES]; /* allocated, too: their own memory moves about with the rest */
} work;

static uint32_t next(work *w) {
    w->random ^= w->random << 13;
    w->random ^= w->random >> 17;
    w->random ^= w->random << 5;
    return w->random;
}

static void *checked(void *memory) {
    if (!memory) __builtin_trap(); /* out of memory */
    return memory;
}

static void fill_block(work *w, place *p) {
    static const uint32_t lengths[] = {16, 256, 4096, 65536};
    uint32_t most = lengths[next(w) % 4];
    p->length = 1 + next(w) % most;
    p->fill = next(w);
    p->bytes = checked(malloc(p->length));
    for (uint32_t i = 0; i < p->length; i++) p->bytes[i] = (uint8_t)(p->fill + i);
}

static void fill_list(work *w, place *p) {
    uint32_t capacity = 0, count = next(w) % 500;
    for (p->length = 0; p->length < count; p->length++) {
        if (p->length == capacity) {
            capacity = capacity ? capacity * 2 : 1;
            p->numbers = checked(realloc(p->numbers, capacity * sizeof *p->numbers));
        }
        p->numbers[p->length] = next(w);
    }
}

static void insert(place *p, uint32_t key, uint32_t value) {
    entry **bucket = &p->buckets[key % BUCKETS];
    for (entry *e = *bucket; e; e = e->next) {
        if (e->key == key) {
            e->value = value;
            return;
        }
    }
    entry *added = checked(malloc(sizeof *added));
    *added = (entry){*bucket, key, value};
    *bucket = added;
}

static void fill(work *w, uint32_t index) {
    place *p = w->places[index] = checked(calloc(1, sizeof *p));
    p->kind = (kind)(BLOCK + next(w) % 3);
    if (p->kind == BLOCK) fill_block(w, p);
    if (p->kind == LIST) fill_list(w, p);
    if (p->kind == MAP) {
        for (uint32_t left = next(w) % 200; left > 0; left--) {
            uint32_t key = next(w) % 1000;
            insert(p, key, next(w));
        }
    }
}

static uint32_t hash(work *w, place *p) {
    uint32_t sum = 0;
    if (p->kind == BLOCK) {
        for (uint32_t i = 0; i < p->length; i++) {
            if (p->bytes[i] != (uint8_t)(p->fill + i)) w->damaged = true;
            sum += p->bytes[i];
        }
    }
    if (p->kind == LIST) {
        for (uint32_t i = 0; i < p->length; i++) sum += p->numbers[i];
    }
    if (p->kind == MAP) {
        for (int i = 0; i < BUCKETS; i++) {
            for (entry *e = p->buckets[i]; e; e = e->next) sum += e->key * 7 + e->value;
        }
    }
    return sum;
}

static void empty(work *w, uint32_t index) {
    place *p = w->places[index];
    w->sum = w->sum * 31 + hash(w, p);
    for (int i = 0; i < BUCKETS; i++) {
        for (entry *e = p->buckets[i], *following; e; e = following) {
            following = e->next;
            free(e);
        }
    }
    free(p->bytes);
    free(p->numbers);
    free(p);
    w->places[index] = NULL;
}

static void round_of(work *w) {
    for (int step = 0; step < STEPS; step++) {
        uint32_t index = next(w) % PLACES;
        if (w->places[index]) empty(w, index);
        else fill(w, index);
    }
}

static int64_t finish(work *w) {
    for (uint32_t i = 0; i < PLACES; i++) {
        if (w->places[i]) empty(w, i);
    }
    return w->damaged ? -1 : (int64_t)(w->sum & INT64_MAX);
}

/* Writes numbers all over the buffer and reads them back. */
static bool use(uint8_t *data, int64_t size, uint32_t mark) {
    for (int64_t at = 0; at + 4 <= size; at += 4096) memcpy(data + at, &(uint32_t){mark ^ (uint32_t)at}, 4);
    for (int64_t at = 0; at + 4 <= size; at += 4096) {
        uint32_t found;
        memcpy(&found, data + at, 4);
        if (found != (mark ^ (uint32_t)at)) return false;
    }
    return true;
}

WE_EXPORT(churn) int64_t churn(int32_t rounds, int32_t seed) {
    work w = {.random = seed ? (uint32_t)seed : 1};
    for (int32_t i = 0; i < rounds; i++) round_of(&w);
    return finish(&w);
}

WE_EXPORT(churn_with_buffer) int64_t churn_with_buffer(uint8_t *data, int32_t size, int32_t rounds, int32_t seed) {
    work w = {.random = seed ? (uint32_t)seed : 1};
    bool kept = true;
    for (int32_t i = 0; i < rounds; i++) {
        round_of(&w);
        kept = use(data, size, (uint32_t)i) && kept;
    }
    int64_t sum = finish(&w);
    return kept ? sum : -2;
}

WE_EXPORT(churn_with_windows) int64_t churn_with_windows(uint8_t *granted, int32_t size, const char *name, int32_t length, int32_t rounds, int32_t seed) {
    (void)granted, (void)size; // opened again by name
    work w = {.random = seed ? (uint32_t)seed : 1};
    bool kept = true;
    for (int32_t i = 0; i < rounds; i++) {
        int32_t buffer = we_buffer_open(name, (size_t)length, WE_READ_WRITE);
        if (buffer < 0) return -3;
        round_of(&w);
        kept = use(we_buffer_address(buffer), we_buffer_size(buffer), (uint32_t)i) && kept;
        we_buffer_close(buffer);
    }
    int64_t sum = finish(&w);
    return kept ? sum : -2;
}
