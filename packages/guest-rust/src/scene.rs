//! What the app's views show: a background, surfaces and lines of text, each a node with a number of the app's choice, painted in
//! ascending order. Placing a node again changes it. Colours are `0xAARRGGBB`, not premultiplied; places are view pixels.

use crate::{sys, Error, Result, Surface};

const OPAQUE: u32 = 1;

/// Where and how large a node is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Left edge.
    pub x: f32,
    /// Upper edge; for text, the baseline.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// The colour behind everything.
pub fn background(argb: u32) -> Result<()> {
    Error::check(unsafe { sys::scene_background(argb) }).map(|_| ())
}

/// Places a surface, scaled to fill its place, or moves it.
pub fn surface(node: u32, surface: &Surface, place: Place) -> Result<()> {
    place_surface(node, surface, place, 0)
}

/// The same for a surface all of whose pixels are opaque, which is faster.
pub fn opaque_surface(node: u32, surface: &Surface, place: Place) -> Result<()> {
    place_surface(node, surface, place, OPAQUE)
}

fn place_surface(node: u32, surface: &Surface, place: Place, flags: u32) -> Result<()> {
    let code = unsafe { sys::scene_surface(node, surface.handle(), place.x, place.y, place.width, place.height, flags) };
    Error::check(code).map(|_| ())
}

/// Places a line of text, at most 4096 bytes, or changes it. x, y: left end of the baseline; size: pixels, above 0 to 1000.
pub fn text(node: u32, x: f32, y: f32, size: f32, argb: u32, text: &str) -> Result<()> {
    Error::check(unsafe { sys::scene_text(node, x, y, size, argb, text.as_ptr(), text.len()) }).map(|_| ())
}

/// Takes a node away.
pub fn remove(node: u32) -> Result<()> {
    Error::check(unsafe { sys::scene_remove(node) }).map(|_| ())
}
