// Opens the libraries by the names that every Linux has them under.
#include "bmo/report/kit/pdf_library.hpp"

#include <string>

#include <dlfcn.h>

namespace bmo::report {
namespace {

void* open(const char* name) {
  return dlopen(name, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
}

/// Finds functions, and remembers the first that is not there.
class Names {
 public:
  template <typename Function>
  void find(void* library, const char* name, Function& out) {
    out = library == nullptr ? nullptr : reinterpret_cast<Function>(dlsym(library, name));
    if (out == nullptr && missing_.empty()) missing_ = name;
  }
  const std::string& missing() const { return missing_; }

 private:
  std::string missing_;
};

}  // namespace

Result<PdfLibrary> load_pdf_library() {
  void* const cairo = open("libcairo.so.2");
  void* const pango = open("libpango-1.0.so.0");
  void* const pango_cairo = open("libpangocairo-1.0.so.0");
  void* const objects = open("libgobject-2.0.so.0");
  PdfLibrary out;
  Names names;
  names.find(cairo, "cairo_pdf_surface_create_for_stream", out.make_surface);
  names.find(cairo, "cairo_pdf_surface_set_metadata", out.set_metadata);
  names.find(cairo, "cairo_pdf_surface_add_outline", out.add_outline);
  names.find(cairo, "cairo_surface_finish", out.finish_surface);
  names.find(cairo, "cairo_surface_status", out.surface_status);
  names.find(cairo, "cairo_surface_destroy", out.destroy_surface);
  names.find(cairo, "cairo_create", out.make_context);
  names.find(cairo, "cairo_destroy", out.destroy_context);
  names.find(cairo, "cairo_status", out.status);
  names.find(cairo, "cairo_status_to_string", out.status_text);
  names.find(cairo, "cairo_show_page", out.show_page);
  names.find(cairo, "cairo_move_to", out.move_to);
  names.find(cairo, "cairo_line_to", out.line_to);
  names.find(cairo, "cairo_rectangle", out.rectangle);
  names.find(cairo, "cairo_arc", out.arc);
  names.find(cairo, "cairo_fill", out.fill);
  names.find(cairo, "cairo_stroke", out.stroke);
  names.find(cairo, "cairo_set_source_rgb", out.set_colour);
  names.find(cairo, "cairo_set_line_width", out.set_line_width);
  names.find(cairo, "cairo_set_dash", out.set_dash);
  names.find(cairo, "cairo_tag_begin", out.begin_tag);
  names.find(cairo, "cairo_tag_end", out.end_tag);
  names.find(pango, "pango_font_map_create_context", out.make_text_context);
  names.find(pango, "pango_context_set_language", out.set_language);
  names.find(pango, "pango_context_set_round_glyph_positions", out.set_rounding);
  names.find(pango, "pango_language_from_string", out.language);
  names.find(pango, "pango_layout_new", out.make_layout);
  names.find(pango, "pango_layout_set_text", out.set_text);
  names.find(pango, "pango_layout_set_font_description", out.set_font);
  names.find(pango, "pango_layout_set_width", out.set_width);
  names.find(pango, "pango_layout_set_height", out.set_height);
  names.find(pango, "pango_layout_set_wrap", out.set_wrap);
  names.find(pango, "pango_layout_set_ellipsize", out.set_ellipsis);
  names.find(pango, "pango_layout_set_alignment", out.set_alignment);
  names.find(pango, "pango_layout_get_size", out.layout_size);
  names.find(pango, "pango_layout_get_unknown_glyphs_count", out.count_unknown);
  names.find(pango, "pango_font_description_from_string", out.make_font);
  names.find(pango, "pango_font_description_set_absolute_size", out.set_font_size);
  names.find(pango, "pango_font_description_free", out.free_font);
  names.find(pango_cairo, "pango_cairo_font_map_new", out.make_font_map);
  names.find(pango_cairo, "pango_cairo_update_context", out.update_text_context);
  names.find(pango_cairo, "pango_cairo_show_layout", out.show_layout);
  names.find(objects, "g_object_unref", out.release);
  if (names.missing().empty()) return out;
  return Error{
      .kind = ErrorKind::kUnsupported,
      .code = "E_REPORT_WRITE",
      .message = "PDF needs the libraries cairo and Pango, which are not there",
      .why = "`" + names.missing() + "` was not found",
      .hint = "apt install libpangocairo-1.0-0 fonts-dejavu-core, or end --out with .html"};
}

}  // namespace bmo::report
