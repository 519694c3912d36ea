// Writes to terminals, pipes and files, and measures text for them.
#include "bmo/cli/terminal.hpp"

#include <cerrno>
#include <cstdlib>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "bmo/base/text.hpp"

namespace bmo::cli {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

bool locale_is_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string value = lower_ascii(environment(name));
    if (value.empty()) continue;
    return value.find("utf-8") != std::string::npos || value.find("utf8") != std::string::npos;
  }
  return false;
}

unsigned columns_of(int descriptor) {
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20) return size.ws_col;
  return 80;
}

Style style_of(int descriptor, bool terminal) {
  Style style;
  style.terminal = terminal;
  style.unicode = terminal && locale_is_utf8();
  style.cursor = terminal && !environment("TERM").empty() && environment("TERM") != "dumb";
  style.colour = style.cursor && environment("NO_COLOR").empty();
  if (terminal) style.columns = columns_of(descriptor);
  return style;
}

bool is_wide(char32_t point) {
  return (point >= 0x1100 && point <= 0x115F) || (point >= 0x2E80 && point <= 0xA4CF) ||
         (point >= 0xAC00 && point <= 0xD7A3) || (point >= 0xF900 && point <= 0xFAFF) ||
         (point >= 0xFE30 && point <= 0xFE6F) || (point >= 0xFF00 && point <= 0xFF60) ||
         (point >= 0x1F300 && point <= 0x1FAFF) || (point >= 0x20000 && point <= 0x3FFFD);
}

bool is_combining(char32_t point) {
  return (point >= 0x0300 && point <= 0x036F) || (point >= 0x20D0 && point <= 0x20FF) ||
         (point >= 0xFE00 && point <= 0xFE0F);
}

void wrap_paragraph(std::string_view text, std::size_t columns, std::string_view indent,
                    std::string& out) {
  std::size_t at = 0;
  std::string line;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    at = end + 1;
    if (word.empty()) continue;
    const std::size_t taken = display_width(line);
    if (taken != 0 && indent.size() + taken + 1 + display_width(word) > columns) {
      out.append(indent).append(line).push_back('\n');
      line.clear();
    }
    line.append(line.empty() ? "" : " ").append(word);
  }
  out.append(line.empty() ? "" : indent).append(line).push_back('\n');
}

}  // namespace

std::string Style::paint(Tone tone, std::string_view text) const {
  static constexpr const char* kCodes[] = {"", "1", "2", "1;31", "1;33", "32", "1;34"};
  if (!colour || tone == Tone::kPlain) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", kCodes[static_cast<std::size_t>(tone)], text);
}

Output::Output(int descriptor)
    : descriptor_(descriptor),
      terminal_(isatty(descriptor) == 1),
      style_(style_of(descriptor, terminal_)) {}

Output::~Output() {
  flush();
}

void Output::write(std::string_view text) {
  constexpr std::size_t kBuffer = std::size_t{64} << 10U;
  buffer_.append(text);
  if (buffer_.size() >= kBuffer) flush();
}

bool Output::flush() {
  std::string_view left = buffer_;
  while (!left.empty() && !failed_ && !reader_gone_) {
    const ssize_t written = ::write(descriptor_, left.data(), left.size());
    if (written > 0) {
      left.remove_prefix(static_cast<std::size_t>(written));
    } else if (written < 0 && errno == EINTR) {
      continue;
    } else if (written < 0 && errno == EPIPE) {
      reader_gone_ = true;  // `bmo list | head` is no failure of ours.
    } else {
      failed_ = true;
    }
  }
  buffer_.clear();
  return !failed_;
}

std::string printable(std::string_view text) {
  return excerpt(text, text.size() * 8 + 16);
}

std::size_t display_width(std::string_view text) {
  if (find_invalid_utf8(text) != std::string_view::npos) return text.size();
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t point = next_code_point(text, at);
    if (is_combining(point)) continue;
    width += is_wide(point) ? 2U : 1U;
  }
  return width;
}

std::string wrap(std::string_view text, std::size_t columns, std::string_view indent) {
  std::string out;
  while (true) {
    const std::size_t end = text.find('\n');
    wrap_paragraph(text.substr(0, end), columns, indent, out);
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", format_count(count), count == 1 ? one : many);
}

std::string format_seconds(double seconds) {
  if (seconds < 10) return fmt::format("{:.2f} s", seconds);
  if (seconds < 60) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<std::uint64_t>(seconds);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace bmo::cli
