// A verb of the command line: one file in cli/verbs/ with a card, its flags, and what it does.
#pragma once
#include <concepts>
#include <memory>
#include <span>
#include <string_view>

#include "bmo/cli/arguments.hpp"
#include "bmo/cli/front.hpp"

namespace bmo::cli {

struct VerbCard {
  std::string_view id;        ///< As typed: "export".
  std::string_view summary;   ///< One line for the overview.
  std::string_view synopsis;  ///< What follows `bmo VERB` in the usage line.
  std::string_view about;     ///< A paragraph for `--help`.
  std::span<const std::string_view> examples;
};

/// What one file has to offer: `define` names its flags and where their values go, `run` asks the
/// app, prints the answer and returns the exit code.
template <typename V>
concept Verb = std::default_initializable<V> && requires(V& verb, Arguments& flags, Front& front) {
  { V::card } -> std::convertible_to<const VerbCard&>;
  { verb.define(flags) } -> std::same_as<void>;
  { verb.run(front) } -> std::same_as<int>;
};

/// One call of a verb, from its flags to its exit code.
class Call {
 public:
  virtual ~Call() = default;
  virtual void define(Arguments& flags) = 0;
  virtual int run(Front& front) = 0;
};

struct VerbEntry {
  const VerbCard* card;
  std::unique_ptr<Call> (*make)();
};

template <Verb V>
const VerbEntry& entry() {
  struct OneCall final : Call {
    V verb;
    void define(Arguments& flags) override { verb.define(flags); }
    int run(Front& front) override { return verb.run(front); }
  };
  static constexpr VerbEntry kEntry{
      &V::card, +[]() -> std::unique_ptr<Call> { return std::make_unique<OneCall>(); }};
  return kEntry;
}

namespace verbs {
/// Every verb, by file name. The build writes this table.
std::span<const VerbEntry* const> all();
}  // namespace verbs

/// The verb of that name; nullptr where there is none.
const VerbEntry* find_verb(std::string_view name);

}  // namespace bmo::cli
