// Points that a user sets in place of those on the cards, and how answers about findings set them.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/model/batch.hpp"

namespace bmo::scores {

/// What one kind of finding takes: "W_TRUNCATED no_terminal", 9.
struct KindPoints {
  std::string code;
  std::string fault;  ///< Empty: the check tells nothing apart.
  std::uint8_t points = 0;

  /// As tables and settings name it: the code, and the fault behind a space.
  std::string what() const { return fault.empty() ? code : code + " " + fault; }
};

/// In the order of `what`, each once. Kinds that are not in it keep their cards' points.
using OwnPoints = std::vector<KindPoints>;

/// The kind that a finding is of, by the same name.
std::string kind_name(const Finding& finding);

/// Sets the points of the batch's findings to those of the table.
void use_points(const OwnPoints& own, Batch& batch);

/// So many answers a card's points are worth beside those of a user.
inline constexpr std::uint64_t kPriorAnswers = 20;
/// From so many answers on points are estimated anew; fewer say too little of a share.
inline constexpr std::uint64_t kEnoughAnswers = 50;

/// What findings of this gravity would take if each were right: 5, 12, 30 or 100, the least that is
/// not below a card's points.
unsigned gravity_of(unsigned card_points);

/// Points are the gravity times the share of findings that are right. That share is the mean of a
/// beta distribution whose prior is the card's own share, worth kPriorAnswers answers. Needs
/// `right` <= `answered`.
std::uint8_t estimated_points(std::uint8_t card_points, std::uint64_t right,
                              std::uint64_t answered);

}  // namespace bmo::scores
