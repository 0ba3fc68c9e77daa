use core::fmt;

/// Why the engine did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Error {
    /// An argument is out of its range.
    Invalid,
    /// A limit is reached: surfaces, nodes, memory, addresses, or the size of a result.
    Limit,
    /// There is no such surface, node or buffer.
    NotFound,
    /// No room right now; try again at the next frame.
    Again,
    /// Not now, or not here: an app can't do what only jobs can, and the other way round.
    State,
    /// A pointer lies outside the guest's memory.
    Fault,
    /// Not granted.
    Denied,
    /// A code that this version does not know.
    Unknown(i32),
}

/// What the engine's functions return.
pub type Result<T> = core::result::Result<T, Error>;

impl Error {
    /// The ABI's number of an error; below 0.
    pub const fn code(self) -> i32 {
        match self {
            Error::Invalid => -1,
            Error::Limit => -2,
            Error::NotFound => -3,
            Error::Again => -4,
            Error::State => -5,
            Error::Fault => -6,
            Error::Denied => -7,
            Error::Unknown(code) => code,
        }
    }

    /// The error of a number below 0.
    pub const fn from_code(code: i32) -> Error {
        match code {
            -1 => Error::Invalid,
            -2 => Error::Limit,
            -3 => Error::NotFound,
            -4 => Error::Again,
            -5 => Error::State,
            -6 => Error::Fault,
            -7 => Error::Denied,
            other => Error::Unknown(other),
        }
    }

    /// A number that is an error below 0, and a value else.
    pub(crate) fn check(code: i32) -> Result<i32> {
        if code < 0 {
            Err(Error::from_code(code))
        } else {
            Ok(code)
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Error::Invalid => "an argument is out of its range",
            Error::Limit => "a limit is reached",
            Error::NotFound => "there is no such thing",
            Error::Again => "no room right now",
            Error::State => "not possible now, or not here",
            Error::Fault => "a pointer lies outside of memory",
            Error::Denied => "not granted",
            Error::Unknown(code) => return write!(f, "error {}", code),
        };
        f.write_str(text)
    }
}
