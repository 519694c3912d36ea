// Solves for the rows of a static table.
#include "bmo/embed/fit.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "bmo/base/hash.hpp"
#include "bmo/embed/fit_words.hpp"
#include "bmo/embed/principal.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::embed {
namespace {

constexpr std::size_t kLeastTexts = 1000;
constexpr std::uint64_t kHoldOutOf = 50;
constexpr std::size_t kMostHeldOut = 2000;
constexpr std::size_t kMostForPrincipal = 60000;

using Matrix = std::vector<float>;

/// The linear map from rows of a table to vectors of texts, with its ridge. All matrices have
/// `columns` values in each row; columns never mix.
class System {
 public:
  System(const FitWords& words, const FitOptions& options)
      : words_(words), options_(options), columns_(options.dimension) {}

  std::size_t unknowns() const { return words_.keys.size(); }

  /// out = X' targets, where `targets` has a row for each text.
  void project(const Matrix& targets, Matrix& out) {
    gathered_.assign(words_.num_words() * columns_, 0);
    for (std::size_t text = 0; text < words_.num_texts(); ++text)
      spread(text, targets.data() + text * columns_);
    collect(out);
  }

  /// out = (X' X + ridge) in.
  void apply(const Matrix& in, Matrix& out) {
    expand(in);
    gathered_.assign(words_.num_words() * columns_, 0);
    std::vector<float> sum(columns_);
    for (std::size_t text = 0; text < words_.num_texts(); ++text) {
      std::fill(sum.begin(), sum.end(), 0.0F);
      for (const std::uint32_t word : words_.text(text))
        add(expanded_.data() + word * columns_, scale(text), sum.data());
      spread(text, sum.data());
    }
    collect(out);
    for (std::size_t row = 0; row < unknowns(); ++row)
      add(in.data() + row * columns_, ridge(row), out.data() + row * columns_);
  }

  /// About the diagonal of the system, by which its rows are made alike.
  std::vector<float> diagonal() const {
    std::vector<float> out(unknowns());
    for (std::size_t row = 0; row < unknowns(); ++row)
      out[row] = ridge(row);
    for (std::size_t text = 0; text < words_.num_texts(); ++text) {
      const float square = scale(text) * scale(text);
      for (const std::uint32_t word : words_.text(text)) {
        for (const Part& part : words_.parts_of(word))
          out[part.row] += square * part.share * part.share;
      }
    }
    return out;
  }

 private:
  void add(const float* from, float factor, float* into) const {
    for (std::size_t i = 0; i < columns_; ++i)
      into[i] += factor * from[i];
  }
  float ridge(std::size_t row) const {
    return static_cast<float>(row < words_.word_rows ? options_.word_ridge : options_.piece_ridge);
  }
  /// Sums of rows that hardly agree grow with the root of their number.
  float scale(std::size_t text) const {
    const std::size_t count = words_.text(text).size();
    return count == 0 ? 0.0F : static_cast<float>(1 / std::sqrt(static_cast<double>(count)));
  }
  void spread(std::size_t text, const float* value) {
    for (const std::uint32_t word : words_.text(text))
      add(value, scale(text), gathered_.data() + word * columns_);
  }
  void expand(const Matrix& in) {
    expanded_.assign(words_.num_words() * columns_, 0);
    for (std::size_t word = 0; word < words_.num_words(); ++word) {
      for (const Part& part : words_.parts_of(word))
        add(in.data() + part.row * columns_, part.share, expanded_.data() + word * columns_);
    }
  }
  void collect(Matrix& out) const {
    out.assign(unknowns() * columns_, 0);
    for (std::size_t word = 0; word < words_.num_words(); ++word) {
      for (const Part& part : words_.parts_of(word))
        add(gathered_.data() + word * columns_, part.share, out.data() + part.row * columns_);
    }
  }

  const FitWords& words_;
  const FitOptions& options_;
  std::size_t columns_;
  Matrix expanded_;
  Matrix gathered_;
};

/// For each column the sum over rows of a * b.
std::vector<double> column_dots(const Matrix& a, const Matrix& b, std::size_t columns) {
  std::vector<double> out(columns);
  for (std::size_t at = 0; at < a.size(); at += columns) {
    for (std::size_t i = 0; i < columns; ++i)
      out[i] += static_cast<double>(a[at + i]) * b[at + i];
  }
  return out;
}

void precondition(const Matrix& in, const std::vector<float>& diagonal, Matrix& out) {
  const std::size_t columns = in.size() / diagonal.size();
  out.resize(in.size());
  for (std::size_t at = 0; at < in.size(); ++at)
    out[at] = in[at] / diagonal[at / columns];
}

/// into += factor * from, a factor for each column.
void add_columns(const Matrix& from, const std::vector<double>& factors, double sign,
                 Matrix& into) {
  const std::size_t columns = factors.size();
  for (std::size_t at = 0; at < from.size(); at += columns) {
    for (std::size_t i = 0; i < columns; ++i)
      into[at + i] += static_cast<float>(sign * factors[i] * from[at + i]);
  }
}

std::vector<double> quotients(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> out;
  for (std::size_t i = 0; i < a.size(); ++i)
    out.push_back(b[i] > 0 ? a[i] / b[i] : 0);
  return out;
}

Error stopped() {
  return {.kind = ErrorKind::kCancelled,
          .code = "E_STOPPED",
          .message = "the fit was stopped; no table was written",
          .hint = "run the same command again"};
}

/// Conjugate gradients from zero, each column for itself.
Result<Matrix> solve(System& system, const Matrix& targets, const FitOptions& options,
                     const StopFlag& stop) {
  const std::vector<float> diagonal = system.diagonal();
  Matrix residual;
  system.project(targets, residual);
  Matrix solution(residual.size());
  Matrix conditioned;
  precondition(residual, diagonal, conditioned);
  Matrix direction = conditioned;
  Matrix image;
  std::vector<double> energy = column_dots(residual, conditioned, options.dimension);
  for (std::size_t step = 0; step < options.steps; ++step) {
    if (stop.raised()) return stopped();
    system.apply(direction, image);
    const auto length = quotients(energy, column_dots(direction, image, options.dimension));
    add_columns(direction, length, 1, solution);
    add_columns(image, length, -1, residual);
    precondition(residual, diagonal, conditioned);
    std::vector<double> next = column_dots(residual, conditioned, options.dimension);
    const auto turn = quotients(next, energy);
    // direction = conditioned + turn * direction
    std::swap(direction, conditioned);
    add_columns(conditioned, turn, 1, direction);
    energy = std::move(next);
  }
  return solution;
}

Matrix floats_of(const Vectors& vectors, std::span<const std::size_t> rows) {
  Matrix out;
  out.reserve(rows.size() * vectors.dimension);
  for (const std::size_t row : rows) {
    for (const std::int8_t value : vectors.row(row))
      out.push_back(static_cast<float>(value) * vectors.inverse_norms[row]);
  }
  return out;
}

/// Rows of `from` along the principal directions.
Matrix turned(const Matrix& from, const Principal& principal, const FitOptions& options) {
  const std::size_t size = principal.dimension;
  std::vector<float> factors;
  for (std::size_t i = 0; i < options.dimension; ++i) {
    const double spread =
        std::sqrt(std::max(1e-12, principal.variances[i] / principal.variances[0]));
    factors.push_back(static_cast<float>(std::pow(spread, -options.flattening)));
  }
  Matrix out;
  out.reserve(from.size() / size * options.dimension);
  std::vector<float> centred(size);
  for (std::size_t at = 0; at < from.size(); at += size) {
    for (std::size_t i = 0; i < size; ++i)
      centred[i] = from[at + i] - static_cast<float>(options.centring) * principal.mean[i];
    for (std::size_t k = 0; k < options.dimension; ++k) {
      const float* direction = principal.directions.data() + k * size;
      out.push_back(factors[k] *
                    std::inner_product(centred.begin(), centred.end(), direction, 0.0F));
    }
  }
  return out;
}

/// Bytes, one scale for all: what one in a thousand values passes is cut.
std::vector<std::int8_t> to_bytes(const Matrix& rows) {
  std::vector<float> sizes;
  for (const float value : rows)
    sizes.push_back(std::abs(value));
  const auto cut = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 1000 * 999);
  std::nth_element(sizes.begin(), cut, sizes.end());
  const float factor = *cut > 0 ? 127 / *cut : 0;
  std::vector<std::int8_t> out;
  for (const float value : rows)
    out.push_back(
        static_cast<std::int8_t>(std::lround(std::clamp(value * factor, -127.0F, 127.0F))));
  return out;
}

/// The row of a known word takes up those of its pieces, so that it is found in one look.
void take_up_pieces(const FitWords& words, std::size_t columns, Matrix& rows) {
  const Matrix pieces(rows);
  for (std::size_t word = 0; word < words.num_words(); ++word) {
    const auto parts = words.parts_of(word);
    if (parts.empty() || parts.front().row >= words.word_rows) continue;
    float* into = rows.data() + parts.front().row * columns;
    for (const Part& part : parts.subspan(1)) {
      for (std::size_t i = 0; i < columns; ++i)
        into[i] += part.share * pieces[part.row * columns + i];
    }
  }
}

std::vector<double> ranks(const std::vector<float>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> out(values.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    out[order[i]] = static_cast<double>(i);
  return out;
}

double rank_correlation(const std::vector<float>& a, const std::vector<float>& b) {
  const std::vector<double> x = ranks(a);
  const std::vector<double> y = ranks(b);
  const double middle = (static_cast<double>(x.size()) - 1) / 2;
  double product = 0;
  double square = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    product += (x[i] - middle) * (y[i] - middle);
    square += (x[i] - middle) * (x[i] - middle);
  }
  return square > 0 ? product / square : 0;
}

struct Cut {
  std::vector<std::size_t> fit;
  std::vector<std::size_t> held_out;
};

Cut cut_texts(std::span<const std::string_view> texts) {
  Cut cut;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const bool is_held = hash64(texts[i], 7) % kHoldOutOf == 0;
    if (is_held && cut.held_out.size() < kMostHeldOut) {
      cut.held_out.push_back(i);
    } else {
      cut.fit.push_back(i);
    }
  }
  return cut;
}

std::vector<std::string_view> choose(std::span<const std::string_view> texts,
                                     std::span<const std::size_t> rows) {
  std::vector<std::string_view> out;
  for (const std::size_t row : rows)
    out.push_back(texts[row]);
  return out;
}

/// Cosines of each held-out text with the ten that follow it.
Status judge(const StaticTable& table, std::span<const std::string_view> texts,
             std::span<const std::size_t> rows, const Vectors& teacher, FitReport& report) {
  Vectors ours;
  BMO_TRY(table.encode(texts, ours));
  std::vector<float> mine;
  std::vector<float> theirs;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t step = 1; step <= 10 && i + step < rows.size(); ++step) {
      mine.push_back(cosine(ours, i, ours, i + step));
      theirs.push_back(cosine(teacher, rows[i], teacher, rows[i + step]));
    }
  }
  report.rank_correlation = rank_correlation(mine, theirs);
  const StaticTable::Coverage coverage = table.coverage(texts);
  report.known_words = coverage.words == 0 ? 0
                                           : static_cast<double>(coverage.known) /
                                                 static_cast<double>(coverage.words);
  return ok();
}

}  // namespace

Status can_fit(std::size_t texts) {
  if (texts >= kLeastTexts) return ok();
  return Error{.kind = ErrorKind::kUsage,
               .code = "E_FIT_TEXTS",
               .message = "these are too few texts to learn a table from",
               .why = std::to_string(texts) + " texts, at least " + std::to_string(kLeastTexts) +
                      " are needed",
               .hint = "give more sets; texts of any kind in the language will do"};
}

Result<Fitted> fit_table(std::span<const std::string_view> texts, const Vectors& vectors,
                         const FitOptions& options, const StopFlag& stop) {
  BMO_TRY(can_fit(texts.size()));
  const Cut cut = cut_texts(texts);
  Fitted out;
  out.report = {.texts = texts.size(), .held_out = cut.held_out.size()};
  const auto pieces =
      static_cast<std::size_t>(static_cast<double>(options.most_rows) * options.piece_share);
  const std::vector<std::string_view> fit_texts = choose(texts, cut.fit);
  const FitWords words = collect_words(fit_texts, options.most_rows - pieces, pieces);
  Matrix targets = floats_of(vectors, cut.fit);
  const std::size_t sampled = std::min(cut.fit.size(), kMostForPrincipal) * vectors.dimension;
  const Principal principal =
      find_principal(std::span(targets).first(sampled), vectors.dimension, options.dimension);
  targets = turned(targets, principal, options);
  System system(words, options);
  BMO_TRY_AS(Matrix rows, solve(system, targets, options, stop));
  take_up_pieces(words, options.dimension, rows);
  out.report.distinct_words = words.num_words();
  out.report.word_rows = words.word_rows;
  out.report.piece_rows = words.keys.size() - words.word_rows;
  out.report.variance_kept = principal.share(options.dimension);
  out.parts = {.dimension = options.dimension, .keys = words.keys, .values = to_bytes(rows)};
  BMO_TRY(judge(StaticTable(out.parts), choose(texts, cut.held_out), cut.held_out, vectors,
                out.report));
  return out;
}

}  // namespace bmo::embed
