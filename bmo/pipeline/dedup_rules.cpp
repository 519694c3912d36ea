// Parsing of methods and thresholds.
#include "bmo/pipeline/dedup_rules.hpp"

#include <algorithm>
#include <charconv>

#include "bmo/base/text.hpp"

namespace bmo::pipeline {
namespace {

Error refused(std::string message, std::string why) {
  return {.kind = ErrorKind::kUsage,
          .code = "E_DEDUP",
          .message = std::move(message),
          .why = std::move(why),
          .hint = "--dedup exact,near=0.8; bmo list dedup names the methods"};
}

Error unknown_method(std::string_view id) {
  std::vector<std::string_view> known;
  for (const dedup::MethodEntry* method : dedup::methods::all())
    known.push_back(method->card->id);
  return refused("unknown method `" + excerpt(id) + "`" + did_you_mean(id, known), "");
}

Status take_threshold(std::string_view method, std::string_view text, DedupRules& rules) {
  double value = 0;
  const char* end = text.data() + text.size();
  const bool is_number = std::from_chars(text.data(), end, value).ptr == end && !text.empty();
  if (method != "near" && method != "semantic") {
    return refused("`" + excerpt(method) + "` takes no threshold",
                   "it compares for equality; near=0.8 and semantic=0.9 have one");
  }
  if (!is_number || value < kLowestThreshold || value > 1) {
    return refused("cannot read the threshold `" + excerpt(text) + "`",
                   "it is a similarity from 0.5 to 1");
  }
  (method == "near" ? rules.threshold : rules.semantic_threshold) = value;
  return ok();
}

void add_method(const dedup::MethodEntry* method, DedupRules& rules) {
  if (!rules.has(method->card->id)) rules.methods.push_back(method);
}

}  // namespace

bool DedupRules::has(std::string_view method) const {
  return std::ranges::any_of(
      methods, [method](const dedup::MethodEntry* entry) { return entry->card->id == method; });
}

Result<DedupRules> parse_dedup(const std::vector<std::string>& items) {
  DedupRules rules;
  for (const std::string& item : items) {
    const std::size_t equals = item.find('=');
    const std::string_view id = std::string_view(item).substr(0, equals);
    const dedup::MethodEntry* method = dedup::find_method(id);
    if (method == nullptr) return unknown_method(id);
    if (equals != std::string::npos) {
      BMO_TRY(take_threshold(id, std::string_view(item).substr(equals + 1), rules));
    }
    add_method(method, rules);
  }
  // "near" and "semantic" compare only rows that differ.
  if (rules.has("near") || rules.has("semantic")) add_method(dedup::find_method("exact"), rules);
  std::ranges::sort(rules.methods, {}, [](const auto* method) { return method->card->id; });
  return rules;
}

json::Dom dedup_rules_dom(const DedupRules& rules) {
  json::Dom dom;
  dom["methods"] = json::Dom::array();
  for (const dedup::MethodEntry* method : rules.methods)
    dom["methods"].push_back(method->card->id);
  dom["threshold"] = rules.threshold;
  if (rules.has("semantic")) {
    dom["encoder"] = rules.encoder;
    if (!rules.verifier.empty()) dom["verifier"] = rules.verifier;
    dom["encoder_digests"] = rules.encoder_digests;
    if (rules.semantic_threshold > 0) dom["semantic_threshold"] = rules.semantic_threshold;
  }
  if (rules.labels > 0) dom["labels"] = rules.labels;
  if (rules.compare_thresholds) dom["compare_thresholds"] = true;
  if (!rules.keep.empty()) dom["keep"] = rules.keep;
  if (rules.target_rows) dom["target_rows"] = *rules.target_rows;
  return dom;
}

dedup::Options dedup_options(const DedupRules& rules, std::uint64_t memory_bytes) {
  const bool all = rules.compare_thresholds || rules.target_rows.has_value();
  return {.floor = all ? kLowestThreshold : rules.threshold, .memory_bytes = memory_bytes};
}

FittedCosines fitted_cosines(const embed::EncoderCard& card) {
  if (card.id == "ngrams") return {.threshold = 0.93, .agreement = 0.80};
  if (card.id.starts_with("onnx:")) return {.threshold = 0.85, .agreement = 0.75};
  return {.threshold = 0.90, .agreement = 0.80};
}

Result<Meaning> open_meaning(const DedupRules& rules, io::Disk& disk) {
  Meaning out;
  if (!rules.has("semantic")) return out;
  BMO_TRY_AS(out.encoder, embed::open_encoder(rules.encoder, disk));
  const FittedCosines fitted = fitted_cosines(out.encoder->card());
  out.threshold = fitted.threshold;
  if (!rules.verifier.empty()) {
    BMO_TRY_AS(out.verifier, embed::open_encoder(rules.verifier, disk));
    out.options.verified = fitted_cosines(out.verifier->card()).threshold;
    out.options.verifier = out.verifier.get();
    out.threshold = kLowestCosine;
  }
  if (rules.semantic_threshold > 0) out.threshold = rules.semantic_threshold;
  out.options.encoder = out.encoder.get();
  const std::string& id = out.encoder->card().id;
  out.options.encodes_in_parallel = id == "static" || id == "ngrams";
  out.options.floor =
      rules.compare_thresholds ? std::min(out.threshold, kLowestCosine) : out.threshold;
  out.options.agreement = fitted.agreement;
  return out;
}

Status name_encoders(DedupRules& rules, io::Disk& disk) {
  BMO_TRY_AS(const Meaning meaning, open_meaning(rules, disk));
  if (meaning.encoder) rules.encoder_digests = meaning.encoder->card().digest;
  if (meaning.verifier) rules.encoder_digests += " " + meaning.verifier->card().digest;
  return ok();
}

}  // namespace bmo::pipeline
