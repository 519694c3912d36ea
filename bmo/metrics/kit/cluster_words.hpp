// Names clusters of texts by the words that they have and the others have not.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace bmo::metrics {

/// For each of `clusters` up to `most` words and pairs of words, the most telling first: the
/// highest tf log(1 + A / f), where tf is how often a term is in the cluster divided by its words,
/// f how often in all, and A the mean number of words of a cluster (class-based TF-IDF:
/// Grootendorst, 2022). Stop words, what most tasks ask with, and terms of fewer than two texts of
/// the cluster are left out. `of` holds the cluster of each text.
std::vector<std::vector<std::string>> cluster_words(std::span<const std::string> texts,
                                                    std::span<const std::uint32_t> of,
                                                    std::size_t clusters, std::size_t most);

}  // namespace bmo::metrics
