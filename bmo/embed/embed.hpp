// Turns text into vectors: static table, runs of characters, or an ONNX model.
//
// An encoder is an id, a digest of all that its vectors depend on, and a dimension. Vectors of two
// encoders mean nothing to each other: each batch of them carries its encoder's digest, and what
// compares them asks `same_space` first.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/base/stop.hpp"
#include "bmo/io/disk.hpp"

namespace bmo::embed {

/// Vectors of texts, one row of signed bytes each. A row is the direction of its text: its largest
/// value is about 127, its length means nothing. A text without a word has a row of zeros.
struct Vectors {
  std::string digest;         ///< Of the encoder that made them.
  std::size_t dimension = 0;  ///< Bytes of a row.
  std::vector<std::int8_t> values;
  std::vector<float> inverse_norms;  ///< 1 / length of each row; 0 for a row of zeros.

  std::size_t size() const { return inverse_norms.size(); }
  std::span<const std::int8_t> row(std::size_t at) const {
    return std::span(values).subspan(at * dimension, dimension);
  }
  void clear(std::string_view of_digest, std::size_t of_dimension);
  /// Appends the direction of `from`, which has `dimension` values.
  void add(std::span<const float> from);
  void add(std::span<const std::int32_t> from);
  /// Appends a row as it is.
  void add_row(std::span<const std::int8_t> row);
};

/// The sum of products; exact. Both have the same size, at most 65,536.
std::int32_t dot(std::span<const std::int8_t> a, std::span<const std::int8_t> b);

/// The cosine of two rows, -1 to 1; 0 where one of them is all zeros.
float cosine(const Vectors& a, std::size_t row_of_a, const Vectors& b, std::size_t row_of_b);

/// E_ENCODER_DIFFERS (kMismatch) unless both come from one encoder.
Status same_space(const Vectors& a, const Vectors& b);

struct EncoderCard {
  std::string id;      ///< "static", "ngrams", "onnx:NAME".
  std::string digest;  ///< 32 hex digits; changes with anything that changes a vector.
  std::size_t dimension = 0;
  std::string language;  ///< The one language it is for; empty: no language is shut out.
  std::string about;     ///< One line for people.
};

/// Thread-safe unless its maker says otherwise. The same text gives the same row, whatever stands
/// beside it in the batch.
class Encoder {
 public:
  virtual ~Encoder() = default;
  virtual const EncoderCard& card() const = 0;
  /// Replaces `out` by one row for each text.
  virtual Status encode(std::span<const std::string_view> texts, Vectors& out) const = 0;
};

/// The encoder that is named: "static" (the table built in), "ngrams", a table's file, a folder
/// with model.onnx and vocab.txt, or URL#MODEL of an endpoint. E_ENCODER, and what these say.
Result<std::unique_ptr<Encoder>> open_encoder(const std::string& name, io::Disk& disk);

/// The same encoder, asked by one thread at a time.
std::unique_ptr<Encoder> one_at_a_time(std::unique_ptr<Encoder> encoder);

}  // namespace bmo::embed
