// Finds sets whose sources come without a licence.
#include "bmo/checks/kit/walk.hpp"
#include "bmo/checks/set_checks.hpp"

namespace bmo::checks::sets {
namespace {

struct NoLicence {
  static constexpr CheckCard card{
      .id = "no_licence",
      .code = "W_NO_LICENCE",
      .title = "Pairs name a source and no licence",
      .why =
          "Whoever trains on them or hands the set on cannot show that he may. One finding stands "
          "for all such pairs of a set.",
      .fix = "Fill in source.licence, by a constant in the mapping file where it is one for all.",
      .severity = Severity::kWarning,
      .family = Family::kContent,
  };

  void add(const Batch& batch) {
    each_pair(batch, [&](std::size_t row, const Pair& pair) {
      if (pair.metadata == nullptr) return;
      const Metadata& metadata = *pair.metadata;
      if (metadata[TextField::kSourceDocument].empty() && metadata[TextField::kSourceUri].empty())
        return;
      ++sourced;
      if (!metadata[TextField::kSourceLicence].empty()) return;
      ++unlicensed;
      const std::uint64_t number = batch.records[row].number;
      if (first_record == 0 || number < first_record) first_record = number;
    });
  }

  void merge(const NoLicence& other) {
    sourced += other.sourced;
    unlicensed += other.unlicensed;
    const bool is_first =
        other.first_record != 0 && (first_record == 0 || other.first_record < first_record);
    if (is_first) first_record = other.first_record;
  }

  std::vector<SetFinding> judge() const {
    if (unlicensed == 0) return {};
    return {{.rows = unlicensed,
             .of = sourced,
             .first_record = first_record,
             .detail = std::to_string(unlicensed) + " of " + std::to_string(sourced) +
                       " pairs with a source have no licence"}};
  }

  std::uint64_t sourced = 0;
  std::uint64_t unlicensed = 0;
  std::uint64_t first_record = 0;
};

}  // namespace

const SetCheckEntry& no_licence() {
  return set_entry<NoLicence>();
}

}  // namespace bmo::checks::sets
