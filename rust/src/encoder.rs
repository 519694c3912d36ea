//! Turns texts into tokens for one thread, and remembers the words it has seen.

use ahash::AHashMap;

use crate::byte_pairs::Room;
use crate::tokenizer::{Fast, Tokenizer};

/// A token and the bytes of the text that it stands for.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub id: u32,
    pub begin: u32,
    pub end: u32,
}

/// Words longer than this are rare, and not worth remembering.
const LONGEST_KEPT: usize = 64;
const MOST_KEPT: usize = 1 << 17;

#[derive(Clone, Copy)]
struct Kept {
    at: u32,
    count: u32,
}

/// The tokens of words seen before.
#[derive(Default)]
struct Words {
    known: AHashMap<Box<[u8]>, Kept>,
    ids: Vec<u32>,
    room: Room,
    rare: Vec<u32>,
}

impl Words {
    fn tokens<'a>(&'a mut self, fast: &Fast, word: &[u8]) -> &'a [u32] {
        if let Some(kept) = self.known.get(word) {
            return &self.ids[kept.at as usize..][..kept.count as usize];
        }
        if word.len() > LONGEST_KEPT {
            self.rare.clear();
            fast.pairs.merge(word, &mut self.room, &mut self.rare);
            return &self.rare;
        }
        if self.known.len() >= MOST_KEPT {
            self.known.clear();
            self.ids.clear();
        }
        let at = self.ids.len();
        fast.pairs.merge(word, &mut self.room, &mut self.ids);
        let kept = Kept { at: at as u32, count: (self.ids.len() - at) as u32 };
        self.known.insert(word.into(), kept);
        &self.ids[at..]
    }
}

pub struct Encoder<'a> {
    tokenizer: &'a Tokenizer,
    words: Words,
    tokens: Vec<Token>,
}

impl<'a> Encoder<'a> {
    pub fn new(tokenizer: &'a Tokenizer) -> Self {
        Encoder { tokenizer, words: Words::default(), tokens: Vec::new() }
    }

    pub fn encode(&mut self, text: &str) -> Result<&[Token], String> {
        if u32::try_from(text.len()).is_err() {
            return Err("a text of 4 GiB or more has no token positions".into());
        }
        self.tokens.clear();
        let (words, tokens) = (&mut self.words, &mut self.tokens);
        match self.tokenizer.fast_for(text) {
            Some(fast) => fast.walk(text, |piece| match piece {
                Piece::Added { id, begin, end } => {
                    tokens.push(Token { id, begin: begin as u32, end: end as u32 });
                }
                Piece::Word { bytes, begin } => {
                    let mut at = begin as u32;
                    for &id in words.tokens(fast, bytes) {
                        let end = at + fast.pairs.size_of(id);
                        tokens.push(Token { id, begin: at, end });
                        at = end;
                    }
                }
            }),
            None => self.tokenizer.encode_by_library(text, tokens)?,
        }
        Ok(&self.tokens)
    }

    pub fn count(&mut self, text: &str) -> Result<usize, String> {
        let Some(fast) = self.tokenizer.fast_for(text) else {
            return self.tokenizer.count_by_library(text);
        };
        let words = &mut self.words;
        let mut count = 0;
        fast.walk(text, |piece| match piece {
            Piece::Added { .. } => count += 1,
            Piece::Word { bytes, .. } => count += words.tokens(fast, bytes).len(),
        });
        Ok(count)
    }
}

/// A part of a text: an added token, or a word to be merged.
pub enum Piece<'t> {
    Added { id: u32, begin: usize, end: usize },
    Word { bytes: &'t [u8], begin: usize },
}
