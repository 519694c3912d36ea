// Finds texts that were decoded in the wrong character set.
#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/garbled.hpp"
#include "bmo/checks/kit/walk.hpp"

namespace bmo::checks {
namespace {

constexpr Fault kFaults[] = {{"mojibake", 16}, {"replacement_character", 16}};

struct Mojibake {
  static constexpr CheckCard card{
      .id = "mojibake",
      .code = "W_MOJIBAKE",
      .title = "A text holds garbled characters",
      .why =
          "UTF-8 that was read as Windows-1252 shows two odd letters for one with an accent; "
          "bytes that nobody could decode show as U+FFFD. The model learns both as words.",
      .fix = "Decode the source file again with the right character set.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
      .component = Component::kHygiene,
      .faults = kFaults,
      .needs = facts::Need::kTexts,
      .good = R"({"instruction":"What is déjà vu?","response":"A feeling – naïve or not."})",
      .bad = R"({"instruction":"What is dÃ©jÃ  vu?","response":"A feeling."})",
  };

  void inspect(const Batch& batch, const facts::Facts& facts, FindingSink& sink) const {
    each_text(batch, facts, [&](std::size_t row, const TextView& text) {
      if ((text.bytes & facts::kLatinLeadByte) == 0) return;
      const std::size_t garbled = find_garbled(text.text);
      const std::size_t lost =
          garbled == std::string_view::npos ? text.text.find("\xEF\xBF\xBD") : garbled;
      if (lost == std::string_view::npos) return;
      const bool is_garbled = garbled != std::string_view::npos;
      sink.report(row, kFaults[is_garbled ? 0 : 1], place_of(batch, row, text.index),
                  (is_garbled ? "found it at byte " : "found U+FFFD at byte ") +
                      std::to_string(lost) + " of the text");
    });
  }
};

}  // namespace

const CheckEntry& mojibake() {
  return entry<Mojibake>();
}

}  // namespace bmo::checks
