//! WasmEngine apps and jobs in Rust: the guest ABI, version 1.2, made safe. No dependencies; `no_std`, and needs no allocator
//! itself. Builds for `wasm32-wasi` (recommended: panics tell their message) and `wasm32-unknown-unknown`.
//!
//! An *app* draws and reacts: implement [`App`] and name the type in [`app!`]. A *job* is an exported function that the engine
//! calls on its pool: see [`jobs!`]. Both reach bulk data through [`Buffer`] and [`Window`].
//!
//! The engine makes one call at a time into an instance, on one thread.

#![no_std]
#![warn(missing_docs)]

mod app;
mod buffer;
pub mod dom;
mod error;
mod event;
pub mod job;
mod log;
pub mod scene;
mod surface;
#[doc(hidden)]
pub mod sys;

pub use app::{now_ns, request_frame, App, AppCell};
pub use buffer::{Access, Buffer, Plain, Window};
pub use error::{Error, Result};
pub use event::{Button, Event, Input, Modifiers};
pub use log::{log, Level, Line};
pub use surface::{Area, Picture, Surface};

/// Version of the guest ABI: major in the upper 16 bits, minor in the lower.
pub const ABI_VERSION: i32 = 0x0001_0002;
