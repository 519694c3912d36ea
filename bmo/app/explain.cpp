// Answers `explain` from the catalogue of extensions.
#include "bmo/app/explain.hpp"

#include "bmo/catalog/catalog.hpp"

namespace bmo::app {

Result<ExplainAnswer> run_explain(const std::string& name_or_code) {
  BMO_TRY_AS(const catalog::Entry entry, catalog::find(name_or_code));
  ExplainAnswer answer{.kind = std::string(catalog::kind_name(entry.kind)),
                       .name = std::string(entry.name),
                       .code = std::string(entry.code),
                       .title = std::string(entry.title),
                       .summary = std::string(entry.summary),
                       .why = std::string(entry.why),
                       .fix = std::string(entry.fix)};
  if (entry.severity) answer.severity = severity_name(*entry.severity);
  for (const catalog::Detail& detail : entry.details) {
    answer.more.emplace_back(std::string(detail.name), detail.text);
  }
  const bool layout = entry.kind == catalog::Kind::kLayout;
  answer.more.emplace_back(layout ? "example" : "passes", std::string(entry.good));
  answer.more.emplace_back("fails", std::string(entry.bad));
  return answer;
}

CodeText text_of_code(std::string_view code) {
  const std::optional<CodeCard> card = catalog::explain_code(code);
  if (!card) return {};
  return {card->title, card->why, card->fix, code == "W_NOT_HELD" || catalog::is_rule(code)};
}

}  // namespace bmo::app
