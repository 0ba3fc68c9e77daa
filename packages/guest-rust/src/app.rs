use crate::{sys, Error, Event, Result};
use core::cell::UnsafeCell;

/// An app: one value that lives as long as its instance. Name its type in [`app!`](crate::app).
pub trait App: Sized {
    /// Called once, with the size of the view. An error ends the app.
    fn start(width: u32, height: u32) -> Result<Self>;

    /// Called once for each [`request_frame`].
    fn frame(&mut self, time_ns: i64) {
        let _ = time_ns;
    }

    /// Called for each input, in order.
    fn event(&mut self, event: Event) {
        let _ = event;
    }
}

/// Asks for one call of [`App::frame`], as soon as the pictures presented so far have been taken for display and the changes of the document are shown.
pub fn request_frame() {
    unsafe { sys::request_frame() }
}

/// The machine's monotonic clock in nanoseconds.
pub fn now_ns() -> i64 {
    unsafe { sys::now_ns() }
}

/// Where [`app!`](crate::app) keeps the app.
#[doc(hidden)]
pub struct AppCell<A>(UnsafeCell<Option<A>>);

// An instance has one thread.
unsafe impl<A> Sync for AppCell<A> {}

impl<A: App> AppCell<A> {
    /// An empty place.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        AppCell(UnsafeCell::new(None))
    }

    /// Starts the app; the result is what wasmengine_init returns.
    pub fn start(&self, width: i32, height: i32) -> i32 {
        match A::start(width as u32, height as u32) {
            Ok(app) => {
                self.with(|place| *place = Some(app));
                0
            }
            Err(error) => error.code(),
        }
    }

    /// Hands a frame on.
    pub fn frame(&self, time_ns: i64) {
        self.with(|place| place.as_mut().map_or((), |app| app.frame(time_ns)));
    }

    /// Hands an input on.
    pub fn event(&self, event: Event) {
        self.with(|place| place.as_mut().map_or((), |app| app.event(event)));
    }

    fn with(&self, action: impl FnOnce(&mut Option<A>)) {
        // Only the exports that app! defines come here. The engine makes one call at a time, none inside another.
        action(unsafe { &mut *self.0.get() })
    }
}

impl Error {
    /// Logs an error that the app goes on without, and says where it came from.
    pub fn log(self, what: &str) {
        crate::error!("{}: {}", what, self);
    }
}

/// Exports an app: `wasmengine::app!(MyApp);`, once, where `MyApp` implements [`App`](crate::App).
#[macro_export]
macro_rules! app {
    ($app:ty) => {
        const _: () = {
            static APP: $crate::AppCell<$app> = $crate::AppCell::new();

            #[no_mangle]
            extern "C" fn wasmengine_abi_version() -> i32 {
                $crate::ABI_VERSION
            }

            #[no_mangle]
            extern "C" fn wasmengine_init(width: i32, height: i32) -> i32 {
                APP.start(width, height)
            }

            #[no_mangle]
            extern "C" fn wasmengine_frame(time_ns: i64) {
                APP.frame(time_ns)
            }

            #[no_mangle]
            extern "C" fn wasmengine_event(kind: i32, x: f32, y: f32, code: i32, modifiers: i32, time_ns: i64) {
                APP.event($crate::Event::from_numbers(kind, x, y, code, modifiers, time_ns))
            }
        };
    };
}
