// Draws text, boxes and lines on the A4 pages of a PDF.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "bmo/base/result.hpp"

namespace bmo::report {

/// Lengths are points (1/72 inch), from the upper left corner of the page.
constexpr double kPageWidth = 595.28;
constexpr double kPageHeight = 841.89;

/// 0xRRGGBB.
enum class Colour : std::uint32_t {
  kInk = 0x1B2330,
  kDim = 0x5C6675,
  kLine = 0xDDE2E9,
  kBar = 0x3B6EA8,
  kSoft = 0xF4F6F9,
  kAlert = 0xB3261E,
  kWatch = 0x9A6700,
  kInfo = 0x2C5D94,
};

struct TextLook {
  double size = 9;
  bool is_bold = false;
  Colour colour = Colour::kInk;
  bool is_right = false;  ///< Set to the right end of `width`.
  double width = 0;       ///< Lines are broken there; 0: one line.
  int most_lines = 0;     ///< The rest is cut with an ellipsis; 0: any.
};

struct Size {
  double width = 0;
  double height = 0;
};

struct Point {
  double x = 0;
  double y = 0;
};

/// Not thread-safe. The same calls on the same machine give the same bytes; fonts are the
/// machine's.
class Canvas {
 public:
  virtual ~Canvas() = default;
  virtual Size measure(std::string_view text, const TextLook& look) = 0;
  /// Puts the text's upper left corner at `at`, and says how big it is.
  virtual Size text(Point at, std::string_view text, const TextLook& look) = 0;
  virtual void box(Point at, Size size, Colour colour) = 0;
  virtual void line(std::span<const Point> points, Colour colour, double width, bool is_dashed) = 0;
  virtual void dot(Point at, double radius, Colour colour) = 0;
  virtual void next_page() = 0;

  /// What is drawn until `end_tag` is, for readers that speak, a "H1", "P", "Table", "TR", "TD";
  /// or a "Link" or a "cairo.dest" with its attributes.
  virtual void begin_tag(const char* tag, const std::string& attributes) = 0;
  virtual void end_tag(const char* tag) = 0;
  /// An entry of the side bar that leads to the "cairo.dest" of that name.
  virtual void bookmark(const std::string& title, const std::string& destination) = 0;

  /// Characters drawn so far that no font of the machine has.
  virtual std::uint64_t unknown_characters() const = 0;
  /// The file's bytes; nothing may be called behind it. E_REPORT_WRITE (kIo).
  virtual Result<std::string> finish() = 0;
};

/// E_REPORT_WRITE (kUnsupported) where the libraries are missing, or no font has Latin letters.
Result<std::unique_ptr<Canvas>> make_canvas(const std::string& title);

}  // namespace bmo::report
