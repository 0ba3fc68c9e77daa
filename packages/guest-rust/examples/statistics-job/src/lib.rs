//! Jobs in Rust: `histogram` counts the bytes of a buffer, `scale` is the kernel of a ParallelFor, `words` works on bytes.

use std::collections::BTreeMap;
use wasmengine::{job, jobs};

jobs! {
    /// Counts how often each byte occurs in a buffer; the 256 counts are the result bytes. Returns how many values occur.
    fn histogram(data: Window<u8>) -> i32 {
        const PART: usize = 1 << 20;
        let mut counts = [0u32; 256];
        let mut part = vec![0; PART.min(data.len())];
        for start in (0..data.len()).step_by(PART) {
            if job::should_stop() {
                return -1;
            }
            let length = PART.min(data.len() - start);
            data.copy_to(start, &mut part[..length]);
            for &byte in &part[..length] {
                counts[byte as usize] += 1;
            }
            let _ = job::progress((start + length) as u64, data.len() as u64);
        }
        let bytes: Vec<u8> = counts.iter().flat_map(|c| c.to_le_bytes()).collect();
        match job::result(&bytes) {
            Ok(()) => counts.iter().filter(|&&c| c > 0).count() as i32,
            Err(error) => error.code(),
        }
    }

    /// Multiplies the numbers begin to end of a buffer. Parts of a ParallelFor never overlap.
    fn scale(part: Range<i64>, numbers: Window<f32>, by: f32) {
        let part = part.start as usize..(part.end as usize).min(numbers.len());
        for number in unsafe { numbers.slice_mut(part) } {
            *number *= by;
        }
    }

    /// Counts words; the result bytes list them. Returns how many different ones there are.
    fn words(text: &[u8]) -> i32 {
        let text = String::from_utf8_lossy(text);
        let mut counts = BTreeMap::new();
        for word in text.split_whitespace() {
            *counts.entry(word).or_insert(0) += 1;
        }
        let listing: String = counts.iter().map(|(word, count)| format!("{} {}\n", word, count)).collect();
        match job::result(listing.as_bytes()) {
            Ok(()) => counts.len() as i32,
            Err(error) => error.code(),
        }
    }
}
