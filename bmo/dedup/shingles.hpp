// Cuts a text into overlapping runs of characters, by whose common share two texts are compared.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace bmo::dedup {

/// Hashes of all runs of five characters (three where the text is under 40 characters long; the
/// whole text where it is shorter than a run), in text order, with repetitions. Replaces `out`.
void cut_shingles(std::string_view text, std::vector<std::uint64_t>& out);

/// Sorts and drops repetitions.
void make_set(std::vector<std::uint64_t>& shingles);

/// Keeps about a quarter, chosen by the hash alone, so that two sets are cut alike.
void thin_out(std::vector<std::uint64_t>& shingles);

/// Size of the intersection over size of the union of two sets; 0 where both are empty.
double jaccard(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b);

}  // namespace bmo::dedup
