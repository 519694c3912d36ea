//! Merges the bytes of a word into tokens, the pair of lowest rank first.

use ahash::AHashMap;

/// What two neighbouring tokens become, and how early.
#[derive(Clone, Copy)]
pub struct Merge {
    pub rank: u32,
    pub id: u32,
}

/// A vocabulary over bytes; shared by threads.
pub struct BytePairs {
    pub bytes: [u32; 256],
    pub sizes: Vec<u32>,
    pub merges: AHashMap<(u32, u32), Merge>,
    /// Words that are tokens as they stand, where the vocabulary wants that looked up first.
    pub whole: AHashMap<Box<[u8]>, u32>,
}

/// Where a word is merged; kept for the next one.
#[derive(Default)]
pub struct Room {
    symbols: Vec<u32>,
    heap: std::collections::BinaryHeap<std::cmp::Reverse<(u32, u32, u32, u32)>>,
    next: Vec<u32>,
    previous: Vec<u32>,
}

const GONE: u32 = u32::MAX;
const SHORT: usize = 48;

impl BytePairs {
    pub fn size_of(&self, id: u32) -> u32 {
        self.sizes[id as usize]
    }

    /// Appends the tokens of `word`.
    pub fn merge(&self, word: &[u8], room: &mut Room, out: &mut Vec<u32>) {
        if let Some(&id) = self.whole.get(word) {
            out.push(id);
            return;
        }
        room.symbols.clear();
        room.symbols.extend(word.iter().map(|&b| self.bytes[b as usize]));
        if word.len() <= SHORT {
            self.merge_short(&mut room.symbols);
        } else {
            self.merge_long(room);
        }
        out.extend(room.symbols.iter().filter(|&&id| id != GONE));
    }

    fn merge_short(&self, symbols: &mut Vec<u32>) {
        while symbols.len() > 1 {
            let mut best: Option<(Merge, usize)> = None;
            for (at, pair) in symbols.windows(2).enumerate() {
                if let Some(&merge) = self.merges.get(&(pair[0], pair[1])) {
                    if best.map_or(true, |(b, _)| merge.rank < b.rank) {
                        best = Some((merge, at));
                    }
                }
            }
            let Some((merge, at)) = best else { return };
            symbols[at] = merge.id;
            symbols.remove(at + 1);
        }
    }

    /// The same by a heap: a word of a million bytes must not take its square.
    fn merge_long(&self, room: &mut Room) {
        let count = room.symbols.len();
        room.next.clear();
        room.next.extend(1..=count as u32);
        room.previous.clear();
        room.previous.push(GONE);
        room.previous.extend(0..count as u32 - 1);
        room.heap.clear();
        for at in 0..count - 1 {
            self.offer(room, at, at + 1);
        }
        while let Some(std::cmp::Reverse((_, at, left, right))) = room.heap.pop() {
            let at = at as usize;
            let after = room.next[at] as usize;
            if room.symbols[at] != left || after >= count || room.symbols[after] != right {
                continue;
            }
            room.symbols[at] = self.merges[&(left, right)].id;
            room.symbols[after] = GONE;
            let beyond = room.next[after];
            room.next[at] = beyond;
            if (beyond as usize) < count {
                room.previous[beyond as usize] = at as u32;
                self.offer(room, at, beyond as usize);
            }
            if room.previous[at] != GONE {
                self.offer(room, room.previous[at] as usize, at);
            }
        }
    }

    fn offer(&self, room: &mut Room, at: usize, after: usize) {
        let pair = (room.symbols[at], room.symbols[after]);
        if let Some(merge) = self.merges.get(&pair) {
            room.heap.push(std::cmp::Reverse((merge.rank, at as u32, pair.0, pair.1)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> BytePairs {
        let mut bytes = [0; 256];
        for (i, id) in bytes.iter_mut().enumerate() {
            *id = i as u32;
        }
        let mut merges = AHashMap::new();
        merges.insert((97, 97), Merge { rank: 0, id: 256 });
        merges.insert((256, 98), Merge { rank: 1, id: 257 });
        merges.insert((256, 256), Merge { rank: 2, id: 258 });
        BytePairs { bytes, sizes: vec![], merges, whole: AHashMap::new() }
    }

    #[test]
    fn merges_long_words_as_short_ones() {
        let pairs = small();
        let word = b"aaabaaaaabbaaaacaab";
        let mut short: Vec<u32> = word.iter().map(|&b| u32::from(b)).collect();
        pairs.merge_short(&mut short);
        let mut room = Room { symbols: word.iter().map(|&b| u32::from(b)).collect(), ..Room::default() };
        pairs.merge_long(&mut room);
        let long: Vec<u32> = room.symbols.into_iter().filter(|&id| id != GONE).collect();
        assert_eq!(short, long);
    }
}
