//! Reads tiktoken's rank files: a line for each token, its bytes in base64 and its rank.

use ahash::AHashMap;
use serde_json::Value;

use crate::byte_pairs::{BytePairs, Merge};
use crate::pieces::Cutter;
use crate::tokenizer::{Added, Fast, Tokenizer};

type Ranks = AHashMap<Box<[u8]>, u32>;

pub fn open(file: &[u8], pattern: &str, specials: &str) -> Result<Tokenizer, String> {
    let added: Value = serde_json::from_str(specials).map_err(|e| e.to_string())?;
    let tokens = added
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(text, id)| Some((text.clone(), u32::try_from(id.as_u64()?).ok()?)))
        .collect();
    let fast = Fast {
        pairs: pairs_of(read(file)?)?,
        cutter: Cutter::of_pattern(pattern)?,
        added: Added::of(tokens)?.into_iter().collect(),
        composed: false,
    };
    Ok(Tokenizer::from_pairs(fast, specials.to_string()))
}

fn read(file: &[u8]) -> Result<Ranks, String> {
    let mut ranks = Ranks::new();
    for (number, line) in file.split(|&b| b == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let (word, rank) = row(line).ok_or_else(|| {
            format!("line {} is not a token in base64 and its rank", number + 1)
        })?;
        ranks.insert(word.into(), rank);
    }
    Ok(ranks)
}

fn row(line: &[u8]) -> Option<(Vec<u8>, u32)> {
    let text = std::str::from_utf8(line).ok()?;
    let (word, rank) = text.trim_end().split_once(' ')?;
    Some((from_base64(word.as_bytes())?, rank.parse().ok()?))
}

fn from_base64(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0);
    for &letter in text.iter().filter(|&&b| b != b'=') {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
    Some(out)
}

/// Any two neighbours whose bytes together are a token may merge; the token's rank says when.
fn pairs_of(ranks: Ranks) -> Result<BytePairs, String> {
    let most = ranks.values().copied().max().ok_or("the file has no tokens")?;
    if most as usize > ranks.len() * 2 + 1024 {
        return Err(format!("rank {most} is far beyond the file's {} tokens", ranks.len()));
    }
    let mut pairs = BytePairs {
        bytes: [0; 256],
        sizes: vec![0; most as usize + 1],
        merges: AHashMap::with_capacity(ranks.len() * 3),
        whole: AHashMap::new(),
    };
    for byte in 0..=255u8 {
        let id = ranks.get(&[byte][..]).ok_or_else(|| format!("the byte {byte} has no token"))?;
        pairs.bytes[byte as usize] = *id;
    }
    for (word, &rank) in &ranks {
        pairs.sizes[rank as usize] = word.len() as u32;
        for cut in 1..word.len() {
            if let (Some(&left), Some(&right)) = (ranks.get(&word[..cut]), ranks.get(&word[cut..])) {
                pairs.merges.insert((left, right), Merge { rank, id: rank });
            }
        }
    }
    pairs.whole = ranks;
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_which_line_is_no_rank() {
        assert_eq!(read(b"IQ== 0\nx\n").unwrap_err(), "line 2 is not a token in base64 and its rank");
    }

    #[test]
    fn reads_base64() {
        assert_eq!(from_base64(b"aGVsbG8=").unwrap(), b"hello");
        assert_eq!(from_base64(b"a*"), None);
    }
}
