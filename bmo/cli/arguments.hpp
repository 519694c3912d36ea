// The flags and arguments of one verb: named by the verb, parsed here, shown by help and
// completion.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"

namespace bmo::cli {

enum class Need : std::uint8_t { kOptional, kRequired };

/// A flag or a positional as help, completion and "did you mean" show it.
struct ArgumentCard {
  std::string name;   ///< "--out", or "SRC" for a positional.
  std::string value;  ///< "DIR"; empty for a switch or a positional.
  std::string sentence;
  std::vector<std::string> choices;  ///< The only values allowed; empty: any.
  Need need = Need::kOptional;
  bool positional = false;
  bool repeated = false;
  bool on_every_verb = false;
};

/// What `bool` and text targets are given is read only while `parse` runs; they must outlive it.
class Arguments {
 public:
  Arguments();
  ~Arguments();
  Arguments(const Arguments&) = delete;
  Arguments& operator=(const Arguments&) = delete;

  void positional(std::string name, std::string& into, std::string sentence, Need need);
  void positionals(std::string name, std::vector<std::string>& into, std::string sentence,
                   Need need);
  void text(std::string flag, std::string value, std::string& into, std::string sentence,
            Need need = Need::kOptional);
  /// A flag that may come several times, each with one value or several between commas.
  void texts(std::string flag, std::string value, std::vector<std::string>& into,
             std::string sentence, Need need = Need::kOptional);
  void choice(std::string flag, std::vector<std::string> choices, std::string& into,
              std::string sentence);
  void count(std::string flag, std::optional<std::uint64_t>& into, std::string sentence);
  void on(std::string flag, bool& into, std::string sentence);
  /// What is named after this call is shown as a flag of every verb.
  void begin_common();

  /// Errors (kUsage): E_FLAG with the nearest flag, E_FLAG_VALUE, E_ARGUMENT.
  Status parse(std::string_view verb, std::span<const std::string> words);

  const std::vector<ArgumentCard>& cards() const { return cards_; }

 private:
  struct Parser;
  Error unknown_flag(std::string_view verb, const std::string& word) const;
  /// Gives the words that are no flags to the positionals, in order.
  Status hand_out(std::string_view verb, const std::vector<std::string>& words);
  Status judge_counts(std::string_view verb) const;
  ArgumentCard& add_card(std::string name, std::string sentence, Need need);

  std::vector<ArgumentCard> cards_;
  bool common_ = false;
  std::unique_ptr<Parser> parser_;
};

}  // namespace bmo::cli
