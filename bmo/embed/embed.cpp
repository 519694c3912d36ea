// Makes rows of bytes out of sums and compares them.
#include "bmo/embed/embed.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <mutex>

#include "bmo/embed/rows.hpp"

namespace bmo::embed {
namespace {

constexpr double kLargest = 127;

/// Rounds half away from zero. One product each, so that no machine can fuse it into another sum.
std::int8_t to_byte(double value, double factor) {
  const double scaled = value * factor;
  return static_cast<std::int8_t>(static_cast<int>(scaled + (scaled < 0 ? -0.5 : 0.5)));
}

template <typename Value>
void append_direction(std::span<const Value> from, std::vector<std::int8_t>& out) {
  Value largest = 0;
  for (const Value value : from)
    largest = std::max(largest, std::abs(value));
  const double factor = largest > 0 ? kLargest / static_cast<double>(largest) : 0;
  const std::size_t before = out.size();
  out.resize(before + from.size());
  std::int8_t* const bytes = out.data() + before;
  for (std::size_t i = 0; i < from.size(); ++i)
    bytes[i] = to_byte(static_cast<double>(from[i]), factor);
}

float inverse_norm(std::span<const std::int8_t> row) {
  const std::int32_t square = dot(row, row);
  return square == 0 ? 0.0F : static_cast<float>(1.0 / std::sqrt(static_cast<double>(square)));
}

class OneAtATime final : public Encoder {
 public:
  explicit OneAtATime(std::unique_ptr<Encoder> inner) : inner_(std::move(inner)) {}
  const EncoderCard& card() const override { return inner_->card(); }
  Status encode(std::span<const std::string_view> texts, Vectors& out) const override {
    const std::scoped_lock lock(turn_);
    return inner_->encode(texts, out);
  }

 private:
  std::unique_ptr<Encoder> inner_;
  mutable std::mutex turn_;
};

}  // namespace

std::unique_ptr<Encoder> one_at_a_time(std::unique_ptr<Encoder> encoder) {
  return std::make_unique<OneAtATime>(std::move(encoder));
}

void Vectors::clear(std::string_view of_digest, std::size_t of_dimension) {
  digest = of_digest;
  dimension = of_dimension;
  values.clear();
  inverse_norms.clear();
}

void Vectors::add(std::span<const float> from) {
  append_direction(from, values);
  inverse_norms.push_back(inverse_norm(row(inverse_norms.size())));
}

void Vectors::add(std::span<const std::int32_t> from) {
  append_direction(from, values);
  inverse_norms.push_back(inverse_norm(row(inverse_norms.size())));
}

void Vectors::add_row(std::span<const std::int8_t> row) {
  values.insert(values.end(), row.begin(), row.end());
  inverse_norms.push_back(inverse_norm(row));
}

std::int32_t dot(std::span<const std::int8_t> a, std::span<const std::int8_t> b) {
  std::int32_t sum = 0;
  multiply_rows(a, b, std::span(&sum, 1));
  return sum;
}

float cosine(const Vectors& a, std::size_t row_of_a, const Vectors& b, std::size_t row_of_b) {
  const auto product = static_cast<float>(dot(a.row(row_of_a), b.row(row_of_b)));
  return product * a.inverse_norms[row_of_a] * b.inverse_norms[row_of_b];
}

Status same_space(const Vectors& a, const Vectors& b) {
  if (a.digest == b.digest && a.dimension == b.dimension) return ok();
  return Error{.kind = ErrorKind::kMismatch,
               .code = "E_ENCODER_DIFFERS",
               .message = "these vectors come from two encoders and cannot be compared",
               .why = "digests " + a.digest + " and " + b.digest,
               .hint = "encode both with the same --encoder"};
}

}  // namespace bmo::embed
