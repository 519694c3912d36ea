// Parses a record: simdjson finds the tokens, the tape builder checks and keeps them.
#include <bit>
#include <limits>

#include <simdjson.h>

#include "bmo/base/check.hpp"
#include "bmo/json/diagnose.hpp"
#include "bmo/json/json.hpp"
#include "bmo/json/tape_builder.hpp"

namespace bmo::json {
namespace {

constexpr std::size_t kSmallCapacity = std::size_t{64} << 10U;
constexpr std::size_t kKeptCapacity = std::size_t{4} << 20U;

}  // namespace

// simdjson's first stage, alone: its second stage turns numbers into doubles and so cannot hold
// big integers or 1e400, and its on-demand face does not look at what is skipped.
struct Document::Engine {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> stages;
  TapeMemory memory;

  bool make_room(std::size_t size) {
    if (stages && stages->capacity() >= size) return true;
    stages.reset();
    const std::size_t capacity = std::max(kSmallCapacity, std::bit_ceil(size));
    return simdjson::get_active_implementation()->create_dom_parser_implementation(
               capacity, 1, stages) == simdjson::SUCCESS;
  }

  /// A record of many MiB needs four times its size for the token list: not to be kept.
  void give_back_room() {
    if (stages && stages->capacity() > kKeptCapacity) stages.reset();
  }

  bool find_tokens(std::string_view text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    return stages->stage1(bytes, text.size(), simdjson::stage1_mode::regular) == simdjson::SUCCESS;
  }

  std::span<const std::uint32_t> tokens() const {
    return {stages->structural_indexes.get(), stages->n_structural_indexes};
  }
};

Document::Document() : engine_(std::make_unique<Engine>()) {}
Document::~Document() = default;
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;

bool Document::parse(std::string_view text, Arena& arena, Fault& fault, const Limits& limits) {
  constexpr std::size_t kLongest = std::numeric_limits<std::uint32_t>::max() / 2;
  if (text.size() > kLongest || !engine_->make_room(text.size())) {
    fault = {"E_RECORD_TOO_LONG", 0, {}, "too long to be parsed in the memory there is"};
    return false;
  }
  const bool valid =
      engine_->find_tokens(text) &&
      TapeBuilder(text, engine_->tokens(), limits, {tape_, arena, engine_->memory}).run();
  engine_->give_back_room();
  if (!valid) BMO_CHECK(diagnose(text, limits, engine_->memory.keys.seed(), fault));
  return valid;
}

}  // namespace bmo::json
