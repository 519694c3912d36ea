//! Cuts text into the words that byte-pair merging works on, as the published patterns do.
//!
//! The patterns of GPT-2, Llama 3 and Qwen 2 are read by hand, several times faster than a regular
//! expression; any other pattern is run as it stands. What counts as letter, digit or space is asked of
//! the expression library itself, so that both ways cut alike.

use std::ops::Range;

use onig::Regex;

const GPT2: &str = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
const CONTRACTIONS: &str = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|";
const WORDS: &str = r"[^\r\n\p{L}\p{N}]?\p{L}+|";
const REST: &str = r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const SPACE: u8 = 4;

/// What each code point is.
struct Classes(Vec<u8>);

impl Classes {
    fn ask() -> Result<Self, String> {
        let mut classes = vec![0u8; 0x110000];
        let all: String = (0..0x110000).filter_map(char::from_u32).collect();
        for (pattern, bit) in [(r"\p{L}+", LETTER), (r"\p{N}+", DIGIT), (r"\s+", SPACE)] {
            for (begin, end) in expression(pattern)?.find_iter(&all) {
                for c in all[begin..end].chars() {
                    classes[c as usize] |= bit;
                }
            }
        }
        Ok(Classes(classes))
    }

    fn of(&self, c: char) -> u8 {
        self.0[c as usize]
    }
}

enum Way {
    Gpt2(Classes),
    /// Up to so many digits are one word.
    Cl100k(Classes, usize),
    Expression(Regex),
}

/// A way of cutting; shared by threads.
pub struct Cutter(Way);

fn expression(pattern: &str) -> Result<Regex, String> {
    Regex::new(pattern).map_err(|e| format!("the pattern that cuts words cannot be read: {e}"))
}

impl Cutter {
    pub fn gpt2() -> Result<Self, String> {
        Ok(Cutter(Way::Gpt2(Classes::ask()?)))
    }

    pub fn of_pattern(pattern: &str) -> Result<Self, String> {
        let digits = |count: &str| format!("{CONTRACTIONS}{WORDS}{count}{REST}");
        if pattern == GPT2 {
            return Self::gpt2();
        }
        if pattern == digits(r"\p{N}{1,3}") {
            return Ok(Cutter(Way::Cl100k(Classes::ask()?, 3)));
        }
        if pattern == digits(r"\p{N}") {
            return Ok(Cutter(Way::Cl100k(Classes::ask()?, 1)));
        }
        Ok(Cutter(Way::Expression(expression(pattern)?)))
    }

    /// Calls `piece` with each word's range, in order and without gaps.
    pub fn cut(&self, text: &str, mut piece: impl FnMut(Range<usize>)) {
        match &self.0 {
            Way::Gpt2(classes) => Hand { text, classes }.cut(piece, |hand, at| hand.gpt2(at)),
            Way::Cl100k(classes, digits) => {
                Hand { text, classes }.cut(piece, |hand, at| hand.cl100k(at, *digits))
            }
            Way::Expression(regex) => {
                let mut last = 0;
                for (begin, end) in regex.find_iter(text) {
                    if begin > last {
                        piece(last..begin);
                    }
                    if end > begin {
                        piece(begin..end);
                    }
                    last = end;
                }
                if last < text.len() {
                    piece(last..text.len());
                }
            }
        }
    }
}

/// Reads one text by hand. Positions are bytes at character boundaries.
struct Hand<'a> {
    text: &'a str,
    classes: &'a Classes,
}

impl Hand<'_> {
    fn cut(&self, mut piece: impl FnMut(Range<usize>), next: impl Fn(&Self, usize) -> usize) {
        let mut at = 0;
        while at < self.text.len() {
            let end = next(self, at);
            piece(at..end);
            at = end;
        }
    }

    /// The class and the length of the character at `at`; none at the end.
    fn look(&self, at: usize) -> Option<(u8, char, usize)> {
        let bytes = self.text.as_bytes();
        let first = *bytes.get(at)?;
        if first < 0x80 {
            let c = first as char;
            return Some((self.classes.of(c), c, 1));
        }
        let c = self.text[at..].chars().next()?;
        Some((self.classes.of(c), c, c.len_utf8()))
    }

    /// The end of the run from `at` of characters that `wanted` says yes to.
    fn run(&self, mut at: usize, wanted: impl Fn(u8, char) -> bool) -> usize {
        while let Some((class, c, size)) = self.look(at) {
            if !wanted(class, c) {
                break;
            }
            at += size;
        }
        at
    }

    fn letters(&self, at: usize) -> usize {
        self.run(at, |class, _| class & LETTER != 0)
    }

    fn signs(&self, at: usize) -> usize {
        self.run(at, |class, _| class == 0)
    }

    fn contraction(&self, at: usize, any_case: bool) -> Option<usize> {
        let fold = |c: char| match c {
            'ſ' if any_case => 's',
            c if any_case => c.to_ascii_lowercase(),
            c => c,
        };
        let (_, first, size) = self.look(at + 1)?;
        let end = at + 1 + size;
        match fold(first) {
            's' | 't' | 'm' | 'd' => Some(end),
            'r' | 'v' => self.second(end, 'e', fold),
            'l' => self.second(end, 'l', fold),
            _ => None,
        }
    }

    fn second(&self, at: usize, wanted: char, fold: impl Fn(char) -> char) -> Option<usize> {
        let (_, c, size) = self.look(at)?;
        (fold(c) == wanted).then_some(at + size)
    }

    /// Spaces before a word keep all but the last for themselves.
    fn spaces(&self, at: usize) -> usize {
        let end = self.run(at, |class, _| class & SPACE != 0);
        if end == self.text.len() {
            return end;
        }
        let last = self.text[at..end].chars().next_back().map_or(0, char::len_utf8);
        if end - last > at {
            end - last
        } else {
            end
        }
    }

    fn gpt2(&self, at: usize) -> usize {
        let Some((class, c, size)) = self.look(at) else { return at };
        if c == '\'' {
            if let Some(end) = self.contraction(at, false) {
                return end;
            }
        }
        let (kind, from) = match self.look(at + size) {
            Some((next, _, _)) if c == ' ' && next & SPACE == 0 => (next, at + size),
            _ => (class, at),
        };
        match kind {
            k if k & LETTER != 0 => self.letters(from),
            k if k & DIGIT != 0 => self.run(from, |class, _| class & DIGIT != 0),
            0 => self.signs(from),
            _ => self.spaces(at),
        }
    }

    fn cl100k(&self, at: usize, digits: usize) -> usize {
        let Some((class, c, size)) = self.look(at) else { return at };
        if c == '\'' {
            if let Some(end) = self.contraction(at, true) {
                return end;
            }
        }
        if class & LETTER != 0 {
            return self.letters(at + size);
        }
        if class & DIGIT != 0 {
            return self.some_digits(at, digits);
        }
        let next = self.look(at + size).map_or(SPACE, |(next, _, _)| next);
        if c != '\r' && c != '\n' && next & LETTER != 0 {
            return self.letters(at + size);
        }
        if class == 0 || (c == ' ' && next == 0) {
            let end = self.signs(at + size);
            return self.run(end, |_, c| c == '\r' || c == '\n');
        }
        self.line_ends(at).unwrap_or_else(|| self.spaces(at))
    }

    fn some_digits(&self, mut at: usize, digits: usize) -> usize {
        for _ in 0..digits {
            match self.look(at) {
                Some((class, _, size)) if class & DIGIT != 0 => at += size,
                _ => break,
            }
        }
        at
    }

    /// The end of the last line break in the spaces from `at`.
    fn line_ends(&self, at: usize) -> Option<usize> {
        let end = self.run(at, |class, _| class & SPACE != 0);
        self.text[at..end].rfind(['\r', '\n']).map(|found| at + found + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HARD: &[&str] = &[
        "", " ", "a", "  a", "a  b\n\n  c", "I'm HE'LL we'Re 'Sun 'ſo", "12345 67\u{663}", "x = 3;\r\n\r\n  y",
        "\t\tfoo  \n bar   ", "naïve 漢字かな 🙂🙂 e\u{301}", "a\u{a0}b\u{3000}c \u{85}d", "'", "''s", "...\n\n...", " \r", "!\n a",
        "½ ² Ⅷ ʰ \u{1c}x", "\u{200b}word", " 'tis",
    ];

    fn pieces(cutter: &Cutter, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        cutter.cut(text, |r| found.push(text[r].to_string()));
        found
    }

    fn agrees(pattern: &str) {
        let hand = Cutter::of_pattern(pattern).unwrap();
        assert!(!matches!(hand.0, Way::Expression(_)));
        let library = Cutter(Way::Expression(expression(pattern).unwrap()));
        for text in HARD {
            assert_eq!(pieces(&hand, text), pieces(&library, text), "{text:?}");
        }
    }

    #[test]
    fn cuts_by_hand_as_the_expression_does() {
        agrees(GPT2);
        agrees(&format!(r"{CONTRACTIONS}{WORDS}\p{{N}}{{1,3}}{REST}"));
        agrees(&format!(r"{CONTRACTIONS}{WORDS}\p{{N}}{REST}"));
    }
}
