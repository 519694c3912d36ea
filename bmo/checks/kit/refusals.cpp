// Refusals by how an answer begins.
//
// A phrase of inability counts at the head alone, behind an apology or a greeting at most: further
// down the same words belong to characters, customers and quotations.
#include "bmo/checks/kit/refusals.hpp"

#include <algorithm>

#include "bmo/base/text.hpp"
#include "bmo/checks/kit/tasks.hpp"

namespace bmo::checks {
namespace {

constexpr auto kApologies = phrase_set({
    "unfortunately",
    "sorry",
    "apologies",
    "regrettably",
    "i apologize",
    "i apologise",
    "i sincerely apologize",
    "i'm sorry",
    "i am sorry",
    "i'm afraid",
    "i am afraid",
    "i'm really sorry",
    "i'm very sorry",
    "i'm so sorry",
    "i am really sorry",
    "i am very sorry",
    "i am truly sorry",
    "i'm truly sorry",
    "my apologies",
    "no",
    "hi",
    "hello",
    "oh",
});
constexpr auto kInability = phrase_set({
    "i cannot",
    "i can't",
    "i can not",
    "i could not",
    "i couldn't",
    "i will not",
    "i won't",
    "i am not able",
    "i am unable",
    "i do not have",
    "i don't have",
    "i must decline",
    "i have to decline",
    "i am not capable",
    "i am not allowed",
    "i am not permitted",
    "i am not programmed",
    "i'm not able",
    "i'm unable",
    "i'm just an ai",
    "i'm only an ai",
    "i'm not capable",
    "i'm not comfortable",
    "i'm not allowed",
    "as an ai",
    "as a large language",
    "as a language model",
    "as an artificial intelligence",
    "as a text-based",
    "as an ai-based",
    "unable to provide",
    "unable to assist",
    "unable to help",
    "unable to answer",
    "unable to complete",
    "unable to process",
    "unable to fulfil",
    "unable to fulfill",
    "unable to generate",
    "unable to access",
    "no input was",
    "no input is",
    "no input given",
    "no input provided",
    "no output",
    "nooutput",
    "no answer",
    "no information provided",
    "no information is provided",
    "no information was provided",
    "no information given",
    "no information available",
    "no context given",
    "no context provided",
    "not enough information",
    "not enough context",
    "not enough data",
    "insufficient information",
    "insufficient context",
    "insufficient data",
    "there is not enough",
    "there is no information",
    "there is insufficient",
    "it is not possible for",
    "this is not possible for",
    "it is not appropriate",
    "this is not appropriate",
    "it's not possible for me",
});
// "I can't wait", "I cannot stress enough".
constexpr auto kNotRefused = word_set({
    "wait",      "believe",  "stress",    "help",      "imagine", "say",      "thank",
    "emphasize", "express",  "overstate", "recommend", "think",   "remember", "forget",
    "resist",    "complain", "stand",     "stop",      "afford",
});
// What a refusal says that it cannot do, or has not; other things a speaker cannot do belong to the
// text that was to be reworded.
constexpr auto kServices = word_set({
    "help",         "assist",     "provide",    "answer",      "complete",    "fulfill",
    "fulfil",       "generate",   "create",     "write",       "give",        "tell",
    "comply",       "process",    "discuss",    "engage",      "support",     "offer",
    "suggest",      "access",     "enough",     "information", "personal",    "real-time",
    "feelings",     "opinions",   "the",        "context",     "data",        "respond",
    "perform",      "translate",  "rewrite",    "edit",        "rephrase",    "summarize",
    "determine",    "understand", "produce",    "find",        "recommend",   "share",
    "show",         "analyze",    "identify",   "classify",    "preferences", "experiences",
    "capabilities", "fulfilling", "sufficient", "knowledge",
});
// A person who speaks in the input.
constexpr auto kSpeakers =
    word_set({"i", "i'm", "im", "i'll", "i've", "i'd", "me", "my", "we", "we're", "we'll", "our"});
constexpr auto kOfHelp = word_set({"with", "you", "to", "in", "as", "on", "out", "anyone"});
constexpr auto kSubjects = phrase_set({
    "the task",
    "the instruction",
    "the request",
    "the question",
    "the input",
    "the prompt",
    "this task",
    "this instruction",
    "this request",
    "this question",
    "this input",
    "this prompt",
});
constexpr auto kCannot = phrase_set({
    "cannot be",
    "can't be",
    "can not be",
    "is not possible",
    "not possible",
    "unable",
    "is unclear",
    "is incomplete",
    "is impossible",
});
constexpr auto kModelsCannot = phrase_set({
    "not possible for gpt",
    "not possible for ai",
    "not possible for an ai",
    "not possible for a language model",
    "by a gpt",
    "gpt cannot",
    "gpt can't",
    "gpt models cannot",
    "language models cannot",
    "language models can't",
    "language model cannot",
    "i do not have the ability",
    "i don't have the ability",
    "i do not have access",
    "i don't have access",
    "i do not have the capability",
    "i don't have the capability",
    "i do not have enough information",
    "i don't have enough information",
    "i do not have enough context",
    "i don't have enough context",
    "i do not have real-time",
    "i don't have real-time",
    "i do not have personal",
    "i don't have personal",
    "cannot be completed by",
    "not possible to be completed by",
});
constexpr auto kModels = word_set({"gpt", "ai", "nooutput", "gpt-3", "gpt3"});
constexpr auto kAgreements = phrase_set({
    "sure",
    "certainly",
    "of course",
    "absolutely",
    "i'd be happy to help",
    "i would be happy to",
    "sure thing",
});
constexpr auto kRequests = phrase_set({
    "please provide",    "please share",      "please give",       "please specify",
    "please clarify",    "please tell",       "could you provide", "could you share",
    "could you specify", "could you clarify", "could you tell",    "could you give",
    "can you provide",   "can you share",     "can you specify",   "can you clarify",
    "can you tell",      "can you give",      "could you please",  "can you please",
    "please enter",      "please paste",
});

constexpr std::size_t kHeadBytes = 400;

bool is_refused(WordSpan words, const PhraseMatch& found) {
  if (found.end() >= words.size()) return true;
  const Word& next = words[found.end()];
  if (next.key == word_key("get")) {  // "I can't get enough of it"
    return found.end() + 1 >= words.size() || words[found.end() + 1].key != word_key("enough");
  }
  if (next.key == word_key("help")) {
    return found.end() + 1 >= words.size() || kOfHelp.contains(words[found.end() + 1]);
  }
  return !kNotRefused.contains(next);
}

/// Does the answer say what a speaker of the input, or of a text quoted in the instruction, cannot
/// do? It is then about as long as what was said, offers or fails at no service, and names no
/// model.
bool takes_up_speech(const Exchange& exchange, WordSpan head) {
  const WordSpan words = exchange.response.words;
  const bool has_quote = exchange.asked.find('"') != std::string_view::npos ||
                         exchange.asked.find("\u201C") != std::string_view::npos;
  const bool is_quoted = exchange.input.empty() && has_quote;
  const WordSpan said = is_quoted ? exchange.asked_words : exchange.input_words;
  if (said.empty() || words.size() > 2 * said.size() + 12) return false;
  if (!kSpeakers.any_of(said) || kModels.any_of(head)) return false;
  for (std::size_t at = 0; at < head.size(); ++at) {
    const PhraseMatch found = kInability.match_at(head, at);
    if (!found) continue;
    std::size_t next = found.end();
    if (next < head.size() && head[next].key == word_key("to")) ++next;
    return next < head.size() && !kServices.contains(head[next]);
  }
  return false;
}

/// "The task ... cannot be ..." within sixty bytes of one sentence.
bool says_impossible(std::string_view text, WordSpan words, std::size_t at) {
  const PhraseMatch subject = kSubjects.match_at(words, at);
  if (!subject) return false;
  const std::size_t begin = words[subject.end() - 1].end();
  const std::size_t end = std::min(begin + 60, text.find_first_of(".\n", begin));
  for (std::size_t i = subject.end(); i < words.size() && words[i].begin < end; ++i) {
    if (kCannot.match_at(words, i)) return true;
  }
  return false;
}

bool refuses_at(std::string_view text, WordSpan words, std::size_t at) {
  const PhraseMatch found = kInability.match_at(words, at);
  return (found && is_refused(words, found)) || says_impossible(text, words, at);
}

/// Looks behind up to two apologies, each with the rest of its clause.
bool refuses_at_head(std::string_view text, WordSpan words) {
  std::size_t at = 0;
  for (int apologies = 0; apologies < 2; ++apologies) {
    if (at >= words.size() || refuses_at(text, words, at)) return at < words.size();
    const PhraseMatch apology = kApologies.match_at(words, at);
    if (!apology) return false;
    const std::size_t from = words[apology.end() - 1].end();
    std::size_t next = apology.end();
    for (; next < words.size() && words[next].begin <= from + 45; ++next) {
      if (refuses_at(text, words, next)) return true;
      const std::size_t begin = words[next - 1].end();
      const bool is_stop = text.substr(begin, words[next].begin - begin).find_first_of(".!?\n") !=
                           std::string_view::npos;
      if (is_stop) break;
    }
    at = next;
  }
  return at < words.size() && refuses_at(text, words, at);
}

bool is_about_models(const Exchange& exchange) {
  return kModels.any_of(exchange.asked_words) || kModels.any_of(exchange.input_words);
}

WordSpan head_of(const TextView& text) {
  std::size_t count = 0;
  while (count < text.words.size() && text.words[count].begin < kHeadBytes)
    ++count;
  return text.words.first(count);
}

}  // namespace

Refused judge_refusal(const Exchange& exchange) {
  const TextView& response = exchange.response;
  const WordSpan head = head_of(response);
  bool refuses = refuses_at_head(response.text, head);
  // Further down the same words may tell of models that the question is about.
  if (!refuses && response.words.size() <= 150 && !is_about_models(exchange))
    refuses = static_cast<bool>(kModelsCannot.find(head));
  if (!refuses || takes_up_speech(exchange, head)) return Refused::kNone;
  const bool is_speech = asks_for_speech(exchange.asked_words) && !kModels.any_of(head);
  return is_speech ? Refused::kWeak : Refused::kStrong;
}

Refused judge_ask_back(const Exchange& exchange) {
  const TextView& response = exchange.response;
  const WordSpan words = response.words;
  if (words.empty() || words.size() >= 40) return Refused::kNone;
  std::size_t at = 0;
  if (const PhraseMatch agreed = kAgreements.match_at(words, 0)) {
    const std::size_t stop = response.text.find_first_of(".!,\n", words[agreed.end() - 1].end());
    while (at < words.size() && words[at].begin < stop)
      ++at;
  }
  if (!kRequests.match_at(words, at)) return Refused::kNone;
  // One sentence alone.
  const std::string_view rest = trim_ascii(response.text.substr(words[at].begin));
  if (rest.find('\n') != std::string_view::npos) return Refused::kNone;
  const std::size_t stop = rest.find_first_of(".?!");
  if (stop != std::string_view::npos && stop + 1 < rest.size()) return Refused::kNone;
  return asks_for_speech(exchange.asked_words) ? Refused::kWeak : Refused::kStrong;
}

}  // namespace bmo::checks
