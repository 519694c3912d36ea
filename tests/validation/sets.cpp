// Judges examples in memory.
#include "tests/validation/sets.hpp"

#include <algorithm>
#include <ctime>

#include "bmo/embed/table.hpp"

namespace bmo::validation {
namespace {

constexpr std::size_t kBatch = 512;

/// Builds a batch over the examples from `first` on; the messages borrow from `texts`.
struct Built {
  Batch batch;
  std::vector<std::string> instructions;
  std::vector<Message> messages;
};

void build(const Examples& examples, std::size_t first, std::size_t count, Built& out) {
  out.batch = Batch{};
  out.instructions.assign(count, {});
  out.messages.assign(2 * count, {});
  for (std::size_t i = 0; i < count; ++i) {
    const Example& example = examples[first + i];
    out.instructions[i] = example.instruction;
    if (!example.input.empty()) out.instructions[i] += "\n" + example.input;
    out.messages[2 * i] = {.role = Role::kUser, .content = out.instructions[i]};
    out.messages[2 * i + 1] = {.role = Role::kAssistant, .content = example.response};
    Pair pair{.messages = {&out.messages[2 * i], 2}};
    if (!example.input.empty()) {
      pair.input_at = static_cast<std::uint32_t>(example.instruction.size() + 1);
    }
    out.batch.records.push_back({.number = first + i + 1, .json = "{}"});
    out.batch.pairs.push_back(pair);
    out.batch.fates.push_back(Fate::kExported);
  }
}

/// Keeps facts and columns from batch to batch, as a run does.
class Judge {
 public:
  explicit Judge(const checks::EndingHabits* habits) : habits_(habits) {}

  void run(Built& built, std::vector<Verdict>& out) {
    const std::clock_t start = std::clock();
    checks::run(checks::all(), built.batch, facts_);
    if (habits_ != nullptr) {
      checks::FindingSink sink(built.batch, checks::EndingHabits::card());
      habits_->inspect(built.batch, facts_, sink);
    }
    add_up(built.batch);
    seconds_ += static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    const std::size_t first = out.size();
    for (std::size_t row = 0; row < built.batch.size(); ++row) {
      out.push_back({.found = {},
                     .soundness = columns_["soundness"][row],
                     .evidence = columns_["evidence"][row]});
    }
    for (const Finding& finding : built.batch.findings) {
      std::string name(finding.code);
      if (!finding.fault.empty()) name += "/" + std::string(finding.fault);
      out[first + finding.row].found.push_back(std::move(name));
    }
  }
  double seconds() const { return seconds_; }

 private:
  void add_up(Batch& batch) {
    std::fill(batch.fates.begin(), batch.fates.end(), Fate::kExported);
    scores::add_up(batch, facts_, checked_, losses_);
    for (const scores::ScoreEntry* score : scores::all())
      score->fill(losses_, columns_[std::string(score->card->id)]);
  }

  const checks::EndingHabits* habits_;
  scores::Components checked_ = checks::components_of(checks::all());
  facts::Facts facts_;
  scores::Losses losses_;
  std::map<std::string, std::vector<double>> columns_;
  double seconds_ = 0;
};

}  // namespace

bool Verdict::has(std::string_view code) const {
  return std::any_of(found.begin(), found.end(), [code](const std::string& name) {
    return name == code || (name.starts_with(code) && name[code.size()] == '/');
  });
}

std::vector<Verdict> judge(const Examples& examples, const checks::EndingHabits* habits,
                           double* seconds) {
  std::vector<Verdict> out;
  Judge judge(habits);
  Built built;
  for (std::size_t first = 0; first < examples.size(); first += kBatch) {
    build(examples, first, std::min(kBatch, examples.size() - first), built);
    judge.run(built, out);
  }
  if (seconds != nullptr) *seconds = judge.seconds();
  return out;
}

namespace {

void take_sample(const Examples& examples, checks::CoherenceSample& sample) {
  Built built;
  for (std::size_t first = 0; first < examples.size(); first += kBatch) {
    build(examples, first, std::min(kBatch, examples.size() - first), built);
    sample.add(built.batch);
  }
}

}  // namespace

checks::EndingHabits habits_of(const Examples& set) {
  checks::CoherenceSample sample;
  take_sample(set, sample);
  return checks::EndingHabits::learn(sample);
}

Result<checks::CoherenceTrial> try_coherence(const Examples& examples) {
  checks::CoherenceSample sample;
  take_sample(examples, sample);
  BMO_TRY_AS(const std::unique_ptr<embed::StaticTable> encoder, embed::builtin_table());
  BMO_TRY_AS(const checks::Coherence coherence, checks::Coherence::prepare(sample, *encoder));
  return coherence.trial();
}

std::size_t size_of(const Examples& examples) {
  std::size_t bytes = 0;
  for (const Example& example : examples)
    bytes += example.instruction.size() + example.input.size() + example.response.size();
  return bytes;
}

double auc(const std::vector<double>& sound, const std::vector<double>& spoiled) {
  std::vector<double> sorted = spoiled;
  std::sort(sorted.begin(), sorted.end());
  double sum = 0;
  for (const double value : sound) {
    const auto low = std::lower_bound(sorted.begin(), sorted.end(), value) - sorted.begin();
    const auto high = std::upper_bound(sorted.begin(), sorted.end(), value) - sorted.begin();
    sum += static_cast<double>(low + high) / 2;
  }
  return sum / (static_cast<double>(sound.size()) * static_cast<double>(sorted.size()));
}

std::uint64_t Chance::next() {
  // splitmix64
  state_ += 0x9E3779B97F4A7C15ULL;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31U);
}

}  // namespace bmo::validation
