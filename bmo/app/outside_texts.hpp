// Makes vectors of what bmo.toml names beside the set: examples of topics, and public sets.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"
#include "bmo/embed/embed.hpp"
#include "bmo/metrics/metrics.hpp"
#include "bmo/workspace/analysis_config.hpp"

namespace bmo::app {

/// What outside texts are read and encoded with.
struct OutsideReader {
  const embed::Encoder& encoder;
  const std::string& config;  ///< The bmo.toml; files are named from its folder.
  unsigned threads;
  const Session& session;
};

/// The topics with the directions of their examples: texts, or a file of one on each line (.txt) or
/// of pairs in any shape that is recognised, of which the questions count. E_CONFIG where a topic
/// has fewer than 20 different ones; the errors of reading and of the encoder.
Result<std::vector<metrics::Settings::DescribedTopic>> described_topics(
    const workspace::AnalysisConfig& config, const OutsideReader& reader);

/// The directions of all questions in sets that are named: files, folders, dataset:NAME. Of more
/// than 200,000 the ones with the lowest hashes.
Result<metrics::PublicSets> public_sets(const std::vector<std::string>& sources,
                                        const OutsideReader& reader);

}  // namespace bmo::app
