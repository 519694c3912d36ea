//! Hands tokenizers and chat templates to C++: every call takes plain bytes, gives a status, and lets no panic out.
//!
//! A call that fails returns false and leaves its reason in the caller's `Text`, which is freed by
//! `bmo_chat_free_text`. Handles may be shared by threads; an `Encoder` belongs to one.

mod byte_pairs;
mod clock;
mod encoder;
mod pieces;
mod python;
mod rank_file;
mod template;
mod tokenizer;

use std::any::Any;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::slice;

use encoder::{Encoder, Token};
use template::Template;
use tokenizer::Tokenizer;

/// Bytes that this library owns until `bmo_chat_free_text`.
#[repr(C)]
pub struct Text {
    data: *mut u8,
    size: usize,
    capacity: usize,
}

impl Text {
    fn of(text: String) -> Self {
        let mut bytes = std::mem::ManuallyDrop::new(text.into_bytes());
        Text { data: bytes.as_mut_ptr(), size: bytes.len(), capacity: bytes.capacity() }
    }
}

/// A half-open range of bytes of a rendered text.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub begin: u64,
    pub end: u64,
}

type Answer<T> = Result<T, String>;

/// The bytes behind a C string view; an empty view may have no address.
unsafe fn bytes<'a>(data: *const u8, size: usize) -> &'a [u8] {
    if size == 0 {
        &[]
    } else {
        slice::from_raw_parts(data, size)
    }
}

unsafe fn text<'a>(data: *const u8, size: usize) -> Answer<&'a str> {
    std::str::from_utf8(bytes(data, size)).map_err(|e| format!("the text is not UTF-8: {e}"))
}

fn reason_of(panic: Box<dyn Any + Send>) -> String {
    let said = panic
        .downcast_ref::<&str>()
        .map(|s| s.to_string())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    format!("the library gave up: {}", said.unwrap_or_else(|| "no reason given".into()))
}

/// Runs `work`; what goes wrong, panics included, becomes text.
unsafe fn doorway(error: *mut Text, work: impl FnOnce() -> Answer<()>) -> bool {
    let outcome = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|p| Err(reason_of(p)));
    match outcome {
        Ok(()) => true,
        Err(reason) => {
            *error = Text::of(reason);
            false
        }
    }
}

/// Keeps panics from writing to the terminal; they are told as errors instead.
#[no_mangle]
pub extern "C" fn bmo_chat_quiet() {
    std::panic::set_hook(Box::new(|_| {}));
}

/// # Safety
/// `text` was filled by this library and is not used afterwards.
#[no_mangle]
pub unsafe extern "C" fn bmo_chat_free_text(text: *mut Text) {
    let owned = std::mem::replace(&mut *text, Text { data: std::ptr::null_mut(), size: 0, capacity: 0 });
    if !owned.data.is_null() {
        drop(Vec::from_raw_parts(owned.data, owned.size, owned.capacity));
    }
}

/// A tokenizer from the text of a `tokenizer.json`.
///
/// # Safety
/// Pointers are valid for their sizes; `out` and `error` may be written.
#[no_mangle]
pub unsafe extern "C" fn bmo_tokenizer_from_json(
    data: *const u8,
    size: usize,
    out: *mut *mut Tokenizer,
    error: *mut Text,
) -> bool {
    doorway(error, || {
        *out = Box::into_raw(Box::new(Tokenizer::from_json(bytes(data, size))?));
        Ok(())
    })
}

/// A tokenizer from a tiktoken rank file, the pattern that cuts words, and the special tokens as a
/// JSON object of text to id.
///
/// # Safety
/// As above.
#[no_mangle]
pub unsafe extern "C" fn bmo_tokenizer_from_ranks(
    data: *const u8,
    size: usize,
    pattern: *const u8,
    pattern_size: usize,
    specials: *const u8,
    specials_size: usize,
    out: *mut *mut Tokenizer,
    error: *mut Text,
) -> bool {
    doorway(error, || {
        let made = rank_file::open(
            bytes(data, size),
            text(pattern, pattern_size)?,
            text(specials, specials_size)?,
        )?;
        *out = Box::into_raw(Box::new(made));
        Ok(())
    })
}

/// # Safety
/// `tokenizer` came from this library; no encoder of it is used afterwards.
#[no_mangle]
pub unsafe extern "C" fn bmo_tokenizer_free(tokenizer: *mut Tokenizer) {
    drop(Box::from_raw(tokenizer));
}

/// The special tokens as a JSON object of text to id.
///
/// # Safety
/// As above.
#[no_mangle]
pub unsafe extern "C" fn bmo_tokenizer_specials(tokenizer: *const Tokenizer, out: *mut Text) {
    *out = Text::of((*tokenizer).specials());
}

/// Does it cut words by our own reader of the known patterns?
///
/// # Safety
/// As above.
#[no_mangle]
pub unsafe extern "C" fn bmo_tokenizer_is_fast(tokenizer: *const Tokenizer) -> bool {
    (*tokenizer).is_fast()
}

/// # Safety
/// The tokenizer outlives the encoder.
#[no_mangle]
pub unsafe extern "C" fn bmo_encoder_new(tokenizer: *const Tokenizer) -> *mut Encoder<'static> {
    Box::into_raw(Box::new(Encoder::new(&*tokenizer)))
}

/// # Safety
/// `encoder` came from `bmo_encoder_new`.
#[no_mangle]
pub unsafe extern "C" fn bmo_encoder_free(encoder: *mut Encoder<'static>) {
    drop(Box::from_raw(encoder));
}

/// The tokens of a text, without those a model's post-processor would add. They stay valid until
/// the encoder's next call.
///
/// # Safety
/// As above; one thread at a time.
#[no_mangle]
pub unsafe extern "C" fn bmo_encoder_encode(
    encoder: *mut Encoder<'static>,
    data: *const u8,
    size: usize,
    tokens: *mut *const Token,
    count: *mut usize,
    error: *mut Text,
) -> bool {
    doorway(error, || {
        let found = (*encoder).encode(text(data, size)?)?;
        *tokens = found.as_ptr();
        *count = found.len();
        Ok(())
    })
}

/// How many tokens a text has.
///
/// # Safety
/// As above; one thread at a time.
#[no_mangle]
pub unsafe extern "C" fn bmo_encoder_count(
    encoder: *mut Encoder<'static>,
    data: *const u8,
    size: usize,
    count: *mut usize,
    error: *mut Text,
) -> bool {
    doorway(error, || {
        *count = (*encoder).count(text(data, size)?)?;
        Ok(())
    })
}

/// A chat template, with the variables that every rendering sees (special tokens) as a JSON object.
///
/// # Safety
/// As above.
#[no_mangle]
pub unsafe extern "C" fn bmo_template_open(
    source: *const u8,
    source_size: usize,
    variables: *const u8,
    variables_size: usize,
    out: *mut *mut Template,
    error: *mut Text,
) -> bool {
    doorway(error, || {
        let made = Template::open(text(source, source_size)?, text(variables, variables_size)?)?;
        *out = Box::into_raw(Box::new(made));
        Ok(())
    })
}

/// # Safety
/// `template` came from `bmo_template_open`.
#[no_mangle]
pub unsafe extern "C" fn bmo_template_free(template: *mut Template) {
    drop(Box::from_raw(template));
}

/// Does the template mark what the assistant wrote?
///
/// # Safety
/// As above.
#[no_mangle]
pub unsafe extern "C" fn bmo_template_marks_answers(template: *const Template) -> bool {
    (*template).marks_answers()
}

/// Renders a conversation. `request` is a JSON object with `messages`, and where given `tools`,
/// `add_generation_prompt` and `now` (seconds since 1970, UTC). `answers` receives the ranges that
/// the template marks, which `bmo_chat_free_ranges` frees.
///
/// # Safety
/// As above.
#[no_mangle]
pub unsafe extern "C" fn bmo_template_render(
    template: *const Template,
    request: *const u8,
    request_size: usize,
    out: *mut Text,
    answers: *mut *mut Range,
    answer_count: *mut usize,
    error: *mut Text,
) -> bool {
    doorway(error, || {
        let rendered = (*template).render(text(request, request_size)?)?;
        *out = Text::of(rendered.text);
        let ranges = rendered.answers.into_boxed_slice();
        *answer_count = ranges.len();
        *answers = Box::into_raw(ranges) as *mut Range;
        Ok(())
    })
}

/// # Safety
/// The two came from `bmo_template_render`.
#[no_mangle]
pub unsafe extern "C" fn bmo_chat_free_ranges(ranges: *mut Range, count: usize) {
    drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(ranges, count)));
}
