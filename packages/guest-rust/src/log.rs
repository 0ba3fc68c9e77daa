use crate::sys;
use core::fmt;

/// How much a line of the log matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// For whoever looks for a fault.
    Debug = 0,
    /// What happens.
    Info = 1,
    /// What should not happen.
    Warning = 2,
    /// What went wrong.
    Error = 3,
}

/// Writes a line, at most 4096 bytes, to the app's log. [`debug!`](crate::debug), [`info!`](crate::info),
/// [`warning!`](crate::warning) and [`error!`](crate::error) take formats.
pub fn log(level: Level, text: &str) {
    unsafe { sys::log(level as i32, text.as_ptr(), text.len()) }
}

/// A line that is being formatted, without an allocator; what is too long is cut.
pub struct Line {
    bytes: [u8; Line::CAPACITY],
    length: usize,
}

impl Line {
    const CAPACITY: usize = 1024;

    /// Formats and writes a line.
    pub fn write(level: Level, arguments: fmt::Arguments<'_>) {
        let mut line = Line { bytes: [0; Line::CAPACITY], length: 0 };
        // It fails only where the line is full.
        let _ = fmt::write(&mut line, arguments);
        unsafe { sys::log(level as i32, line.bytes.as_ptr(), line.length) }
    }
}

impl fmt::Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut fits = text.len().min(Line::CAPACITY - self.length);
        while !text.is_char_boundary(fits) {
            fits -= 1;
        }
        self.bytes[self.length..self.length + fits].copy_from_slice(&text.as_bytes()[..fits]);
        self.length += fits;
        if fits == text.len() {
            Ok(())
        } else {
            Err(fmt::Error)
        }
    }
}

/// Logs a formatted line for whoever looks for a fault.
#[macro_export]
macro_rules! debug { ($($format:tt)*) => { $crate::Line::write($crate::Level::Debug, format_args!($($format)*)) }; }

/// Logs a formatted line.
#[macro_export]
macro_rules! info { ($($format:tt)*) => { $crate::Line::write($crate::Level::Info, format_args!($($format)*)) }; }

/// Logs a formatted line about what should not happen.
#[macro_export]
macro_rules! warning { ($($format:tt)*) => { $crate::Line::write($crate::Level::Warning, format_args!($($format)*)) }; }

/// Logs a formatted line about what went wrong.
#[macro_export]
macro_rules! error { ($($format:tt)*) => { $crate::Line::write($crate::Level::Error, format_args!($($format)*)) }; }
