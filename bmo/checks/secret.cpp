// Finds keys, tokens and passwords.
#include "bmo/base/text.hpp"
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/secrets.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

constexpr Fault kFaults[] = {{"known_key", 20}, {"password", 15}};

/// All secrets but one kind of key, and blocks of PEM, have digits.
bool may_hold_secret(const TextView& text) {
  return (text.bytes & facts::kDigitByte) != 0 ||
         text.text.find("-----BEGIN ") != std::string_view::npos ||
         text.text.find("AKIA") != std::string_view::npos;
}

struct Secret {
  static constexpr CheckCard card{
      .id = "secret",
      .code = "W_SECRET",
      .title = "A text holds what looks like a secret",
      .why =
          "Keys of known services, key files, and values behind `password` or `api_key` that "
          "look random. A model may say them back, and whoever reads the data has them already.",
      .fix = "Revoke the secret, then replace it with a mark such as [KEY], or remove the record.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kHygiene,
      .faults = kFaults,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"What is a password?","response":"A secret word. Set password)"
              R"( = None first, api_key=YOUR_API_KEY_HERE."})",
      .bad = R"({"instruction":"Name a prime.","response":"Seven. AKIAIOSFODNN7EXAMPLE opens)"
             R"( it."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_text(batch, facts, [&](std::size_t row, const TextView& text) {
      if (!may_hold_secret(text)) return;
      const FoundSecret found = find_secret(text.text, text.words);
      if (!found) return;
      sink.report(row, kFaults[found.is_known_shape ? 0 : 1], place_of(batch, row, text.index),
                  "found " + std::string(found.kind) + " at byte " + std::to_string(found.at) +
                      " of the text");
    });
  }
};

}  // namespace

const CheckEntry& secret() {
  return entry<Secret>();
}

}  // namespace bmo::checks
