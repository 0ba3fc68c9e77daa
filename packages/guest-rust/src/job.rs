//! What only jobs can do; in an app, these return [`Error::State`]. A job is a function exported by [`jobs!`](crate::jobs).

use crate::{sys, Error, Result};

/// Appends to the job's result bytes, 512 KiB in all.
pub fn result(bytes: &[u8]) -> Result<()> {
    Error::check(unsafe { sys::job_result(bytes.as_ptr(), bytes.len()) }).map(|_| ())
}

/// Tells whoever watches how far the job is: `done <= total`, `total > 0`.
pub fn progress(done: u64, total: u64) -> Result<()> {
    let number = |n: u64| i64::try_from(n).map_err(|_| Error::Invalid);
    Error::check(unsafe { sys::job_progress(number(done)?, number(total)?) }).map(|_| ())
}

/// 1 in the first attempt; more when the job runs again, because a process died or the request allows retries.
pub fn attempt() -> Result<u32> {
    Error::check(unsafe { sys::job_attempt() }).map(|n| n as u32)
}

/// The request's idempotency key, if it has one, copied to a place of the caller's. [`Error::Limit`] if it is too small.
pub fn key(place: &mut [u8]) -> Result<Option<&str>> {
    let length = Error::check(unsafe { sys::job_key(place.as_mut_ptr(), place.len()) })? as usize;
    let key = place.get(..length).ok_or(Error::Limit)?;
    match length {
        0 => Ok(None),
        _ => core::str::from_utf8(key).map(Some).map_err(|_| Error::Invalid),
    }
}

/// Somebody cancelled the job, which has a moment left to end by itself.
pub fn should_stop() -> bool {
    unsafe { sys::job_should_stop() == 1 }
}

/// Exports functions as jobs. Their parameters are the request's arguments, in order:
///
/// | parameter | argument |
/// | --- | --- |
/// | `i32`, `i64`, `f32`, `f64` (also `u32`, `u64`) | a number |
/// | `&[u8]`, `&mut [u8]` | bytes: a private copy |
/// | [`Window<T>`](crate::Window) | a buffer, as numbers of type `T` |
/// | `Range<i32>`, `Range<i64>`, first | the part of a ParallelFor's range to do |
///
/// The result is a number, or nothing; [`result`](crate::job::result) adds bytes. A panic fails the job.
///
/// ```ignore
/// wasmengine::jobs! {
///     /// Adds up what is in a buffer.
///     fn sum(values: Window<f32>, scale: f64) -> f64 {
///         (0..values.len()).map(|i| f64::from(values.get(i))).sum::<f64>() * scale
///     }
/// }
/// ```
#[macro_export]
macro_rules! jobs {
    () => {};
    ($(#[$meta:meta])* fn $name:ident($($parameters:tt)*) $(-> $result:ty)? $body:block $($rest:tt)*) => {
        $crate::__job!([$(#[$meta])*] $name [$($result)?] $body [] [] $($parameters)*);
        $crate::jobs!($($rest)*);
    };
}

/// Takes one parameter after the other: [exported parameters] [what they become in the body].
#[doc(hidden)]
#[macro_export]
macro_rules! __job {
    ([$($meta:tt)*] $name:ident [$($result:ty)?] $body:block [$($out:tt)*] [$($set:tt)*]) => {
        $($meta)*
        #[no_mangle]
        pub extern "C" fn $name($($out)*) $(-> $result)? {
            $($set)*
            $body
        }
    };
    ([$($meta:tt)*] $name:ident [$($result:ty)?] $body:block [$($out:tt)*] [$($set:tt)*] $parameter:ident: Window<$number:ty> $(, $($rest:tt)*)?) => {
        $crate::__job!([$($meta)*] $name [$($result)?] $body
            [$($out)* address: *mut $number, size: usize,]
            // The engine mapped so many bytes there for as long as the job runs.
            [$($set)* let $parameter = unsafe { $crate::Window::<$number>::from_raw(address, size) };]
            $($($rest)*)?);
    };
    ([$($meta:tt)*] $name:ident [$($result:ty)?] $body:block [$($out:tt)*] [$($set:tt)*] $parameter:ident: &[u8] $(, $($rest:tt)*)?) => {
        $crate::__job!([$($meta)*] $name [$($result)?] $body
            [$($out)* address: *mut u8, size: usize,]
            // A copy of the job's own; of no bytes, the address may be anything.
            [$($set)* let $parameter: &[u8] = if size == 0 { &[] } else { unsafe { ::core::slice::from_raw_parts(address, size) } };]
            $($($rest)*)?);
    };
    ([$($meta:tt)*] $name:ident [$($result:ty)?] $body:block [$($out:tt)*] [$($set:tt)*] $parameter:ident: &mut [u8] $(, $($rest:tt)*)?) => {
        $crate::__job!([$($meta)*] $name [$($result)?] $body
            [$($out)* address: *mut u8, size: usize,]
            [$($set)* let $parameter: &mut [u8] = if size == 0 { &mut [] } else { unsafe { ::core::slice::from_raw_parts_mut(address, size) } };]
            $($($rest)*)?);
    };
    ([$($meta:tt)*] $name:ident [$($result:ty)?] $body:block [$($out:tt)*] [$($set:tt)*] $parameter:ident: Range<$number:ty> $(, $($rest:tt)*)?) => {
        $crate::__job!([$($meta)*] $name [$($result)?] $body
            [$($out)* begin: $number, end: $number,]
            [$($set)* let $parameter: ::core::ops::Range<$number> = begin..end;]
            $($($rest)*)?);
    };
    ([$($meta:tt)*] $name:ident [$($result:ty)?] $body:block [$($out:tt)*] [$($set:tt)*] $parameter:ident: $number:ty $(, $($rest:tt)*)?) => {
        $crate::__job!([$($meta)*] $name [$($result)?] $body [$($out)* $parameter: $number,] [$($set)*] $($($rest)*)?);
    };
}
