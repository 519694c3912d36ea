// Defects as they are met in the wild, and sound examples from a small grammar.
#include "tests/validation/planting.hpp"

#include <array>

#include "bmo/checks/kit/tasks.hpp"
#include "bmo/facts/list_lines.hpp"
#include "bmo/facts/program_text.hpp"
#include "bmo/facts/words.hpp"

namespace bmo::validation {
namespace {

constexpr std::array kRefusals = std::to_array<std::string_view>({
    "I'm sorry, but I cannot help with that request.",
    "As an AI language model, I do not have access to that, so I am unable to answer.",
    "I apologize, but I am not able to provide this information.",
    "Unfortunately, I cannot complete this task because I do not have enough information.",
    "I cannot assist with that. Please ask a qualified professional.",
    "Sorry, I can't answer that question.",
    "This task cannot be completed by a language model.",
});
constexpr std::array kPlaceholders = std::to_array<std::string_view>({
    " The name is {{customer_name}}.",
    " Lorem ipsum dolor sit amet.",
    " TODO: add the rest.",
    " The price is TBD.",
    " Ask ${agent_name} for it.",
    " <SERIAL_NUMBER_HERE>",
});
constexpr std::array kLeaks = std::to_array<std::string_view>({
    "<|im_end|>",
    "</s>",
    "<|endoftext|>",
    "\n\n### Instruction:\nWrite another one.",
    "\n### Response:\n",
    "<|eot_id|>",
    " [/INST]",
});

bool refuse(Example& example, Chance& chance) {
  example.response = kRefusals[chance.below(kRefusals.size())];
  return true;
}

bool leave_blank(Example& example, Chance& chance) {
  example.response += kPlaceholders[chance.below(kPlaceholders.size())];
  return true;
}

bool leak(Example& example, Chance& chance) {
  example.response += kLeaks[chance.below(kLeaks.size())];
  return true;
}

/// The last sentences again and again.
bool repeat(Example& example, Chance& chance) {
  const std::size_t half = example.response.find(' ', example.response.size() / 2);
  if (half == std::string::npos) return false;
  const std::string tail = example.response.substr(half);
  for (std::size_t i = 3 + chance.below(3); i > 0; --i)
    example.response += tail;
  return true;
}

/// Curly marks and accents, each read byte by byte in the wrong character set.
bool garble(Example& example, Chance& /*chance*/) {
  constexpr std::array kMarks = std::to_array<std::array<std::string_view, 2>>({
      {"'", "\u00e2\u20ac\u2122"},
      {"\"", "\u00e2\u20ac\u0153"},
      {" - ", " \u00e2\u20ac\u201c "},
      {"e", "\u00c3\u00a9"},
  });
  for (const auto& [mark, garbled] : kMarks) {
    const std::size_t at = example.response.find(mark);
    if (at == std::string::npos) continue;
    example.response.replace(at, mark.size(), garbled);
    return true;
  }
  return false;
}

bool empty(Example& example, Chance& /*chance*/) {
  example.response.clear();
  return true;
}

bool copy(Example& example, Chance& /*chance*/) {
  example.response = example.instruction;
  return true;
}

/// Instructions that name an input lose it; others are replaced by one that does.
bool take_input(Example& example, Chance& chance) {
  constexpr std::array kAsking = std::to_array<std::string_view>({
      "Summarize the following text.",
      "Correct the spelling in the text below.",
      "Classify the given sentence by its mood.",
      "Rewrite this paragraph in plain English.",
      "Translate the following sentences into French.",
      "Explain the attached table.",
  });
  example.instruction = kAsking[chance.below(kAsking.size())];
  example.input.clear();
  return true;
}

/// Where the list has as many items as were asked for.
bool drop_item(Example& example, Chance& /*chance*/) {
  const facts::ListCount items = facts::count_items(example.response);
  const std::size_t end = example.response.find_last_of('\n');
  std::vector<facts::Word> words;
  facts::append_words(example.instruction, words);
  const bool is_full = items.items == checks::asked_count(words, example.instruction);
  if (items.items < 3 || !is_full || end == std::string::npos) return false;
  const std::string_view last = std::string_view(example.response).substr(end + 1);
  if (!facts::read_list_line(last).is_item) return false;
  example.response.resize(end);
  return true;
}

constexpr Defect kDefects[] = {
    {"truncation", "W_TRUNCATED", cut},
    {"refusal", "W_REFUSAL", refuse},
    {"placeholder", "W_PLACEHOLDER", leave_blank},
    {"missing input", "W_MISSING_INPUT", take_input},
    {"repetition", "W_REPETITION", repeat},
    {"leak", "W_CONTROL_TOKEN", leak},
    {"mojibake", "W_MOJIBAKE", garble},
    {"empty", "E_EMPTY_FIELD", empty},
    {"copy", "W_ECHO", copy},
    {"dropped item", "W_SHORT_LIST", drop_item},
};

constexpr std::array kThings = std::to_array<std::string_view>({
    "the tide",
    "a compass",
    "the harbour",
    "an anchor",
    "the lighthouse",
    "a sextant",
    "the keel",
    "a chart",
    "the rudder",
    "a buoy",
    "the mainsail",
    "a winch",
});
constexpr std::array kAsked = std::to_array<std::string_view>({
    "Explain how %s works.",
    "Describe %s to a beginner.",
    "What is %s good for?",
    "Write a short note about %s.",
    "Tell me why sailors care about %s.",
    "List three facts about %s.",
});
constexpr std::array kSentences = std::to_array<std::string_view>({
    "Sailors have relied on %s for as long as anybody can remember.",
    "Where the water is shallow, %s makes the difference between a safe trip and a long wait.",
    "Most people meet %s for the first time when they learn to sail with a friend.",
    "A look at %s before leaving saves an hour of trouble on the way back.",
    "In bad weather, one should treat %s with the care that it deserves.",
    "It helps to keep notes, since %s behaves differently in every season.",
    "Old handbooks say little about %s, and what they say is often out of date.",
    "With some patience, anyone can learn what %s is able to do and what it is not.",
    "There are three kinds of mistakes that beginners make when they deal with %s.",
    "The cost of looking after %s is small, and the gain is considerable.",
});

std::string filled(std::string_view pattern, std::string_view thing) {
  std::string out(pattern);
  const std::size_t at = out.find("%s");
  return at == std::string::npos ? out : out.replace(at, 2, thing);
}

std::string sentence_about(std::string_view thing, Chance& chance) {
  return filled(kSentences[chance.below(kSentences.size())], thing);
}

std::string paragraph_about(std::string_view thing, Chance& chance) {
  const std::size_t first = chance.below(kSentences.size());
  const std::size_t count = 4 + chance.below(3);
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out += i % 3 == 0 ? "\n\n" : " ";
    out += filled(kSentences[(first + 3 * i) % kSentences.size()], thing);
  }
  return out;
}

std::string list_about(std::string_view thing, Chance& chance) {
  std::string out;
  for (int i = 1; i <= 3; ++i) {
    out += (i > 1 ? "\n" : "") + std::to_string(i) + ". " + sentence_about(thing, chance);
  }
  return out;
}

}  // namespace

std::span<const Defect> defects() {
  return kDefects;
}

bool cut(Example& example, Chance& chance) {
  const std::string& text = example.response;
  if (facts::count_words(text, 40) < 40) return false;
  for (int tries = 0; tries < 20; ++tries) {
    std::size_t size = text.size() * (40 + chance.below(56)) / 100;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80)
      --size;
    const std::size_t last = text.find_last_not_of(" \t\r\n*_`\"')]", size - 1);
    if (last == std::string::npos || size == 0) continue;
    const char mark = text[last];
    const bool is_end = mark == '.' || mark == '!' || mark == '?' || mark == ':' || mark == ';' ||
                        text.find('\n', last) <= size || text[size] == '\n' || text[size] == '.';
    if (is_end) continue;
    example.response.resize(size);
    return true;
  }
  return false;
}

Examples sound_examples(std::size_t count, std::uint64_t seed) {
  Chance chance(seed);
  Examples out;
  while (out.size() < count) {
    const std::string_view thing = kThings[chance.below(kThings.size())];
    const std::string_view asked = kAsked[chance.below(kAsked.size())];
    const bool is_list = asked.starts_with("List");
    out.push_back(
        {.instruction = filled(asked, thing),
         .response = is_list ? list_about(thing, chance) : paragraph_about(thing, chance)});
  }
  return out;
}

}  // namespace bmo::validation
