// The rank files in use, told apart by how many tokens they have.
#include "bmo/chat/rank_family.hpp"

#include <algorithm>
#include <array>

#include "bmo/json/dom.hpp"

namespace bmo::chat {
namespace {

constexpr std::string_view kWordsAndThreeDigits =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view kWordsAndOneDigit =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view kWordsByCase =
    R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

/// Special tokens get the ids from the last rank on, in this order.
struct Known {
  std::size_t ranks;
  std::string_view name;
  std::string_view pattern;
  std::span<const std::string_view> specials;
};

constexpr auto kLlama3 = std::to_array<std::string_view>(
    {"<|begin_of_text|>", "<|end_of_text|>", "<|reserved_special_token_0|>",
     "<|reserved_special_token_1|>", "<|finetune_right_pad_id|>", "<|step_id|>",
     "<|start_header_id|>", "<|end_header_id|>", "<|eom_id|>", "<|eot_id|>", "<|python_tag|>",
     "<|image|>"});
constexpr auto kQwen =
    std::to_array<std::string_view>({"<|endoftext|>", "<|im_start|>", "<|im_end|>"});
constexpr auto kLlama4 = std::to_array<std::string_view>(
    {"<|begin_of_text|>", "<|end_of_text|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>",
     "<|header_start|>", "<|header_end|>", "<|eom|>", "<|eot|>", "<|step|>"});

constexpr Known kFamilies[] = {
    {128000, "Llama 3", kWordsAndThreeDigits, kLlama3},
    {151643, "Qwen", kWordsAndOneDigit, kQwen},
    {200000, "Llama 4", kWordsByCase, kLlama4},
};

std::size_t rank_count(std::string_view bytes) {
  const auto lines = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
  return bytes.empty() || bytes.back() == '\n' ? lines : lines + 1;
}

/// `added_tokens_decoder`: id -> {content, ...}.
json::Dom named_specials(const std::string& config) {
  json::Dom found = json::Dom::object();
  const auto dom = json::parse_dom(config);
  if (!dom || !dom->is_object() || !dom->contains("added_tokens_decoder")) return found;
  for (const auto& [id, token] : dom->at("added_tokens_decoder").items()) {
    if (!token.is_object() || id.empty() || id.find_first_not_of("0123456789") != id.npos) continue;
    const std::string text = token.value("content", "");
    if (!text.empty() && id.size() < 10) found[text] = std::stoul(id);
  }
  return found;
}

}  // namespace

Result<RankFamily> rank_family_of(const TokenizerFile& file) {
  const std::size_t ranks = rank_count(file.bytes);
  const auto* known = std::find_if(std::begin(kFamilies), std::end(kFamilies),
                                   [ranks](const Known& family) { return family.ranks == ranks; });
  if (known == std::end(kFamilies)) {
    return bad_tokenizer(
        file.path,
        "a file of " + std::to_string(ranks) +
            " ranks is of no family that is known (Llama 3: 128000, Qwen: 151643, Llama 4: 200000)",
        "use the model's tokenizer.json, which says all that a rank file leaves out");
  }
  json::Dom specials = named_specials(file.config);
  if (specials.empty()) {
    std::size_t id = ranks;
    for (const std::string_view text : known->specials)
      specials[std::string(text)] = id++;
  }
  return RankFamily{std::string(known->pattern), specials.dump()};
}

}  // namespace bmo::chat
