// Pairs held in memory as plain texts, for programs that spoil them and judge them again.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bmo/checks/checks.hpp"
#include "bmo/checks/kit/coherence.hpp"
#include "bmo/checks/kit/ending_habits.hpp"
#include "bmo/scores/scores.hpp"

namespace bmo::validation {

struct Example {
  std::string instruction;
  std::string input;
  std::string response;
};

using Examples = std::vector<Example>;

/// A JSON list or JSON Lines of records with an instruction (or prompt, question), an input, and an
/// output (or response, answer, completion); records without both sides are left out. Empty where
/// there is no such file.
Examples read_set(const std::string& path);

/// What the checks and scores said of one example.
struct Verdict {
  std::vector<std::string> found;  ///< "code/fault", "code" where the check tells one thing only.
  double soundness = 0;
  double evidence = 0;
  bool has(std::string_view code) const;  ///< By code, whatever the fault.
};

/// Runs all checks and scores over the examples, in batches as a run has them; with the habits of
/// their set, where given. `seconds`, where given, is the processor time that all of it took.
std::vector<Verdict> judge(const Examples& examples, const checks::EndingHabits* habits = nullptr,
                           double* seconds = nullptr);

/// How the answers of the set end.
checks::EndingHabits habits_of(const Examples& set);

/// What the self-test of coherence finds in the examples, with the encoder that is built in.
Result<checks::CoherenceTrial> try_coherence(const Examples& examples);

/// Bytes of text.
std::size_t size_of(const Examples& examples);

/// The chance that a sound pair scores higher than a spoiled one; ties count half.
double auc(const std::vector<double>& sound, const std::vector<double>& spoiled);

/// A small generator of numbers; the same on every machine.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }

 private:
  std::uint64_t state_;
};

}  // namespace bmo::validation
