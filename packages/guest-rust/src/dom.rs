//! The document that the app's manifest names: HTML with CSS, changed by the ids of its elements. A change is a message; what names no
//! element does nothing and is noted in the engine's log. Ids, names and classes have 1 to 256 bytes, texts, HTML and values at
//! most 262144.

use crate::{sys, Error, Result, Surface};

/// Where HTML goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Before the element.
    BeforeBegin = 0,
    /// Before its first child.
    AfterBegin = 1,
    /// After its last child.
    BeforeEnd = 2,
    /// After the element.
    AfterEnd = 3,
    /// In place of its contents.
    Inner = 4,
}

fn done(code: i32) -> Result<()> {
    Error::check(code).map(|_| ())
}

/// Replaces an element's contents by a text.
pub fn text(id: &str, text: &str) -> Result<()> {
    done(unsafe { sys::dom_text(id.as_ptr(), id.len(), text.as_ptr(), text.len()) })
}

/// Sets an attribute: "style", "value", "checked" and so on.
pub fn attribute(id: &str, name: &str, value: &str) -> Result<()> {
    done(unsafe { sys::dom_attribute(id.as_ptr(), id.len(), name.as_ptr(), name.len(), value.as_ptr(), value.len()) })
}

/// Takes an attribute away.
pub fn remove_attribute(id: &str, name: &str) -> Result<()> {
    done(unsafe { sys::dom_remove_attribute(id.as_ptr(), id.len(), name.as_ptr(), name.len()) })
}

/// Adds a class, or takes it away.
pub fn class(id: &str, name: &str, on: bool) -> Result<()> {
    done(unsafe { sys::dom_class(id.as_ptr(), id.len(), name.as_ptr(), name.len(), i32::from(on)) })
}

/// Puts a piece of HTML in. Scripts in it are never run.
pub fn html(id: &str, place: Place, html: &str) -> Result<()> {
    done(unsafe { sys::dom_html(id.as_ptr(), id.len(), place as i32, html.as_ptr(), html.len()) })
}

/// Takes an element away, with all that is in it.
pub fn remove(id: &str) -> Result<()> {
    done(unsafe { sys::dom_remove(id.as_ptr(), id.len()) })
}

/// Scrolls an element, or with an empty id the document, to a place in CSS px, as far as it goes.
pub fn scroll(id: &str, x: f32, y: f32) -> Result<()> {
    done(unsafe { sys::dom_scroll(id.as_ptr(), id.len(), x, y) })
}

/// Gives a surface a name, under which `<canvas data-surface="NAME">` shows it. `opaque`: all its pixels are.
pub fn name_surface(surface: &Surface, name: &str, opaque: bool) -> Result<()> {
    done(unsafe { sys::surface_name(surface.handle(), name.as_ptr(), name.len(), u32::from(opaque)) })
}
