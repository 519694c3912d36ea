// Parses words into a verb's fields with CLI11, and turns its refusals into our errors.
#include "bmo/cli/arguments.hpp"

#include <algorithm>
#include <charconv>
#include <functional>

#include <CLI/CLI.hpp>

#include "bmo/base/text.hpp"

namespace bmo::cli {
namespace {

Error usage_error(std::string code, std::string message, std::string hint) {
  return {.kind = ErrorKind::kUsage,
          .code = std::move(code),
          .message = std::move(message),
          .hint = std::move(hint)};
}

std::string see_help(std::string_view verb) {
  return "bmo " + std::string(verb) + " --help";
}

bool looks_like_flag(std::string_view word) {
  return word.size() > 1 && word.front() == '-';
}

std::optional<std::uint64_t> parse_count(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size() || text.empty()) return {};
  return value;
}

void split_at_commas(std::string_view text, std::vector<std::string>& out) {
  while (true) {
    const std::size_t comma = text.find(',');
    if (const std::string_view part = trim_ascii(text.substr(0, comma)); !part.empty()) {
      out.emplace_back(part);
    }
    if (comma == std::string_view::npos) return;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

// CLI11 is given the flags alone. Which of the other words belongs where is settled here, since
// sources may stand before, between and behind flags.
struct Arguments::Parser {
  /// Moves the values of a flag or a positional to where the verb wants them.
  struct Slot {
    std::size_t card;
    std::unique_ptr<std::vector<std::string>> values;
    std::function<Status(const std::vector<std::string>&)> store;
  };

  CLI::App app;
  std::vector<Slot> slots;

  void add(std::size_t card, std::function<Status(const std::vector<std::string>&)> store) {
    slots.push_back({card, std::make_unique<std::vector<std::string>>(), std::move(store)});
  }

  void add_flag(std::size_t card, const std::string& name,
                std::function<Status(const std::vector<std::string>&)> store) {
    add(card, std::move(store));
    app.add_option(name, *slots.back().values)
        ->expected(1)
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }
};

Arguments::Arguments() : parser_(std::make_unique<Parser>()) {
  parser_->app.set_help_flag();
  parser_->app.allow_extras();
}

Arguments::~Arguments() = default;

ArgumentCard& Arguments::add_card(std::string name, std::string sentence, Need need) {
  return cards_.emplace_back(ArgumentCard{.name = std::move(name),
                                          .sentence = std::move(sentence),
                                          .need = need,
                                          .on_every_verb = common_});
}

void Arguments::begin_common() {
  common_ = true;
}

void Arguments::positional(std::string name, std::string& into, std::string sentence, Need need) {
  ArgumentCard& card = add_card(std::move(name), std::move(sentence), need);
  card.positional = true;
  parser_->add(cards_.size() - 1, [&into](const auto& values) {
    into = values.back();
    return ok();
  });
}

void Arguments::positionals(std::string name, std::vector<std::string>& into, std::string sentence,
                            Need need) {
  ArgumentCard& card = add_card(std::move(name), std::move(sentence), need);
  card.positional = card.repeated = true;
  parser_->add(cards_.size() - 1, [&into](const auto& values) {
    into = values;
    return ok();
  });
}

void Arguments::text(std::string flag, std::string value, std::string& into, std::string sentence,
                     Need need) {
  ArgumentCard& card = add_card(std::move(flag), std::move(sentence), need);
  card.value = std::move(value);
  parser_->add_flag(cards_.size() - 1, card.name, [&into](const auto& values) {
    into = values.back();
    return ok();
  });
}

void Arguments::texts(std::string flag, std::string value, std::vector<std::string>& into,
                      std::string sentence, Need need) {
  ArgumentCard& card = add_card(std::move(flag), std::move(sentence), need);
  card.value = std::move(value);
  card.repeated = true;
  parser_->add_flag(cards_.size() - 1, card.name, [&into](const auto& values) {
    for (const std::string& text : values)
      split_at_commas(text, into);
    return ok();
  });
}

void Arguments::choice(std::string flag, std::vector<std::string> choices, std::string& into,
                       std::string sentence) {
  ArgumentCard& card = add_card(std::move(flag), std::move(sentence), Need::kOptional);
  card.choices = std::move(choices);
  for (const std::string& word : card.choices)
    card.value += (card.value.empty() ? "" : "|") + word;
  const std::size_t at = cards_.size() - 1;
  parser_->add_flag(at, card.name, [this, at, &into](const auto& values) -> Status {
    const ArgumentCard& mine = cards_[at];
    into = values.back();
    for (const std::string& word : mine.choices) {
      if (word == into) return ok();
    }
    const std::vector<std::string_view> known(mine.choices.begin(), mine.choices.end());
    return usage_error("E_FLAG_VALUE",
                       mine.name + " cannot be `" + excerpt(into) + "`" + did_you_mean(into, known),
                       "give " + mine.name + " one of " + mine.value);
  });
}

void Arguments::count(std::string flag, std::optional<std::uint64_t>& into, std::string sentence) {
  ArgumentCard& card = add_card(std::move(flag), std::move(sentence), Need::kOptional);
  card.value = "N";
  const std::string name = card.name;
  parser_->add_flag(cards_.size() - 1, name, [name, &into](const auto& values) -> Status {
    into = parse_count(values.back());
    if (into) return ok();
    return usage_error("E_FLAG_VALUE",
                       name + " must be a whole number, not `" + excerpt(values.back()) + "`",
                       "write it without sign, point or unit, such as " + name + " 1000");
  });
}

void Arguments::on(std::string flag, bool& into, std::string sentence) {
  const ArgumentCard& card = add_card(std::move(flag), std::move(sentence), Need::kOptional);
  parser_->app.add_flag(card.name, into);
}

Error Arguments::unknown_flag(std::string_view verb, const std::string& word) const {
  std::vector<std::string_view> known{"--help"};
  for (const ArgumentCard& card : cards_) {
    if (!card.positional) known.push_back(card.name);
  }
  const std::string flag = word.substr(0, word.find('='));
  return usage_error("E_FLAG",
                     "`bmo " + std::string(verb) + "` has no flag `" + excerpt(flag) + "`" +
                         did_you_mean(flag, known),
                     see_help(verb));
}

Status Arguments::hand_out(std::string_view verb, const std::vector<std::string>& words) {
  std::size_t next = 0;
  for (Parser::Slot& slot : parser_->slots) {
    const ArgumentCard& card = cards_[slot.card];
    if (!card.positional) continue;
    const std::size_t take = card.repeated ? words.size() : std::min(words.size(), next + 1);
    for (; next < take; ++next)
      slot.values->push_back(words[next]);
  }
  if (next == words.size()) return ok();
  return usage_error(
      "E_ARGUMENT",
      "`bmo " + std::string(verb) + "` takes no further argument `" + excerpt(words[next]) + "`",
      see_help(verb));
}

Status Arguments::judge_counts(std::string_view verb) const {
  for (const Parser::Slot& slot : parser_->slots) {
    const ArgumentCard& card = cards_[slot.card];
    if (card.need == Need::kRequired && slot.values->empty()) {
      const std::string shown = card.positional ? card.name : card.name + " " + card.value;
      return usage_error("E_ARGUMENT", "`bmo " + std::string(verb) + "` needs " + shown,
                         "add " + shown + "; " + see_help(verb) + " shows examples");
    }
    if (!card.repeated && slot.values->size() > 1) {
      return usage_error(
          "E_FLAG_VALUE", card.name + " is given more than once",
          "leave one of " + excerpt((*slot.values)[0]) + " and " + excerpt((*slot.values)[1]));
    }
  }
  return ok();
}

Status Arguments::parse(std::string_view verb, std::span<const std::string> words) {
  const auto flags_end = std::ranges::find(words, "--");
  std::vector<std::string> reversed(words.begin(), flags_end);
  std::ranges::reverse(reversed);  // CLI11 takes the words last first.
  try {
    parser_->app.parse(std::move(reversed));
  } catch (const CLI::ArgumentMismatch& refusal) {
    const std::string text = refusal.what();
    return usage_error("E_FLAG_VALUE", "`" + text.substr(0, text.find(':')) + "` needs a value",
                       see_help(verb));
  } catch (const CLI::Error& refusal) {
    return usage_error("E_ARGUMENT", excerpt(refusal.what(), 200), see_help(verb));
  }
  std::vector<std::string> others;
  for (const std::string& word : parser_->app.remaining()) {
    if (looks_like_flag(word)) return unknown_flag(verb, word);
    others.push_back(word);
  }
  if (flags_end != words.end()) others.insert(others.end(), flags_end + 1, words.end());
  BMO_TRY(hand_out(verb, others));
  BMO_TRY(judge_counts(verb));
  for (const Parser::Slot& slot : parser_->slots) {
    if (!slot.values->empty()) BMO_TRY(slot.store(*slot.values));
  }
  return ok();
}

}  // namespace bmo::cli
