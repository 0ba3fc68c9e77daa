use crate::{sys, Error, Result};

/// A part of a picture, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

/// Pixels that the app draws and nobody copies. Destroyed when dropped; nodes that show it go, too.
#[derive(Debug)]
pub struct Surface {
    handle: i32,
    width: u32,
    height: u32,
    stride: usize,
}

impl Surface {
    /// Creates a surface of 1 to 16384 pixels each way.
    pub fn new(width: u32, height: u32) -> Result<Surface> {
        let side = |pixels: u32| i32::try_from(pixels).map_err(|_| Error::Invalid);
        let handle = Error::check(unsafe { sys::surface_create(side(width)?, side(height)?) })?;
        let mut surface = Surface { handle, width, height, stride: 0 };
        surface.stride = Error::check(unsafe { sys::surface_stride(handle) })? as usize / 4;
        Ok(surface)
    }

    /// Pixels from left to right.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Pixels from top to bottom.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Begins a new picture; none if there is no free slot right now: skip this frame. The picture holds some earlier one, not
    /// necessarily the last: draw all of it.
    pub fn begin(&mut self) -> Option<Picture<'_>> {
        let pixels = unsafe { sys::surface_begin(self.handle) };
        if pixels.is_null() {
            None
        } else {
            Some(Picture { surface: self, pixels })
        }
    }

    pub(crate) fn handle(&self) -> i32 {
        self.handle
    }
}

impl Drop for Surface {
    fn drop(&mut self) {
        unsafe { sys::surface_destroy(self.handle) };
    }
}

/// A picture that is being drawn. Pixels are BGRA, premultiplied: as a number, `0xAARRGGBB`. Dropped without
/// [`present`](Picture::present), it is not shown.
#[derive(Debug)]
pub struct Picture<'a> {
    surface: &'a mut Surface,
    pixels: *mut u32,
}

impl Picture<'_> {
    /// Pixels from left to right.
    pub fn width(&self) -> u32 {
        self.surface.width
    }

    /// Pixels from top to bottom.
    pub fn height(&self) -> u32 {
        self.surface.height
    }

    /// Pixels from the start of a row to the start of the next; at least the width.
    pub fn stride(&self) -> usize {
        self.surface.stride
    }

    /// All rows, one every [`stride`](Picture::stride) pixels.
    pub fn pixels(&mut self) -> &mut [u32] {
        let length = self.surface.stride * (self.surface.height as usize - 1) + self.surface.width as usize;
        // The engine mapped the whole picture there, and lets others only read it.
        unsafe { core::slice::from_raw_parts_mut(self.pixels, length) }
    }

    /// The pixels of one row. Panics if there is no such row.
    pub fn row(&mut self, y: u32) -> &mut [u32] {
        assert!(y < self.surface.height, "row {} of {}", y, self.surface.height);
        let (start, width) = (y as usize * self.surface.stride, self.surface.width as usize);
        &mut self.pixels()[start..start + width]
    }

    /// Shows the picture.
    pub fn present(self) -> Result<()> {
        self.present_area(Area { x: 0, y: 0, width: 0, height: 0 })
    }

    /// Shows the picture, which differs from the previous one only in an area.
    pub fn present_area(self, area: Area) -> Result<()> {
        let code = unsafe {
            sys::surface_present(self.surface.handle, area.x as i32, area.y as i32, area.width as i32, area.height as i32)
        };
        Error::check(code).map(|_| ())
    }
}
