/*
 * wasmengine.h: the WasmEngine guest ABI, version 1.2, for C and C++.
 *
 * A guest is a WebAssembly module (wasm32, little-endian) that imports functions of the module "wasmengine_v1". It is an app,
 * a collection of jobs, or both: a job is a call of any function that it exports with WE_EXPORT (see "jobs" below). An app
 * exports
 *
 *   memory                  its linear memory; it must be allowed to grow (surfaces appear in it as windows)
 *   wasmengine_abi_version  () -> i32            WE_ABI_VERSION; defined by WE_APP below
 *   wasmengine_init         (w, h: i32) -> i32   called once; 0 means success, anything else ends the app
 *   wasmengine_frame        (time_ns: i64)       optional; called after we_request_frame
 *   wasmengine_event        (kind: i32, x, y: f32, code, modifiers: i32, time_ns: i64)   optional; called for each input
 *
 * An instance is an actor: the engine makes one call at a time and never calls a guest that is still in a call.
 * Functions that can fail return a negative WE_E_ code. No call blocks.
 * Colours are 0xAARRGGBB, not premultiplied. Positions and sizes are view pixels, y grows downwards.
 * Pixels of surfaces are BGRA, 8 bits each, premultiplied: as a little-endian uint32_t, 0xAARRGGBB.
 */
#ifndef WASMENGINE_H
#define WASMENGINE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Major version in the upper 16 bits, minor in the lower. The engine runs a guest of its own major version. */
#define WE_ABI_VERSION 0x00010002

#define WE_IMPORT(name) __attribute__((import_module("wasmengine_v1"), import_name(#name)))
#define WE_EXPORT(name) __attribute__((export_name(#name)))

/* Put this once at file scope of one source file of an app. A module of jobs alone needs it not. */
#define WE_APP                                                                                     \
    WE_EXPORT(wasmengine_abi_version) int32_t wasmengine_abi_version(void) { return WE_ABI_VERSION; }

/* ---- errors ------------------------------------------------------------------------------------------------------- */

enum {
    WE_OK = 0,
    WE_E_INVALID = -1,   /* an argument is out of its range */
    WE_E_LIMIT = -2,     /* a limit of the app is reached: surfaces, nodes or memory */
    WE_E_NOT_FOUND = -3, /* there is no such surface, node or buffer */
    WE_E_AGAIN = -4,     /* no room right now; try again at the next frame */
    WE_E_STATE = -5,     /* not now: for example presenting a surface that was not begun */
    WE_E_FAULT = -6,     /* a pointer lies outside the guest's memory */
    WE_E_DENIED = -7     /* not granted: for example writing, where only reading was */
};

/* ---- log and time ------------------------------------------------------------------------------------------------- */

enum { WE_LOG_DEBUG = 0, WE_LOG_INFO = 1, WE_LOG_WARNING = 2, WE_LOG_ERROR = 3 };

/* Writes a line of UTF-8, at most 4096 bytes, to the app's log. */
WE_IMPORT(log) void we_log(int32_t level, const char *text, size_t length);

/* The machine's monotonic clock in nanoseconds. */
WE_IMPORT(now_ns) int64_t we_now_ns(void);

/*
 * ---- buffers: bulk memory that clients, jobs and apps share ---------------------------------------------------------
 *
 * A buffer appears in linear memory as a window: its pages are the very pages that the others see, nobody copies them. The
 * hardware holds the access: writing to a WE_READ buffer traps, and so does touching any buffer after it was closed.
 * Others may read and write meanwhile: it is up to the parties to agree on who writes where.
 */

enum { WE_READ = 0, WE_READ_WRITE = 1 };

/*
 * Opens a buffer that the job was given, by its name (UTF-8). Returns a handle (above
 * 0), WE_E_NOT_FOUND, WE_E_DENIED if more access is asked for than was granted, WE_E_LIMIT, WE_E_INVALID, WE_E_FAULT, or WE_E_STATE in an app. Opening
 * it twice gives two handles at two addresses.
 */
WE_IMPORT(buffer_open) int32_t we_buffer_open(const char *name, size_t length, int32_t access);

/* The address of a buffer's first byte, at the start of a page; NULL if there is no such handle. */
WE_IMPORT(buffer_address) void *we_buffer_address(int32_t buffer);

/* A buffer's size in bytes, or WE_E_NOT_FOUND. */
WE_IMPORT(buffer_size) int64_t we_buffer_size(int32_t buffer);

/* Takes the window away; what was written stays in the buffer. WE_OK or WE_E_NOT_FOUND. */
WE_IMPORT(buffer_close) int32_t we_buffer_close(int32_t buffer);

/*
 * ---- jobs: calls of exported functions, on a pool of threads, each job in an instance of its own -----------------------
 *
 *     WE_EXPORT(brighten) int32_t brighten(const uint8_t *text, int32_t length, uint8_t *pixels, int32_t size, float by);
 *
 * The parameters are the request's arguments in their order: i32, i64, f32 and f64 one each; bytes as address and length of
 * a copy in the job's own memory; a buffer as address and length (int32_t or int64_t) of its window. In a ParallelFor
 * two parameters come before them, begin and end of the part of the range to do, both int32_t or both int64_t.
 * The result is what the function returns, and the bytes that it gave to we_job_result. A trap fails the job; a number does not,
 * whatever it is. In a job, the functions for surfaces, scene and frames return WE_E_STATE (surface_begin: NULL); in an app, those
 * below do.
 */

/* Appends to the job's result bytes, 512 KiB in all. WE_OK, WE_E_LIMIT, WE_E_FAULT or WE_E_STATE. */
WE_IMPORT(job_result) int32_t we_job_result(const void *bytes, size_t length);

/* Tells whoever watches how far the job is: 0 <= done <= total, total > 0. WE_OK, WE_E_INVALID or WE_E_STATE. */
WE_IMPORT(job_progress) int32_t we_job_progress(int64_t done, int64_t total);

/* 1 in the first attempt; more when the job runs again, because a process died or the request allows retries. WE_E_STATE in an app. */
WE_IMPORT(job_attempt) int32_t we_job_attempt(void);

/*
 * Copies the request's idempotency key (UTF-8, not terminated). Returns its length, 0 if there is none; WE_E_LIMIT if it is
 * longer than the capacity, WE_E_FAULT or WE_E_STATE.
 */
WE_IMPORT(job_key) int32_t we_job_key(char *key, size_t capacity);

/* 1 when somebody cancelled the job and it has a moment left to end by itself; else 0. */
WE_IMPORT(job_should_stop) int32_t we_job_should_stop(void);

/* ---- surfaces: pixels that the guest writes and nobody copies ---------------------------------------------------- */

/* Creates a surface of width x height pixels, 1 to 16384 each. Returns its handle (above 0), WE_E_INVALID or WE_E_LIMIT. */
WE_IMPORT(surface_create) int32_t we_surface_create(int32_t width, int32_t height);

/* Bytes from one row to the next (a multiple of 64), or WE_E_NOT_FOUND. */
WE_IMPORT(surface_stride) int32_t we_surface_stride(int32_t surface);

/*
 * Begins a new picture. Returns the address of its first pixel, or NULL if there is no such surface or no free slot.
 * The memory holds some earlier picture of this surface, not necessarily the last one: draw all of it.
 * Its pages are shared with the render process: what is written here is what is composed.
 */
WE_IMPORT(surface_begin) uint32_t *we_surface_begin(int32_t surface);

/*
 * Shows the picture begun last. x, y, width, height: what differs from the previous picture; all 0: everything may.
 * The memory must not be written any more afterwards. WE_OK, WE_E_NOT_FOUND or WE_E_STATE.
 */
WE_IMPORT(surface_present) int32_t we_surface_present(int32_t surface, int32_t x, int32_t y, int32_t width, int32_t height);

/* Destroys a surface. Nodes that show it are removed. WE_OK or WE_E_NOT_FOUND. */
WE_IMPORT(surface_destroy) int32_t we_surface_destroy(int32_t surface);

/*
 * Asks for one call of wasmengine_frame, as soon as the pictures presented so far have been taken for display and the changes of
 * the document so far are shown. An app whose views nobody sees is called once a second.
 */
WE_IMPORT(request_frame) void we_request_frame(void);

/* ---- scene: what the app's views show, painted in ascending order of node numbers --------------------------------- */

enum { WE_SURFACE_OPAQUE = 1 /* all pixels have alpha 255; allows the fastest paths */ };

/* The colour behind everything. WE_OK or WE_E_AGAIN. */
WE_IMPORT(scene_background) int32_t we_scene_background(uint32_t argb);

/* Places a surface, scaled to width x height, or moves it. WE_OK, WE_E_INVALID, WE_E_LIMIT, WE_E_NOT_FOUND or WE_E_AGAIN. */
WE_IMPORT(scene_surface)
int32_t we_scene_surface(uint32_t node, int32_t surface, float x, float y, float width, float height, uint32_t flags);

/* Places a line of UTF-8 text, or changes it. x, y: left end of the baseline; size: pixels, above 0 to 1000; at most 4096 bytes. */
WE_IMPORT(scene_text)
int32_t we_scene_text(uint32_t node, float x, float y, float size, uint32_t argb, const char *text, size_t length);

/* Takes a node away. WE_OK, WE_E_NOT_FOUND or WE_E_AGAIN. */
WE_IMPORT(scene_remove) int32_t we_scene_remove(uint32_t node);

/*
 * ---- document: what an app with a "document" in its manifest shows below its scene ----------------------------------
 *
 * The document is HTML with CSS; the engine lays it out and draws it in each view at the view's own size. The app changes it by
 * the ids of its elements. A change is a message: all that was changed until the next frame is shown at once. What names no
 * element does nothing and is noted in the engine's log. All strings are UTF-8: ids, names and classes 1 to 256 bytes, texts,
 * HTML and values at most 262144. Functions return WE_OK, WE_E_INVALID, WE_E_FAULT, WE_E_AGAIN or, in a job, WE_E_STATE.
 */

/* Replaces an element's contents by a text. */
WE_IMPORT(dom_text) int32_t we_dom_text(const char *id, size_t id_length, const char *text, size_t length);

/* Sets an attribute: "style", "value", "checked" (to any value), "data-..." and so on. */
WE_IMPORT(dom_attribute)
int32_t we_dom_attribute(const char *id, size_t id_length, const char *name, size_t name_length, const char *value, size_t length);

/* Takes an attribute away. */
WE_IMPORT(dom_remove_attribute)
int32_t we_dom_remove_attribute(const char *id, size_t id_length, const char *name, size_t name_length);

/* Adds a class (on other than 0) or takes it away. */
WE_IMPORT(dom_class)
int32_t we_dom_class(const char *id, size_t id_length, const char *name, size_t name_length, int32_t on);

enum {
    WE_BEFORE_BEGIN = 0, /* before the element */
    WE_AFTER_BEGIN = 1,  /* before its first child */
    WE_BEFORE_END = 2,   /* after its last child */
    WE_AFTER_END = 3,    /* after the element */
    WE_INNER = 4         /* in place of its contents */
};

/* Puts a piece of HTML in. Scripts in it are never run. */
WE_IMPORT(dom_html)
int32_t we_dom_html(const char *id, size_t id_length, int32_t place, const char *html, size_t length);

/* Takes an element away, with all that is in it. */
WE_IMPORT(dom_remove) int32_t we_dom_remove(const char *id, size_t id_length);

/* Scrolls an element, or with an empty id the document, to x, y in CSS px, as far as it goes. */
WE_IMPORT(dom_scroll) int32_t we_dom_scroll(const char *id, size_t id_length, float x, float y);

/*
 * Gives a surface a name of 1 to 256 bytes. <canvas data-surface="NAME"> in the document shows the surface of that name, its pixels read where
 * they are. A name that is given again moves to the other surface; 64 at most. flags: WE_SURFACE_OPAQUE.
 * WE_OK, WE_E_INVALID, WE_E_LIMIT, WE_E_NOT_FOUND, WE_E_FAULT, WE_E_AGAIN or WE_E_STATE.
 */
WE_IMPORT(surface_name)
int32_t we_surface_name(int32_t surface, const char *name, size_t length, uint32_t flags);

/* ---- input -------------------------------------------------------------------------------------------------------- */

enum {
    WE_POINTER_MOVE = 1,
    WE_POINTER_DOWN = 2, /* code: 0 left, 1 middle, 2 right */
    WE_POINTER_UP = 3,
    WE_WHEEL = 4,    /* x, y: the distance scrolled */
    WE_KEY_DOWN = 5, /* code: USB HID usage */
    WE_KEY_UP = 6,
    WE_TEXT = 7,  /* code: Unicode code point */
    WE_RESIZE = 8 /* x, y: the new size */
};

enum { WE_SHIFT = 1, WE_CONTROL = 2, WE_ALT = 4, WE_META = 8 };

/* ---- what the guest defines --------------------------------------------------------------------------------------- */

WE_EXPORT(wasmengine_init) int32_t wasmengine_init(int32_t width, int32_t height);

#ifdef __cplusplus
}
#endif
#endif
