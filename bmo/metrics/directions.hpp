// Says where the instructions of a batch point, by an encoder.
#pragma once
#include "bmo/embed/embed.hpp"
#include "bmo/facts/facts.hpp"
#include "bmo/model/batch.hpp"

namespace bmo::metrics {

/// Of an instruction so many bytes are looked at.
inline constexpr std::size_t kDirectionBytes = 4096;

/// Replaces `out` by a row for each record: the direction of the last question with its input; a
/// row of zeros where there is none, where it is in another language than the encoder's, and for
/// what is not exported. Needs Need::kTexts. Errors are the encoder's.
Status encode_instructions(const Batch& batch, const facts::Facts& facts,
                           const embed::Encoder& encoder, embed::Vectors& out);

}  // namespace bmo::metrics
