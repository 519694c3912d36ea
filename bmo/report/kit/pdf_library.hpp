// The functions of cairo and Pango that PDF pages need, looked up when the first page is made.
//
// Linking them would load some forty libraries at every start of the program, for a form that few
// runs ask for.
#pragma once
#include <cairo/cairo-pdf.h>
#include <pango/pangocairo.h>

#include "bmo/base/result.hpp"

namespace bmo::report {

struct PdfLibrary {
  decltype(&cairo_pdf_surface_create_for_stream) make_surface = nullptr;
  decltype(&cairo_pdf_surface_set_metadata) set_metadata = nullptr;
  decltype(&cairo_pdf_surface_add_outline) add_outline = nullptr;
  decltype(&cairo_surface_finish) finish_surface = nullptr;
  decltype(&cairo_surface_status) surface_status = nullptr;
  decltype(&cairo_surface_destroy) destroy_surface = nullptr;
  decltype(&cairo_create) make_context = nullptr;
  decltype(&cairo_destroy) destroy_context = nullptr;
  decltype(&cairo_status) status = nullptr;
  decltype(&cairo_status_to_string) status_text = nullptr;
  decltype(&cairo_show_page) show_page = nullptr;
  decltype(&cairo_move_to) move_to = nullptr;
  decltype(&cairo_line_to) line_to = nullptr;
  decltype(&cairo_rectangle) rectangle = nullptr;
  decltype(&cairo_arc) arc = nullptr;
  decltype(&cairo_fill) fill = nullptr;
  decltype(&cairo_stroke) stroke = nullptr;
  decltype(&cairo_set_source_rgb) set_colour = nullptr;
  decltype(&cairo_set_line_width) set_line_width = nullptr;
  decltype(&cairo_set_dash) set_dash = nullptr;
  decltype(&cairo_tag_begin) begin_tag = nullptr;
  decltype(&cairo_tag_end) end_tag = nullptr;
  decltype(&pango_cairo_font_map_new) make_font_map = nullptr;
  decltype(&pango_font_map_create_context) make_text_context = nullptr;
  decltype(&pango_cairo_update_context) update_text_context = nullptr;
  decltype(&pango_context_set_language) set_language = nullptr;
  decltype(&pango_context_set_round_glyph_positions) set_rounding = nullptr;
  decltype(&pango_language_from_string) language = nullptr;
  decltype(&pango_layout_new) make_layout = nullptr;
  decltype(&pango_layout_set_text) set_text = nullptr;
  decltype(&pango_layout_set_font_description) set_font = nullptr;
  decltype(&pango_layout_set_width) set_width = nullptr;
  decltype(&pango_layout_set_height) set_height = nullptr;
  decltype(&pango_layout_set_wrap) set_wrap = nullptr;
  decltype(&pango_layout_set_ellipsize) set_ellipsis = nullptr;
  decltype(&pango_layout_set_alignment) set_alignment = nullptr;
  decltype(&pango_layout_get_size) layout_size = nullptr;
  decltype(&pango_layout_get_unknown_glyphs_count) count_unknown = nullptr;
  decltype(&pango_cairo_show_layout) show_layout = nullptr;
  decltype(&pango_font_description_from_string) make_font = nullptr;
  decltype(&pango_font_description_set_absolute_size) set_font_size = nullptr;
  decltype(&pango_font_description_free) free_font = nullptr;
  decltype(&g_object_unref) release = nullptr;
};

/// E_REPORT_WRITE (kUnsupported) names the Debian package that is missing. The libraries stay
/// loaded.
Result<PdfLibrary> load_pdf_library();

}  // namespace bmo::report
