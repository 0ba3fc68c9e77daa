//! The imports as they are. Everything else of this crate is built on these.
#![allow(missing_docs)]

#[link(wasm_import_module = "wasmengine_v1")]
extern "C" {
    pub fn log(level: i32, text: *const u8, length: usize);
    pub fn now_ns() -> i64;

    pub fn surface_create(width: i32, height: i32) -> i32;
    pub fn surface_stride(surface: i32) -> i32;
    pub fn surface_begin(surface: i32) -> *mut u32;
    pub fn surface_present(surface: i32, x: i32, y: i32, width: i32, height: i32) -> i32;
    pub fn surface_destroy(surface: i32) -> i32;
    pub fn request_frame();

    pub fn scene_background(argb: u32) -> i32;
    pub fn scene_surface(node: u32, surface: i32, x: f32, y: f32, width: f32, height: f32, flags: u32) -> i32;
    pub fn scene_text(node: u32, x: f32, y: f32, size: f32, argb: u32, text: *const u8, length: usize) -> i32;
    pub fn scene_remove(node: u32) -> i32;

    pub fn surface_name(surface: i32, name: *const u8, length: usize, flags: u32) -> i32;
    pub fn dom_text(id: *const u8, id_length: usize, text: *const u8, length: usize) -> i32;
    pub fn dom_attribute(id: *const u8, id_length: usize, name: *const u8, name_length: usize, value: *const u8, length: usize) -> i32;
    pub fn dom_remove_attribute(id: *const u8, id_length: usize, name: *const u8, name_length: usize) -> i32;
    pub fn dom_class(id: *const u8, id_length: usize, name: *const u8, name_length: usize, on: i32) -> i32;
    pub fn dom_html(id: *const u8, id_length: usize, place: i32, html: *const u8, length: usize) -> i32;
    pub fn dom_remove(id: *const u8, id_length: usize) -> i32;
    pub fn dom_scroll(id: *const u8, id_length: usize, x: f32, y: f32) -> i32;

    pub fn buffer_open(name: *const u8, length: usize, access: i32) -> i32;
    pub fn buffer_address(buffer: i32) -> *mut u8;
    pub fn buffer_size(buffer: i32) -> i64;
    pub fn buffer_close(buffer: i32) -> i32;

    pub fn job_result(bytes: *const u8, length: usize) -> i32;
    pub fn job_progress(done: i64, total: i64) -> i32;
    pub fn job_attempt() -> i32;
    pub fn job_key(key: *mut u8, capacity: usize) -> i32;
    pub fn job_should_stop() -> i32;
}
