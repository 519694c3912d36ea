// Folds away how a text is written (letter case, width, ligatures, composition), by Unicode's
// rules.
#pragma once
#include <string>
#include <string_view>

namespace bmo {

bool is_ascii(std::string_view text);

/// Appends NFKC_Casefold of `text` (valid UTF-8; bytes that are not stay as they are): "ＡＢＣ ﬁ"
/// -> "abc fi". Invisible formatting characters are dropped. Line ends are kept. Folding twice
/// changes nothing.
void append_folded(std::string_view text, std::string& out);

/// An upper-case letter of any script.
bool is_upper(char32_t code_point);

/// Appends `text` (valid UTF-8) in lower case and without accents: "Élan" -> "elan". Characters are
/// taken apart (NFD) and their non-spacing marks left out.
void append_bare(std::string_view text, std::string& out);

/// Punctuation of any script: the categories P* of Unicode.
bool is_punctuation(char32_t code_point);

}  // namespace bmo
