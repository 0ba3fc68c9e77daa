//! The work that ../README.md describes, in Rust: the standard library's containers over its own allocator.

use std::collections::{BTreeMap, HashMap};
use wasmengine::{jobs, Access, Buffer, Window};

const PLACES: usize = 64;
const STEPS: usize = 256;

enum Content {
    Block { bytes: Box<[u8]>, fill: u32 },
    List(Vec<u32>),
    /// Two kinds of nodes: a tree and a hash table.
    Map(BTreeMap<u32, u32>, HashMap<u32, u32>),
}

struct Work {
    random: u32,
    sum: u64,
    damaged: bool,
    places: Vec<Option<Box<Content>>>,
}

impl Work {
    fn new(seed: i32) -> Work {
        let random = if seed == 0 { 1 } else { seed as u32 };
        Work { random, sum: 0, damaged: false, places: (0..PLACES).map(|_| None).collect() }
    }

    fn next(&mut self) -> u32 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 17;
        self.random ^= self.random << 5;
        self.random
    }

    fn round(&mut self) {
        for _ in 0..STEPS {
            let index = self.next() as usize % PLACES;
            match self.places[index].take() {
                Some(content) => self.empty(*content),
                None => self.places[index] = Some(Box::new(self.fill())),
            }
        }
    }

    fn fill(&mut self) -> Content {
        match self.next() % 3 {
            0 => {
                let most = [16, 256, 4096, 65536][self.next() as usize % 4];
                let length = 1 + self.next() % most;
                let fill = self.next();
                Content::Block { bytes: (0..length).map(|i| fill.wrapping_add(i) as u8).collect(), fill }
            }
            1 => {
                let mut list = Vec::new();
                for _ in 0..self.next() % 500 {
                    let number = self.next();
                    list.push(number);
                }
                Content::List(list)
            }
            _ => {
                let (mut tree, mut table) = (BTreeMap::new(), HashMap::new());
                for _ in 0..self.next() % 200 {
                    let key = self.next() % 1000;
                    let value = self.next();
                    tree.insert(key, value);
                    table.insert(key, value);
                }
                Content::Map(tree, table)
            }
        }
    }

    fn empty(&mut self, content: Content) {
        let mut hash = 0u32;
        match &content {
            Content::Block { bytes, fill } => {
                for (i, &byte) in bytes.iter().enumerate() {
                    self.damaged |= byte != fill.wrapping_add(i as u32) as u8;
                    hash = hash.wrapping_add(u32::from(byte));
                }
            }
            Content::List(list) => hash = list.iter().fold(0, |sum, number| sum.wrapping_add(*number)),
            Content::Map(tree, table) => {
                self.damaged |= tree.len() != table.len();
                for (key, value) in tree {
                    self.damaged |= table.get(key) != Some(value);
                    hash = hash.wrapping_add(key.wrapping_mul(7).wrapping_add(*value));
                }
            }
        }
        self.sum = self.sum.wrapping_mul(31).wrapping_add(u64::from(hash));
    }

    fn finish(mut self) -> i64 {
        for index in 0..PLACES {
            if let Some(content) = self.places[index].take() {
                self.empty(*content);
            }
        }
        if self.damaged {
            -1
        } else {
            (self.sum & i64::MAX as u64) as i64
        }
    }
}

/// Writes numbers all over the buffer and reads them back.
fn keeps(data: Window<u32>, mark: u32) -> bool {
    let places = || (0..data.len()).step_by(1024);
    for at in places() {
        data.set(at, mark ^ (at as u32 * 4));
    }
    places().all(|at| data.get(at) == mark ^ (at as u32 * 4))
}

jobs! {
    fn churn(rounds: i32, seed: i32) -> i64 {
        let mut work = Work::new(seed);
        for _ in 0..rounds {
            work.round();
        }
        work.finish()
    }

    fn churn_with_buffer(data: Window<u32>, rounds: i32, seed: i32) -> i64 {
        let mut work = Work::new(seed);
        let mut kept = true;
        for i in 0..rounds {
            work.round();
            kept &= keeps(data, i as u32);
        }
        let sum = work.finish();
        if kept { sum } else { -2 }
    }

    fn churn_with_windows(_granted: Window<u32>, name: &[u8], rounds: i32, seed: i32) -> i64 {
        let mut work = Work::new(seed);
        let mut kept = true;
        for i in 0..rounds {
            let buffer = match std::str::from_utf8(name).map(|name| Buffer::open(name, Access::ReadWrite)) {
                Ok(Ok(buffer)) => buffer,
                _ => return -3,
            };
            work.round();
            kept &= keeps(buffer.window(), i as u32);
        }
        let sum = work.finish();
        if kept { sum } else { -2 }
    }
}
