// What is known of the place that text goes to: is it a terminal, how wide, with colour or without.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace bmo::cli {

enum class Tone : std::uint8_t { kPlain, kBold, kDim, kRed, kYellow, kGreen, kBlue };

/// How text may look. Colour only ever adds to what the words say.
struct Style {
  bool terminal = false;
  bool colour = false;
  bool cursor = false;   ///< A line can be wiped and written anew.
  bool unicode = false;  ///< The locale's encoding is UTF-8, so that bars and dashes may be.
  unsigned columns = 80;

  std::string paint(Tone tone, std::string_view text) const;
};

/// An open descriptor to write to. Keeps what it is given until `flush` or a full buffer.
class Output {
 public:
  explicit Output(int descriptor);
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void write(std::string_view text);
  /// False where a write failed for another reason than that the reader has gone.
  bool flush();
  bool is_terminal() const { return terminal_; }
  const Style& style() const { return style_; }

 private:
  int descriptor_;
  bool terminal_;
  bool failed_ = false;
  bool reader_gone_ = false;
  Style style_;
  std::string buffer_;
};

/// Text that came from outside (file names, records, messages): no control, escape, bidi or
/// invisible character reaches the terminal raw. Never shortened.
std::string printable(std::string_view text);

/// Columns that `text` takes on a terminal: code points, wide ones twice.
std::size_t display_width(std::string_view text);

/// `text` cut at word ends to lines of at most `columns`, each after `indent`; keeps its own line
/// ends.
std::string wrap(std::string_view text, std::size_t columns, std::string_view indent);

/// "600 records", "1 record".
std::string counted(std::uint64_t count, std::string_view one, std::string_view many);

/// "0.42 s", "12.3 s", "4 min 05 s", "2 h 10 min".
std::string format_seconds(double seconds);

}  // namespace bmo::cli
