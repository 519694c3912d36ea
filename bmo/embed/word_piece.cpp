// Looks for the longest piece that a word begins with, again and again.
#include "bmo/embed/word_piece.hpp"

#include <algorithm>

#include "bmo/base/fold.hpp"
#include "bmo/base/text.hpp"

namespace bmo::embed {
namespace {

constexpr std::size_t kLongestWord = 100;  ///< BERT's own limit, in characters.

bool is_space(char32_t c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

bool is_dropped(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFFFD || c == 0xAD ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF;
}

bool is_cjk(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x20000 && c <= 0x2CEAF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x2F800 && c <= 0x2FA1F);
}

bool stands_alone(char32_t c) {
  const bool ascii_sign =
      (c > ' ' && c < '0') || (c > '9' && c < 'A') || (c > 'Z' && c < 'a') || (c > 'z' && c < 0x7F);
  return ascii_sign || is_cjk(c) || (c >= 0x80 && is_punctuation(c));
}

/// Calls `visit` with each word of a text that is lower case and bare already.
template <typename Visit>
void for_each_word(std::string_view text, Visit visit) {
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) visit(word);
    word.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_code_point(text, at);
    if (is_space(c)) {
      end_word();
    } else if (stands_alone(c)) {
      end_word();
      word = text.substr(begin, at - begin);
      end_word();
    } else if (!is_dropped(c)) {
      word += text.substr(begin, at - begin);
    }
  }
  end_word();
}

Error broken_vocabulary(std::string_view piece) {
  return {.kind = ErrorKind::kBadData,
          .code = "E_VOCABULARY",
          .message = "this vocabulary is no BERT vocabulary",
          .why = "it has no line " + std::string(piece),
          .hint = "put the vocab.txt of the model beside its model.onnx"};
}

bool continues_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
}

std::size_t num_characters(std::string_view word) {
  return word.size() -
         static_cast<std::size_t>(std::count_if(word.begin(), word.end(), continues_character));
}

}  // namespace

Result<WordPiece> WordPiece::read(std::string vocabulary) {
  WordPiece out;
  std::int64_t number = 0;
  for (std::string_view rest = vocabulary; !rest.empty(); ++number) {
    const std::size_t end = rest.find('\n');
    std::string_view piece = rest.substr(0, end);
    if (piece.ends_with('\r')) piece.remove_suffix(1);
    out.numbers_.emplace(piece, number);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  for (const auto& [piece, into] :
       {std::pair<std::string_view, std::int64_t*>{"[UNK]", &out.unknown_},
        {"[CLS]", &out.begin_},
        {"[SEP]", &out.end_}}) {
    const auto at = out.numbers_.find(piece);
    if (at == out.numbers_.end()) return broken_vocabulary(piece);
    *into = at->second;
  }
  return out;
}

void WordPiece::cut(std::string_view text, std::size_t most, std::vector<std::int64_t>& out) const {
  out.assign(1, begin_);
  std::string bare;
  append_bare(text, bare);
  for_each_word(bare, [&](std::string_view word) {
    if (out.size() < most) cut_word(word, out);
  });
  if (out.size() >= most) out.resize(most - 1);
  out.push_back(end_);
}

void WordPiece::cut_word(std::string_view word, std::vector<std::int64_t>& out) const {
  const std::size_t first = out.size();
  const auto give_up = [&] {
    out.resize(first);
    out.push_back(unknown_);
  };
  if (num_characters(word) > kLongestWord) return give_up();
  std::string piece;
  for (std::size_t begin = 0; begin < word.size();) {
    std::size_t end = word.size();
    auto found = numbers_.end();
    while (end > begin) {
      piece = begin == 0 ? "" : "##";
      piece += word.substr(begin, end - begin);
      found = numbers_.find(std::string_view(piece));
      if (found != numbers_.end()) break;
      do {
        --end;
      } while (end > begin && continues_character(word[end]));
    }
    if (found == numbers_.end()) return give_up();
    out.push_back(found->second);
    begin = end;
  }
}

}  // namespace bmo::embed
