/// A button of the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// The left one.
    Left,
    /// The middle one.
    Middle,
    /// The right one.
    Right,
    /// Another, by its number.
    Other(i32),
}

/// What a person did.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Input {
    /// The pointer moved to a place.
    PointerMove {
        /// View pixels from the left.
        x: f32,
        /// View pixels from the top.
        y: f32,
    },
    /// A button went down.
    PointerDown {
        /// View pixels from the left.
        x: f32,
        /// View pixels from the top.
        y: f32,
        /// Which.
        button: Button,
    },
    /// A button went up.
    PointerUp {
        /// View pixels from the left.
        x: f32,
        /// View pixels from the top.
        y: f32,
        /// Which.
        button: Button,
    },
    /// The wheel turned.
    Wheel {
        /// Distance to the right.
        x: f32,
        /// Distance downwards.
        y: f32,
    },
    /// A key went down; its USB HID usage.
    KeyDown(i32),
    /// A key went up; its USB HID usage.
    KeyUp(i32),
    /// A character was typed.
    Text(char),
    /// The view has a new size.
    Resize {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
    },
    /// A kind that this version does not know.
    Unknown(i32),
}

/// Keys that are held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modifiers(i32);

impl Modifiers {
    /// Shift is held.
    pub fn shift(self) -> bool {
        self.0 & 1 != 0
    }

    /// Control is held.
    pub fn control(self) -> bool {
        self.0 & 2 != 0
    }

    /// Alt is held.
    pub fn alt(self) -> bool {
        self.0 & 4 != 0
    }

    /// The system's own key is held.
    pub fn meta(self) -> bool {
        self.0 & 8 != 0
    }
}

/// An input with its circumstances.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// What.
    pub input: Input,
    /// With which keys held.
    pub modifiers: Modifiers,
    /// When, on the clock of [`now_ns`](crate::now_ns).
    pub time_ns: i64,
}

impl Event {
    /// An event from the numbers of the ABI.
    #[doc(hidden)]
    pub fn from_numbers(kind: i32, x: f32, y: f32, code: i32, modifiers: i32, time_ns: i64) -> Event {
        let button = match code {
            0 => Button::Left,
            1 => Button::Middle,
            2 => Button::Right,
            other => Button::Other(other),
        };
        let input = match kind {
            1 => Input::PointerMove { x, y },
            2 => Input::PointerDown { x, y, button },
            3 => Input::PointerUp { x, y, button },
            4 => Input::Wheel { x, y },
            5 => Input::KeyDown(code),
            6 => Input::KeyUp(code),
            7 => char::from_u32(code as u32).map_or(Input::Unknown(kind), Input::Text),
            8 => Input::Resize { width: x as u32, height: y as u32 },
            other => Input::Unknown(other),
        };
        Event { input, modifiers: Modifiers(modifiers), time_ns }
    }
}
