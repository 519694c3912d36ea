//! A tokenizer as its file says: the field's own library, and beside it a faster way for the byte-level
//! vocabularies that most models have.

use aho_corasick::{AhoCorasick, MatchKind};
use serde_json::Value;
use tokenizers::tokenizer::Tokenizer as Library;

use crate::byte_pairs::{BytePairs, Merge};
use crate::encoder::{Piece, Token};
use crate::pieces::Cutter;

pub struct Tokenizer {
    library: Option<Library>,
    fast: Option<Fast>,
    specials: String,
}

/// Tokens that are looked for in the text before words are cut.
pub struct Added {
    finder: AhoCorasick,
    ids: Vec<u32>,
}

impl Added {
    pub fn of(tokens: Vec<(String, u32)>) -> Result<Option<Self>, String> {
        if tokens.is_empty() {
            return Ok(None);
        }
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(tokens.iter().map(|(text, _)| text))
            .map_err(|e| format!("the added tokens cannot be searched for: {e}"))?;
        Ok(Some(Added { finder, ids: tokens.into_iter().map(|(_, id)| id).collect() }))
    }
}

/// Byte-level merging without the library.
pub struct Fast {
    pub pairs: BytePairs,
    pub cutter: Cutter,
    /// Looked for in this order: tokens of the text as it stands, then those of the normalised text.
    pub added: Vec<Added>,
    pub composed: bool,
}

impl Fast {
    pub fn walk(&self, text: &str, mut visit: impl FnMut(Piece<'_>)) {
        self.part(text, 0, &self.added, &mut visit);
    }

    fn part(&self, text: &str, base: usize, added: &[Added], visit: &mut impl FnMut(Piece<'_>)) {
        let Some((first, rest)) = added.split_first() else {
            self.cutter.cut(text, |range| {
                visit(Piece::Word { bytes: &text.as_bytes()[range.clone()], begin: base + range.start })
            });
            return;
        };
        let mut last = 0;
        for found in first.finder.find_iter(text) {
            self.part(&text[last..found.start()], base + last, rest, visit);
            visit(Piece::Added {
                id: first.ids[found.pattern().as_usize()],
                begin: base + found.start(),
                end: base + found.end(),
            });
            last = found.end();
        }
        self.part(&text[last..], base + last, rest, visit);
    }
}

impl Tokenizer {
    pub fn from_json(bytes: &[u8]) -> Result<Self, String> {
        let mut library = Library::from_bytes(bytes).map_err(|e| e.to_string())?;
        library.with_padding(None);
        library.with_truncation(None).map_err(|e| e.to_string())?;
        let document: Value = serde_json::from_slice(bytes).map_err(|e| e.to_string())?;
        let mut made = Tokenizer {
            specials: specials_of(&document).to_string(),
            fast: fast_of(&document),
            library: Some(library),
        };
        if !made.agrees() {
            made.fast = None;
        }
        Ok(made)
    }

    pub fn from_pairs(fast: Fast, specials: String) -> Self {
        Tokenizer { library: None, fast: Some(fast), specials }
    }

    pub fn specials(&self) -> String {
        self.specials.clone()
    }

    pub fn is_fast(&self) -> bool {
        self.fast.is_some()
    }

    /// The fast way, if this text may go it: one that normalising would change may not.
    pub fn fast_for(&self, text: &str) -> Option<&Fast> {
        let fast = self.fast.as_ref()?;
        (!fast.composed || is_composed(text)).then_some(fast)
    }

    fn library(&self) -> Result<&Library, String> {
        self.library.as_ref().ok_or_else(|| "this tokenizer has no other way".into())
    }

    pub fn encode_by_library(&self, text: &str, out: &mut Vec<Token>) -> Result<(), String> {
        let found = self.library()?.encode(text, false).map_err(|e| e.to_string())?;
        out.extend(found.get_ids().iter().zip(found.get_offsets()).map(|(&id, &(begin, end))| Token {
            id,
            begin: begin as u32,
            end: end as u32,
        }));
        Ok(())
    }

    pub fn count_by_library(&self, text: &str) -> Result<usize, String> {
        let found = self.library()?.encode_fast(text, false).map_err(|e| e.to_string())?;
        Ok(found.get_ids().len())
    }

    /// Do both ways give the same tokens for texts that tell vocabularies apart?
    fn agrees(&self) -> bool {
        let (Some(fast), Some(library)) = (&self.fast, &self.library) else { return true };
        PROBES.iter().all(|probe| {
            let Ok(found) = library.encode(*probe, false) else { return false };
            let mut ids = Vec::new();
            let mut room = Default::default();
            fast.walk(probe, |piece| match piece {
                Piece::Added { id, .. } => ids.push(id),
                Piece::Word { bytes, .. } => fast.pairs.merge(bytes, &mut room, &mut ids),
            });
            ids == found.get_ids()
        })
    }
}

const PROBES: &[&str] = &[
    "Hello, world! It's 2024; they'LL pay 12345.67 €.",
    "  leading\tand\n\n trailing  \r\n",
    "naïve 漢字 かな 한국어 🙂👩‍👩‍👧 العربية ½",
    "<|im_start|>user\nhi<|im_end|>\n<|endoftext|><s></s><bos>",
    "def f(x):\n    return x**2  # ok\n\n\n",
    "supercalifragilisticexpialidocious antidisestablishmentarianism electroencephalographically",
];

fn is_composed(text: &str) -> bool {
    use unicode_normalization::{is_nfc_quick, IsNormalized};
    text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

fn specials_of(document: &Value) -> Value {
    let mut found = serde_json::Map::new();
    let tokens = document["added_tokens"].as_array().into_iter().flatten();
    for token in tokens.filter(|token| token["special"] != Value::Bool(false)) {
        if let (Some(text), Some(id)) = (token["content"].as_str(), token["id"].as_u64()) {
            found.insert(text.to_string(), id.into());
        }
    }
    found.into()
}

/// The character that a byte-level vocabulary writes for each byte.
fn byte_letters() -> [char; 256] {
    let mut letters = ['\0'; 256];
    let mut spare = 256;
    for byte in 0..=255u32 {
        let shown = matches!(byte, 0x21..=0x7e | 0xa1..=0xac | 0xae..=0xff);
        letters[byte as usize] = char::from_u32(if shown { byte } else { spare }).unwrap_or('\0');
        spare += u32::from(!shown);
    }
    letters
}

fn fast_of(document: &Value) -> Option<Fast> {
    let composed = match &document["normalizer"] {
        Value::Null => false,
        normalizer if normalizer["type"] == "NFC" => true,
        _ => return None,
    };
    Some(Fast {
        pairs: pairs_of(&document["model"])?,
        cutter: cutter_of(&document["pre_tokenizer"])?,
        added: added_of(&document["added_tokens"])?,
        composed,
    })
}

fn is_byte_level(step: &Value, cuts: bool) -> bool {
    step["type"] == "ByteLevel"
        && step["add_prefix_space"] == Value::Bool(false)
        && step.get("use_regex").map_or(true, |v| v == &Value::Bool(true)) == cuts
}

fn cutter_of(step: &Value) -> Option<Cutter> {
    if is_byte_level(step, true) {
        return Cutter::gpt2().ok();
    }
    let [split, bytes] = step["pretokenizers"].as_array()?.as_slice() else { return None };
    let isolates = split["type"] == "Split"
        && split["behavior"] == "Isolated"
        && split["invert"] != Value::Bool(true);
    if !isolates || !is_byte_level(bytes, false) {
        return None;
    }
    Cutter::of_pattern(split["pattern"]["Regex"].as_str()?).ok()
}

fn added_of(tokens: &Value) -> Option<Vec<Added>> {
    let mut plain = Vec::new();
    let mut normalised = Vec::new();
    for token in tokens.as_array()? {
        let is = |key: &str| token[key] == Value::Bool(true);
        if is("single_word") || is("lstrip") || is("rstrip") {
            return None;
        }
        let text = token["content"].as_str()?.to_string();
        let id = u32::try_from(token["id"].as_u64()?).ok()?;
        let into = if is("normalized") { &mut normalised } else { &mut plain };
        into.push((text, id));
    }
    let mut added = Vec::new();
    for tokens in [plain, normalised] {
        added.extend(Added::of(tokens).ok()?);
    }
    Some(added)
}

fn is_unset(value: &Value) -> bool {
    value.is_null() || value == "" || value == &Value::Bool(false) || value.as_f64() == Some(0.0)
}

fn pairs_of(model: &Value) -> Option<BytePairs> {
    let plain = ["dropout", "continuing_subword_prefix", "end_of_word_suffix", "byte_fallback"]
        .iter()
        .all(|key| is_unset(&model[*key]));
    if model.get("type").is_some_and(|kind| kind != "BPE") || !plain {
        return None;
    }
    let letters = byte_letters();
    let byte_of: ahash::AHashMap<char, u8> = letters.iter().zip(0..=255u8).map(|(&c, b)| (c, b)).collect();
    let vocabulary = model["vocab"].as_object()?;
    let id_of = |text: &str| vocabulary.get(text)?.as_u64().and_then(|id| u32::try_from(id).ok());
    let mut pairs = BytePairs {
        bytes: [0; 256],
        sizes: Vec::new(),
        merges: Default::default(),
        whole: Default::default(),
    };
    for (byte, letter) in letters.iter().enumerate() {
        pairs.bytes[byte] = id_of(letter.encode_utf8(&mut [0; 4]))?;
    }
    let whole_first = model["ignore_merges"] == Value::Bool(true);
    for text in vocabulary.keys() {
        let id = id_of(text)?;
        let word: Option<Vec<u8>> = text.chars().map(|c| byte_of.get(&c).copied()).collect();
        let Some(word) = word else { continue };
        pairs.sizes.resize(pairs.sizes.len().max(id as usize + 1), 0);
        pairs.sizes[id as usize] = word.len() as u32;
        if whole_first {
            pairs.whole.insert(word.into(), id);
        }
    }
    for (rank, merge) in model["merges"].as_array()?.iter().enumerate() {
        let (left, right) = match merge {
            Value::String(both) => both.split_once(' ')?,
            both => (both[0].as_str()?, both[1].as_str()?),
        };
        let merged = Merge { rank: rank as u32, id: id_of(&format!("{left}{right}"))? };
        pairs.merges.insert((id_of(left)?, id_of(right)?), merged);
    }
    Some(pairs)
}
