// The table of special tokens, and the search for them.
#include "bmo/checks/kit/control_tokens.hpp"

#include <algorithm>
#include <array>

#include "bmo/checks/kit/byte_set.hpp"

namespace bmo::checks {
namespace {

constexpr ByteSet kOpeners("<[");

// Special tokens of published tokenizers, which read them as marks wherever they stand in a text.
constexpr std::array kTokens = std::to_array<std::string_view>({
    // ChatML, Qwen, GPT
    "<|im_start|>",
    "<|im_end|>",
    "<|im_sep|>",
    "<|endoftext|>",
    "<|endofprompt|>",
    "<|fim_prefix|>",
    "<|fim_middle|>",
    "<|fim_suffix|>",
    "<|fim_pad|>",
    "<|repo_name|>",
    "<|file_sep|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|vision_pad|>",
    "<|image_pad|>",
    "<|video_pad|>",
    "<|start|>",
    "<|message|>",
    "<|channel|>",
    "<|return|>",
    "<|call|>",
    "<|constrain|>",
    // Llama
    "<s>",
    "</s>",
    "[INST]",
    "[/INST]",
    "<<SYS>>",
    "<</SYS>>",
    "<|begin_of_text|>",
    "<|end_of_text|>",
    "<|eot_id|>",
    "<|eom_id|>",
    "<|start_header_id|>",
    "<|end_header_id|>",
    "<|python_tag|>",
    "<|finetune_right_pad_id|>",
    "<|header_start|>",
    "<|header_end|>",
    "<|eot|>",
    "<|eom|>",
    // Mistral
    "[AVAILABLE_TOOLS]",
    "[/AVAILABLE_TOOLS]",
    "[TOOL_CALLS]",
    "[TOOL_RESULTS]",
    "[/TOOL_RESULTS]",
    "[SYSTEM_PROMPT]",
    "[/SYSTEM_PROMPT]",
    // Gemma and sentencepiece
    "<start_of_turn>",
    "<end_of_turn>",
    "<bos>",
    "<eos>",
    "<pad>",
    "<unk>",
    // Phi, Zephyr, GLM
    "<|user|>",
    "<|assistant|>",
    "<|system|>",
    "<|end|>",
    "<|observation|>",
    "<|end_of_turn|>",
    "[gMASK]",
    "<sop>",
    // Granite, Command R, DeepSeek
    "<|start_of_role|>",
    "<|end_of_role|>",
    "<|START_OF_TURN_TOKEN|>",
    "<|END_OF_TURN_TOKEN|>",
    "<|USER_TOKEN|>",
    "<|CHATBOT_TOKEN|>",
    "<|SYSTEM_TOKEN|>",
    "<BOS_TOKEN>",
    "<EOS_TOKEN>",
    "<\uFF5Cbegin\u2581of\u2581sentence\uFF5C>",
    "<\uFF5Cend\u2581of\u2581sentence\uFF5C>",
    "<\uFF5CUser\uFF5C>",
    "<\uFF5CAssistant\uFF5C>",
});

/// Can a token go on with this byte? Most '<' and '[' in text are settled by it.
constexpr auto kSecondBytes = [] {
  std::array<bool, 256> out{};
  for (const std::string_view token : kTokens)
    out[static_cast<unsigned char>(token[1])] = true;
  return out;
}();

}  // namespace

std::string_view token_at(std::string_view text) {
  if (text.size() < 3 || !kSecondBytes[static_cast<unsigned char>(text[1])]) return {};
  const auto* const found = std::find_if(kTokens.begin(), kTokens.end(),
                                         [text](auto token) { return text.starts_with(token); });
  return found == kTokens.end() ? std::string_view{} : *found;
}

std::string_view token_ending(std::string_view text) {
  if (!text.ends_with('>') && !text.ends_with(']')) return {};
  const auto* const found = std::find_if(kTokens.begin(), kTokens.end(),
                                         [text](auto token) { return text.ends_with(token); });
  return found == kTokens.end() ? std::string_view{} : *found;
}

std::string_view find_token(std::string_view text) {
  for (std::size_t at = kOpeners.find(text); at != std::string_view::npos;
       at = kOpeners.find(text, at + 1)) {
    const std::string_view token = token_at(text.substr(at));
    if (!token.empty()) return text.substr(at, token.size());
  }
  return {};
}

}  // namespace bmo::checks
