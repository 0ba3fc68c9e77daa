use crate::{sys, Error, Result};
use core::marker::PhantomData;
use core::mem::size_of;

/// What may be done with a buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reading; writing traps.
    Read = 0,
    /// Reading and writing.
    ReadWrite = 1,
}

/// Bulk memory that clients, jobs and apps share. It appears in memory as a window, not as a copy; closed when dropped.
#[derive(Debug)]
pub struct Buffer {
    handle: i32,
    address: *mut u8,
    size: usize,
    access: Access,
}

impl Buffer {
    /// Opens a buffer that the job was given. [`Error::Denied`] if more access is asked for
    /// than was granted.
    pub fn open(name: &str, access: Access) -> Result<Buffer> {
        let handle = Error::check(unsafe { sys::buffer_open(name.as_ptr(), name.len(), access as i32) })?;
        let mut buffer = Buffer { handle, address: unsafe { sys::buffer_address(handle) }, size: 0, access };
        let size = unsafe { sys::buffer_size(handle) };
        if buffer.address.is_null() || size < 0 {
            return Err(Error::from_code(size.min(-1) as i32));
        }
        buffer.size = size as usize;
        Ok(buffer)
    }

    /// Bytes.
    pub fn size(&self) -> usize {
        self.size
    }

    /// What may be done with it.
    pub fn access(&self) -> Access {
        self.access
    }

    /// Its contents as numbers; bytes at the end that make no whole number are left out.
    pub fn window<T: Plain>(&self) -> Window<'_, T> {
        // The engine mapped so many bytes there, from the start of a page on, for as long as the buffer is open.
        unsafe { Window::from_raw(self.address.cast(), self.size) }
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        unsafe { sys::buffer_close(self.handle) };
    }
}

/// Numbers, any bytes of which are a value.
///
/// # Safety
/// Every bit pattern is a valid value, there is no padding, and the alignment is at most that of a page.
pub unsafe trait Plain: Copy + 'static {}

macro_rules! plain { ($($number:ty)*) => { $(unsafe impl Plain for $number {})* }; }
plain!(u8 i8 u16 i16 u32 i32 u64 i64 u128 i128 f32 f64 usize isize);
unsafe impl<T: Plain, const N: usize> Plain for [T; N] {}

/// Numbers in a buffer. Others may see them and change them at the same time, so that reading twice can give two values;
/// where the parties have agreed on who writes when, slices are faster and more convenient. Writing to a buffer that was opened, or
/// given to the job, for reading alone ends the call with a trap.
#[derive(Clone, Copy, Debug)]
pub struct Window<'a, T: Plain> {
    start: *mut T,
    length: usize,
    buffer: PhantomData<&'a Buffer>,
}

impl<'a, T: Plain> Window<'a, T> {
    /// A window from an address and a size in bytes, as a job's function gets them.
    ///
    /// # Safety
    /// The bytes are mapped for as long as `'a`, and the address is aligned for `T`.
    pub unsafe fn from_raw(start: *mut T, bytes: usize) -> Self {
        Window { start, length: bytes / size_of::<T>().max(1), buffer: PhantomData }
    }

    /// How many numbers there are.
    pub fn len(self) -> usize {
        self.length
    }

    /// There are none.
    pub fn is_empty(self) -> bool {
        self.length == 0
    }

    /// One number. Panics if there is no such one.
    pub fn get(self, index: usize) -> T {
        assert!(index < self.length, "element {} of {}", index, self.length);
        unsafe { self.start.add(index).read_volatile() }
    }

    /// Changes one number. Panics if there is no such one.
    pub fn set(self, index: usize, value: T) {
        assert!(index < self.length, "element {} of {}", index, self.length);
        unsafe { self.start.add(index).write_volatile(value) }
    }

    /// Copies numbers from an index on into private memory. Panics if there are not enough.
    pub fn copy_to(self, from: usize, numbers: &mut [T]) {
        assert!(from <= self.length && numbers.len() <= self.length - from, "{} elements from {} on of {}", numbers.len(), from, self.length);
        unsafe { core::ptr::copy(self.start.add(from), numbers.as_mut_ptr(), numbers.len()) }
    }

    /// Copies numbers from private memory to an index. Panics if there is no room.
    pub fn copy_from(self, to: usize, numbers: &[T]) {
        assert!(to <= self.length && numbers.len() <= self.length - to, "{} elements to {} of {}", numbers.len(), to, self.length);
        unsafe { core::ptr::copy(numbers.as_ptr(), self.start.add(to), numbers.len()) }
    }

    /// The numbers as a slice: the way to read them at full speed.
    ///
    /// # Safety
    /// Nobody, in any process, writes to them while the slice is in use.
    pub unsafe fn as_slice(self) -> &'a [T] {
        core::slice::from_raw_parts(self.start, self.length)
    }

    /// Some of the numbers as a slice that can be written: the way to write at full speed. Panics if there are not so many.
    ///
    /// # Safety
    /// Nobody else, in any process, reads or writes them while the slice is in use, and there is no other slice of them.
    pub unsafe fn slice_mut(self, range: core::ops::Range<usize>) -> &'a mut [T] {
        assert!(range.start <= range.end && range.end <= self.length, "{:?} of {}", range, self.length);
        core::slice::from_raw_parts_mut(self.start.add(range.start), range.end - range.start)
    }
}
