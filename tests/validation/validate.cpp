// Prints how checks and scores fare on public sets: rates on untouched pairs, and planted defects.
//
// validate rates|planted|endings|coherence|speed|show FILE [CODE [COUNT]]: FILE is a JSON list or
// JSON Lines of records with an instruction (or prompt, question), an input, and an output (or
// response, answer).
#include <cmath>
#include <cstdio>
#include <map>

#include "tests/validation/planting.hpp"

namespace bmo::validation {
namespace {

double percent(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

void print_rates(const Examples& examples) {
  double seconds = 0;
  const checks::EndingHabits habits = habits_of(examples);
  const std::vector<Verdict> verdicts = judge(examples, &habits, &seconds);
  std::map<std::string, std::size_t> counts;
  double sum = 0;
  double evidence = 0;
  std::size_t below_85 = 0;
  std::size_t below_70 = 0;
  for (const Verdict& verdict : verdicts) {
    for (const std::string& name : verdict.found)
      ++counts[name];
    sum += verdict.soundness;
    evidence += verdict.evidence;
    below_85 += verdict.soundness < 85 ? 1U : 0U;
    below_70 += verdict.soundness < 70 ? 1U : 0U;
  }
  const auto rows = static_cast<double>(verdicts.size());
  std::printf(
      "pairs %zu  soundness %.1f  below 85: %.2f %%  below 70: %.2f %%  evidence %.2f  %.0f MB/s\n",
      verdicts.size(), sum / rows, percent(below_85, verdicts.size()),
      percent(below_70, verdicts.size()), evidence / rows,
      static_cast<double>(size_of(examples)) / 1e6 / seconds);
  for (const auto& [name, count] : counts)
    std::printf("  %-44s %7zu  %6.3f %%\n", name.c_str(), count, percent(count, verdicts.size()));
}

bool is_long(const Example& example) {
  std::size_t spaces = 0;
  for (const char c : example.response)
    spaces += c == ' ' || c == '\n' ? 1U : 0U;
  return spaces >= 40;
}

/// Half the width of the 95 % interval of a share.
double half_width(std::size_t hits, std::size_t count) {
  const double share = static_cast<double>(hits) / static_cast<double>(count);
  return 196 * std::sqrt(share * (1 - share) / static_cast<double>(count));
}

void print_planted(const Examples& all) {
  Examples sound;
  for (const Example& example : all) {
    if (is_long(example)) sound.push_back(example);
  }
  const checks::EndingHabits habits = habits_of(all);
  const std::vector<Verdict> before = judge(sound, &habits);
  std::printf("%zu pairs with answers of at least 40 words\n", sound.size());
  std::printf("%-14s %6s %14s %10s %6s %9s %9s\n", "defect", "pairs", "found", "untouched", "AUC",
              "below 85", "below 70");
  for (const Defect& defect : defects()) {
    Examples spoiled;
    std::vector<double> of_sound;
    std::size_t untouched = 0;
    for (std::size_t i = 0; i < sound.size(); ++i) {
      untouched += before[i].has(defect.code) ? 1U : 0U;
      Example example = sound[i];
      // A draw of its own, so that other checks do not move it.
      Chance chance(0x9E3779B97F4A7C15U * (i + 1));
      // A pair that is flagged already says nothing of what was planted.
      if (before[i].has(defect.code) || !defect.plant(example, chance)) continue;
      spoiled.push_back(std::move(example));
      of_sound.push_back(before[i].soundness);
    }
    std::size_t found = 0;
    std::size_t below_85 = 0;
    std::size_t below_70 = 0;
    std::vector<double> of_spoiled;
    for (const Verdict& verdict : judge(spoiled, &habits)) {
      const bool is_leak = defect.name == "leak" && verdict.has("W_TEMPLATE_RESIDUE");
      found += verdict.has(defect.code) || is_leak ? 1U : 0U;
      below_85 += verdict.soundness < 85 ? 1U : 0U;
      below_70 += verdict.soundness < 70 ? 1U : 0U;
      of_spoiled.push_back(verdict.soundness);
    }
    if (spoiled.empty()) continue;
    std::printf("%-14s %6zu %6.1f +- %.1f %% %8.2f %% %6.3f %7.1f %% %7.1f %%\n",
                std::string(defect.name).c_str(), spoiled.size(), percent(found, spoiled.size()),
                half_width(found, spoiled.size()), percent(untouched, sound.size()),
                auc(of_sound, of_spoiled), percent(below_85, spoiled.size()),
                percent(below_70, spoiled.size()));
  }
}

void print_speed(const Examples& examples) {
  double best = 0;
  const checks::EndingHabits habits = habits_of(examples);
  for (int round = 0; round < 5; ++round) {
    double seconds = 0;
    judge(examples, &habits, &seconds);
    best = std::max(best, static_cast<double>(size_of(examples)) / 1e6 / seconds);
  }
  std::printf("%.1f MB of text, best of 5: %.0f MB/s per core\n",
              static_cast<double>(size_of(examples)) / 1e6, best);
}

void print_coherence(const Examples& examples) {
  const Result<checks::CoherenceTrial> trial = try_coherence(examples);
  if (!trial) {
    std::printf("%s\n", trial.error().message.c_str());
    return;
  }
  std::printf(
      "pairs %zu  judged %.0f %%  AUC %.3f  incoherent %.1f / %.0f %%  weak %.1f / %.0f %%  %s\n",
      trial->pairs, percent(trial->judged, trial->pairs), trial->auc, 100 * trial->false_alarms,
      100 * trial->hits, 100 * trial->weak_false_alarms, 100 * trial->weak_hits,
      trial->off.c_str());
}

void print_endings(const Examples& examples) {
  const checks::EndingTrial trial = habits_of(examples).trial();
  std::printf(
      "answers %zu  found by rules %.2f %%, by habits %.2f %%  cuts %zu  found by rules %.1f %%, "
      "by "
      "both %.1f %%  %s\n",
      trial.answers, percent(trial.found, trial.answers), percent(trial.alarms, trial.answers),
      trial.cuts, percent(trial.found_cuts, trial.cuts),
      percent(trial.found_cuts + trial.unusual_cuts, trial.cuts), trial.off.c_str());
}

/// Every n-th pair that has this finding, so that `count` are spread over the set.
void show(const Examples& examples, const std::string& name, std::size_t count) {
  const checks::EndingHabits habits = habits_of(examples);
  const std::vector<Verdict> verdicts = judge(examples, &habits);
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    for (const std::string& found : verdicts[i].found) {
      if (found.starts_with(name)) rows.push_back(i);
    }
  }
  const std::size_t step = std::max<std::size_t>(1, rows.size() / std::max<std::size_t>(count, 1));
  for (std::size_t i = 0; i < rows.size(); i += step) {
    const Example& example = examples[rows[i]];
    std::printf(
        "=== %zu\nI: %.600s\nIN: %.300s\nR: %.400s\n...%s\n", rows[i], example.instruction.c_str(),
        example.input.c_str(), example.response.c_str(),
        example.response
            .substr(example.response.size() - std::min<std::size_t>(160, example.response.size()))
            .c_str());
  }
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() < 2) {
    std::fputs("usage: validate rates|planted|endings|coherence|speed|show FILE [CODE [COUNT]]\n",
               stderr);
    return 64;
  }
  const Examples examples = read_set(arguments[1]);
  if (examples.empty()) {
    std::fputs("no pairs were read\n", stderr);
    return 65;
  }
  if (arguments[0] == "rates") print_rates(examples);
  if (arguments[0] == "planted") print_planted(examples);
  if (arguments[0] == "endings") print_endings(examples);
  if (arguments[0] == "coherence") print_coherence(examples);
  if (arguments[0] == "speed") print_speed(examples);
  if (arguments[0] == "show" && arguments.size() > 2) {
    show(examples, arguments[2], arguments.size() > 3 ? std::stoul(arguments[3]) : 20);
  }
  return 0;
}

}  // namespace
}  // namespace bmo::validation

int main(int argc, char** argv) {
  return bmo::validation::run({argv + 1, argv + argc});
}
