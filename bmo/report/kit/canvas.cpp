// Shapes text with Pango and draws with cairo, into memory.
#include "bmo/report/kit/canvas.hpp"

#include <array>
#include <numbers>

#include "bmo/report/kit/pdf_library.hpp"
#include "bmo/report/kit/wording.hpp"

namespace bmo::report {
namespace {

// The first that the machine has; characters that it lacks come from its other fonts.
constexpr const char* kFonts = "DejaVu Sans,Noto Sans,Liberation Sans,sans-serif";
constexpr const char* kBoldFonts = "DejaVu Sans,Noto Sans,Liberation Sans,sans-serif Bold";

/// No time of a run, so that the same figures give the same bytes.
constexpr const char* kCreated = "2000-01-01T00:00:00Z";

double part(Colour colour, unsigned shift) {
  return static_cast<double>((static_cast<std::uint32_t>(colour) >> shift) & 0xFFU) / 255;
}

cairo_status_t append(void* out, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

int units(double points) {
  return static_cast<int>(points * PANGO_SCALE);
}

class PdfCanvas final : public Canvas {
 public:
  PdfCanvas(const PdfLibrary& library, const std::string& title)
      : call_(library),
        surface_(call_.make_surface(&append, &bytes_, kPageWidth, kPageHeight)),
        drawing_(call_.make_context(surface_)),
        fonts_(call_.make_font_map()),
        context_(call_.make_text_context(fonts_)),
        layout_(call_.make_layout(context_)),
        regular_(call_.make_font(kFonts)),
        bold_(call_.make_font(kBoldFonts)) {
    // Glyphs stand where their widths put them, not on whole points, and the choice of fonts does
    // not hang on the user's language.
    call_.update_text_context(drawing_, context_);
    call_.set_rounding(context_, FALSE);
    call_.set_language(context_, call_.language("en"));
    const std::string name = sound_text(title);
    call_.set_metadata(surface_, CAIRO_PDF_METADATA_TITLE, name.c_str());
    call_.set_metadata(surface_, CAIRO_PDF_METADATA_CREATOR, "bmo");
    call_.set_metadata(surface_, CAIRO_PDF_METADATA_CREATE_DATE, kCreated);
    call_.set_wrap(layout_, PANGO_WRAP_WORD_CHAR);
  }
  PdfCanvas(const PdfCanvas&) = delete;
  PdfCanvas& operator=(const PdfCanvas&) = delete;
  ~PdfCanvas() override {
    call_.free_font(bold_);
    call_.free_font(regular_);
    call_.release(layout_);
    call_.release(context_);
    call_.release(fonts_);
    call_.destroy_context(drawing_);
    call_.destroy_surface(surface_);
  }

  Size measure(std::string_view text, const TextLook& look) override {
    const std::string words = sound_text(text);
    PangoFontDescription* const font = look.is_bold ? bold_ : regular_;
    call_.set_font_size(font, look.size * PANGO_SCALE);
    call_.set_font(layout_, font);
    call_.set_width(layout_, look.width > 0 ? units(look.width) : -1);
    call_.set_alignment(layout_, look.is_right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    call_.set_ellipsis(layout_, look.most_lines > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
    call_.set_height(layout_, look.most_lines > 0 ? -look.most_lines : -1);
    call_.set_text(layout_, words.data(), static_cast<int>(words.size()));
    int width = 0;
    int height = 0;
    call_.layout_size(layout_, &width, &height);
    return {static_cast<double>(width) / PANGO_SCALE, static_cast<double>(height) / PANGO_SCALE};
  }

  Size text(Point at, std::string_view text, const TextLook& look) override {
    const Size size = measure(text, look);
    unknown_ += static_cast<std::uint64_t>(call_.count_unknown(layout_));
    set_colour(look.colour);
    call_.move_to(drawing_, at.x, at.y);
    call_.show_layout(drawing_, layout_);
    return size;
  }

  void box(Point at, Size size, Colour colour) override {
    set_colour(colour);
    call_.rectangle(drawing_, at.x, at.y, size.width, size.height);
    call_.fill(drawing_);
  }

  void line(std::span<const Point> points, Colour colour, double width, bool is_dashed) override {
    constexpr std::array<double, 2> kDashes{4, 3};
    set_colour(colour);
    call_.set_line_width(drawing_, width);
    call_.set_dash(drawing_, kDashes.data(), is_dashed ? 2 : 0, 0);
    for (const Point& point : points) {
      const bool is_first = &point == points.data();
      (is_first ? call_.move_to : call_.line_to)(drawing_, point.x, point.y);
    }
    call_.stroke(drawing_);
  }

  void dot(Point at, double radius, Colour colour) override {
    set_colour(colour);
    call_.arc(drawing_, at.x, at.y, radius, 0, 2 * std::numbers::pi);
    call_.fill(drawing_);
  }

  void next_page() override { call_.show_page(drawing_); }

  void begin_tag(const char* tag, const std::string& attributes) override {
    call_.begin_tag(drawing_, tag, attributes.c_str());
  }
  void end_tag(const char* tag) override { call_.end_tag(drawing_, tag); }

  void bookmark(const std::string& title, const std::string& destination) override {
    const std::string goal = "dest='" + destination + "'";
    call_.add_outline(surface_, CAIRO_PDF_OUTLINE_ROOT, sound_text(title).c_str(), goal.c_str(),
                      CAIRO_PDF_OUTLINE_FLAG_OPEN);
  }

  std::uint64_t unknown_characters() const override { return unknown_; }

  Result<std::string> finish() override {
    const cairo_status_t drawn = call_.status(drawing_);
    call_.finish_surface(surface_);
    const cairo_status_t written = call_.surface_status(surface_);
    const cairo_status_t status = drawn != CAIRO_STATUS_SUCCESS ? drawn : written;
    if (status == CAIRO_STATUS_SUCCESS) return std::move(bytes_);
    return Error{.kind = ErrorKind::kIo,
                 .code = "E_REPORT_WRITE",
                 .message = "the PDF could not be written",
                 .why = call_.status_text(status),
                 .hint = "end --out with .html and print that"};
  }

 private:
  void set_colour(Colour colour) {
    call_.set_colour(drawing_, part(colour, 16), part(colour, 8), part(colour, 0));
  }

  PdfLibrary call_;
  std::string bytes_;
  cairo_surface_t* surface_;
  cairo_t* drawing_;
  PangoFontMap* fonts_;
  PangoContext* context_;
  PangoLayout* layout_;
  PangoFontDescription* regular_;
  PangoFontDescription* bold_;
  std::uint64_t unknown_ = 0;
};

}  // namespace

Result<std::unique_ptr<Canvas>> make_canvas(const std::string& title) {
  BMO_TRY_AS(const PdfLibrary library, load_pdf_library());
  std::unique_ptr<Canvas> canvas = std::make_unique<PdfCanvas>(library, title);
  PdfCanvas probe(library, "");
  probe.text({}, "Aa0", {});
  if (probe.unknown_characters() == 0) return canvas;
  return Error{.kind = ErrorKind::kUnsupported,
               .code = "E_REPORT_WRITE",
               .message = "PDF needs a font, and this machine has none",
               .hint = "apt install fonts-dejavu-core, or end --out with .html"};
}

}  // namespace bmo::report
