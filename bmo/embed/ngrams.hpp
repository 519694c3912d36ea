// Vectors without any learning: runs of characters thrown onto fixed random directions.
#pragma once
#include "bmo/embed/embed.hpp"

namespace bmo::embed {

/// Each run of three to five bytes of each "<word>" adds a row of +1 and -1 that its hash alone
/// decides (random projection after Achlioptas, 2003). Sees shared spelling, not sense; knows no
/// language. Thread-safe.
class NgramEncoder final : public Encoder {
 public:
  NgramEncoder();
  const EncoderCard& card() const override { return card_; }
  Status encode(std::span<const std::string_view> texts, Vectors& out) const override;

 private:
  EncoderCard card_;
};

}  // namespace bmo::embed
