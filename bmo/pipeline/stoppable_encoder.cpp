// Hands texts on in parts.
#include "bmo/pipeline/stoppable_encoder.hpp"

#include <algorithm>

#include "bmo/pipeline/scan.hpp"

namespace bmo::pipeline {
namespace {

/// As many as a request to an endpoint holds.
constexpr std::size_t kTextsAtOnce = 64;

class StoppableEncoder final : public embed::Encoder {
 public:
  StoppableEncoder(std::unique_ptr<embed::Encoder> inner, const StopFlag& stop)
      : inner_(std::move(inner)), stop_(stop) {}

  const embed::EncoderCard& card() const override { return inner_->card(); }

  Status encode(std::span<const std::string_view> texts, embed::Vectors& out) const override {
    if (stop_.raised()) return stopped(stop_.signal());
    if (texts.size() <= kTextsAtOnce) return inner_->encode(texts, out);
    out.clear(card().digest, card().dimension);
    embed::Vectors part;
    for (std::size_t first = 0; first < texts.size(); first += kTextsAtOnce) {
      if (stop_.raised()) return stopped(stop_.signal());
      BMO_TRY(
          inner_->encode(texts.subspan(first, std::min(kTextsAtOnce, texts.size() - first)), part));
      out.values.insert(out.values.end(), part.values.begin(), part.values.end());
      out.inverse_norms.insert(out.inverse_norms.end(), part.inverse_norms.begin(),
                               part.inverse_norms.end());
    }
    return ok();
  }

 private:
  std::unique_ptr<embed::Encoder> inner_;
  const StopFlag& stop_;
};

}  // namespace

std::unique_ptr<embed::Encoder> stoppable(std::unique_ptr<embed::Encoder> inner,
                                          const StopFlag& stop) {
  return std::make_unique<StoppableEncoder>(std::move(inner), stop);
}

}  // namespace bmo::pipeline
