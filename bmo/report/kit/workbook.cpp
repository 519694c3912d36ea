// Hands cells to libxlsxwriter, which writes into a file that is memory alone.
#include "bmo/report/kit/workbook.hpp"

#include <array>
#include <cmath>
#include <cstring>

#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "bmo/report/kit/wording.hpp"

namespace bmo::report {
namespace {

constexpr std::size_t kLongestText = 32'000;  // Of a cell; Excel holds 32,767 characters.
constexpr std::uint32_t kBarColour = 0x3B6EA8;
constexpr std::uint32_t kAlertColour = 0xB3261E;
constexpr std::uint32_t kWatchColour = 0x9A6700;
constexpr std::uint32_t kInfoColour = 0x2C5D94;
constexpr std::uint32_t kDimColour = 0x5C6675;
constexpr std::uint32_t kFaintColour = 0xDDE2E9;
constexpr std::uint32_t kHeaderColour = 0xF4F6F9;

Error cannot_write(std::string why) {
  return {.kind = ErrorKind::kIo,
          .code = "E_REPORT_WRITE",
          .message = "the workbook could not be written",
          .why = std::move(why),
          .hint = "free some memory and space for temporary files, or end --out with .html"};
}

std::string cell_words(std::string_view text) {
  return std::string(cut_text(sound_text(text), kLongestText));
}

/// Three digits, as in every other form of a report.
const char* number_format(double value) {
  const double size = std::abs(value);
  if (value == std::floor(value) || size >= 100) return "#,##0";
  if (size >= 10) return "0.0";
  if (size >= 1) return "0.00";
  return size >= 0.001 ? "0.0000" : "0.00E+00";
}

/// The formats of a workbook, each made once.
class Formats {
 public:
  explicit Formats(lxw_workbook* book) : book_(book) {
    if (book == nullptr) return;
    add(CellLook::kPlain);
    format_set_bold(add(CellLook::kTitle));
    format_set_font_size(of(CellLook::kTitle), 18);
    format_set_bold(add(CellLook::kHeading));
    format_set_font_size(of(CellLook::kHeading), 13);
    header(CellLook::kHeader);
    format_set_align(header(CellLook::kRightHeader), LXW_ALIGN_RIGHT);
    format_set_font_color(add(CellLook::kDim), kDimColour);
    format_set_align(add(CellLook::kRight), LXW_ALIGN_RIGHT);
    format_set_text_wrap(add(CellLook::kLines));
    format_set_align(of(CellLook::kLines), LXW_ALIGN_VERTICAL_TOP);
    coloured(CellLook::kAlert, kAlertColour);
    coloured(CellLook::kWatch, kWatchColour);
    coloured(CellLook::kInfo, kInfoColour);
    link_ = workbook_add_format(book_);
    format_set_align(link_, LXW_ALIGN_VERTICAL_TOP);
    format_set_font_color(link_, kInfoColour);
    format_set_underline(link_, LXW_UNDERLINE_SINGLE);
  }

  lxw_format* of(CellLook look) const { return looks_[static_cast<std::size_t>(look)]; }
  lxw_format* link() const { return link_; }

  lxw_format* of_number(double value) {
    const std::string_view wanted = number_format(value);
    for (const auto& [text, format] : numbers_) {
      if (text == wanted) return format;
    }
    lxw_format* const made = workbook_add_format(book_);
    format_set_num_format(made, wanted.data());
    numbers_.emplace_back(wanted, made);
    return made;
  }

 private:
  lxw_format* add(CellLook look) {
    return looks_[static_cast<std::size_t>(look)] = workbook_add_format(book_);
  }
  void coloured(CellLook look, std::uint32_t colour) {
    format_set_bold(add(look));
    format_set_font_color(of(look), colour);
    format_set_align(of(look), LXW_ALIGN_VERTICAL_TOP);
  }
  lxw_format* header(CellLook look) {
    lxw_format* const made = add(look);
    format_set_bold(made);
    format_set_bg_color(made, kHeaderColour);
    format_set_bottom(made, LXW_BORDER_THIN);
    return made;
  }

  lxw_workbook* book_;
  std::array<lxw_format*, 11> looks_{};
  lxw_format* link_ = nullptr;
  std::vector<std::pair<std::string_view, lxw_format*>> numbers_;
};

/// What the sheets of a workbook share.
struct Shared {
  lxw_workbook* book = nullptr;
  Formats formats;
  lxw_error first_failure = LXW_NO_ERROR;

  void note(lxw_error status) {
    if (first_failure == LXW_NO_ERROR) first_failure = status;
  }
};

class LibrarySheet final : public Sheet {
 public:
  LibrarySheet(Shared& shared, std::string name)
      : shared_(shared),
        name_(std::move(name)),
        sheet_(workbook_add_worksheet(shared.book, name_.c_str())) {
    if (sheet_ == nullptr) {
      shared.note(LXW_ERROR_SHEETNAME_ALREADY_USED);
      return;
    }
    worksheet_set_landscape(sheet_);
    constexpr std::uint8_t kA4 = 9;
    worksheet_set_paper(sheet_, kA4);
    worksheet_fit_to_pages(sheet_, 1, 0);
    worksheet_set_footer(sheet_, "&L&A&R&P / &N");
    worksheet_gridlines(sheet_, LXW_HIDE_ALL_GRIDLINES);
  }

  void text(CellPlace at, std::string_view text, CellLook look) override {
    if (sheet_ == nullptr) return;
    shared_.note(worksheet_write_string(sheet_, at.row, at.column, cell_words(text).c_str(),
                                        shared_.formats.of(look)));
  }

  void paragraph(CellPlace at, std::uint16_t last_column, std::size_t characters,
                 std::string_view text) override {
    if (sheet_ == nullptr) return;
    constexpr double kLineHeight = 15;
    const std::string words = cell_words(text);
    const auto lines = static_cast<double>(words.size() / characters + 1);
    shared_.note(worksheet_merge_range(sheet_, at.row, at.column, at.row, last_column,
                                       words.c_str(), shared_.formats.of(CellLook::kLines)));
    shared_.note(worksheet_set_row(sheet_, at.row, lines * kLineHeight, nullptr));
  }

  void number(CellPlace at, double value) override {
    if (sheet_ == nullptr || is_absent(value)) return;
    shared_.note(
        worksheet_write_number(sheet_, at.row, at.column, value, shared_.formats.of_number(value)));
  }

  void link(CellPlace at, std::string_view sheet, std::string_view text) override {
    if (sheet_ == nullptr) return;
    const std::string goal = "internal:'" + std::string(sheet) + "'!A1";
    shared_.note(worksheet_write_url_opt(sheet_, at.row, at.column, goal.c_str(),
                                         shared_.formats.link(), cell_words(text).c_str(),
                                         nullptr));
  }

  void width(std::uint16_t first, std::uint16_t last, double characters) override {
    if (sheet_ == nullptr) return;
    shared_.note(worksheet_set_column(sheet_, first, last, characters, nullptr));
  }

  void chart(const CellChart& chart) override {
    if (sheet_ == nullptr) return;
    const bool is_bars = chart.kind == CellChart::Kind::kBars;
    lxw_chart* const made =
        workbook_add_chart(shared_.book, is_bars ? LXW_CHART_BAR : LXW_CHART_LINE);
    chart_title_set_name(made, cell_words(chart.title).c_str());
    lxw_chart_font small{};
    small.size = 11;
    chart_title_set_name_font(made, &small);
    for (const Series& series : chart.series)
      add_series(made, chart.labels, series);
    // Of a bar chart the y axis is the one with the labels.
    if (is_bars) chart_axis_set_reverse(made->y_axis);
    lxw_chart_line faint{};
    faint.color = kFaintColour;
    chart_axis_major_gridlines_set_line(is_bars ? made->x_axis : made->y_axis, &faint);
    if (chart.series.size() < 2) chart_legend_set_position(made, LXW_CHART_LEGEND_NONE);
    lxw_chart_options options{};
    options.x_scale = 1.2;
    options.y_scale = 1.05;
    shared_.note(worksheet_insert_chart_opt(sheet_, chart.at.row, chart.at.column, made, &options));
  }

 private:
  void add_series(lxw_chart* chart, const CellRange& labels, const Series& series) {
    lxw_chart_series* const added = chart_add_series(chart, nullptr, nullptr);
    chart_series_set_categories(added, name_.c_str(), labels.first, labels.column, labels.last,
                                labels.column);
    chart_series_set_values(added, name_.c_str(), series.values.first, series.values.column,
                            series.values.last, series.values.column);
    chart_series_set_name(added, cell_words(series.name).c_str());
    lxw_chart_line line{};
    line.color = series.is_limit ? kAlertColour : kBarColour;
    line.width = 1.5F;
    if (series.is_limit) line.dash_type = LXW_CHART_LINE_DASH_DASH;
    lxw_chart_fill fill{};
    fill.color = kBarColour;
    if (chart->type == LXW_CHART_BAR) {
      chart_series_set_fill(added, &fill);
    } else {
      chart_series_set_line(added, &line);
    }
  }

  Shared& shared_;
  std::string name_;
  lxw_worksheet* sheet_;
};

/// A file without a name; its bytes are gone when it is closed.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(memfd_create("workbook", MFD_CLOEXEC)) {}
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }

  bool is_open() const { return descriptor_ >= 0; }
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

  Result<std::string> bytes() const {
    const off_t size = lseek(descriptor_, 0, SEEK_END);
    if (size <= 0) return cannot_write("nothing was written");
    std::string out(static_cast<std::size_t>(size), '\0');
    std::size_t have = 0;
    while (have < out.size()) {
      const ssize_t got =
          pread(descriptor_, &out[have], out.size() - have, static_cast<off_t>(have));
      if (got <= 0) return cannot_write("what was written cannot be read back");
      have += static_cast<std::size_t>(got);
    }
    return out;
  }

 private:
  int descriptor_;
};

class LibraryWorkbook final : public Workbook {
 public:
  explicit LibraryWorkbook(const std::string& title)
      : path_(file_.path()),
        shared_{.book = workbook_new(path_.c_str()), .formats = Formats(shared_.book)} {
    std::string name = cell_words(title);
    std::string maker = "bmo";
    lxw_doc_properties properties{};
    properties.title = name.data();
    properties.author = maker.data();
    properties.created = kCreated;
    if (shared_.book != nullptr) shared_.note(workbook_set_properties(shared_.book, &properties));
  }
  LibraryWorkbook(const LibraryWorkbook&) = delete;
  LibraryWorkbook& operator=(const LibraryWorkbook&) = delete;
  ~LibraryWorkbook() override {
    if (shared_.book != nullptr) lxw_workbook_free(shared_.book);
  }

  bool is_open() const { return file_.is_open() && shared_.book != nullptr; }

  Sheet& add_sheet(const std::string& name) override {
    sheets_.push_back(std::make_unique<LibrarySheet>(shared_, name));
    return *sheets_.back();
  }

  Result<std::string> finish() override {
    lxw_workbook* const book = std::exchange(shared_.book, nullptr);
    shared_.note(workbook_close(book));
    if (shared_.first_failure != LXW_NO_ERROR)
      return cannot_write(lxw_strerror(shared_.first_failure));
    return file_.bytes();
  }

 private:
  /// 2000-01-01: no time of a run, so that the same figures give the same bytes.
  static constexpr time_t kCreated = 946'684'800;

  MemoryFile file_;
  std::string path_;
  Shared shared_;
  std::vector<std::unique_ptr<LibrarySheet>> sheets_;
};

}  // namespace

Result<std::unique_ptr<Workbook>> make_workbook(const std::string& title) {
  auto made = std::make_unique<LibraryWorkbook>(title);
  if (!made->is_open()) return cannot_write("the system gives no file in memory");
  return std::unique_ptr<Workbook>(std::move(made));
}

}  // namespace bmo::report
