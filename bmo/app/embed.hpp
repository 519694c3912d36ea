// Learns a static table of vectors from the user's own texts, and tells about encoders.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"

namespace bmo::app {

struct EmbedFitRequest {
  std::vector<std::string> sources;  ///< Files, folders, globs, or dataset:NAME.
  std::string teacher;               ///< The encoder to learn from.
  std::string out;                   ///< The table's file.
  std::string map;                   ///< A mapping file, or the name of a preset.
  std::string cache;                 ///< File that keeps the teacher's vectors; empty: none.
  std::string language = "en";       ///< Texts in others are not evaluated; empty: all are.
  std::uint64_t texts = 200000;      ///< At most so many, chosen by hash.
  std::uint64_t rows = 30000;
  std::uint64_t dimension = 128;
};

struct EmbedFitAnswer {
  std::string out;
  std::string digest;
  std::string teacher;
  std::uint64_t records = 0;  ///< That were read.
  std::uint64_t texts = 0;
  std::uint64_t held_out = 0;
  std::uint64_t words = 0;   ///< Rows for words ...
  std::uint64_t pieces = 0;  ///< ... and for pieces of words.
  std::uint64_t bytes = 0;
  double known_words = 0;       ///< Share of the words of held-out texts that have a row.
  double rank_correlation = 0;  ///< Of the table's cosines and the teacher's, on held-out texts.
};

/// Replaces the file. E_FIT_TEXTS, E_ENCODER, E_STOPPED; what the cache holds stays.
Result<EmbedFitAnswer> run_embed_fit(const EmbedFitRequest& request, const Session& session);

struct EmbedInfoAnswer {
  std::string name;
  std::string id;
  std::string digest;
  std::uint64_t dimension = 0;
  std::string language;
  std::string about;
  std::string recipe;  ///< JSON; empty where there is none.
};

/// `encoder` is what --encoder takes. E_ENCODER.
Result<EmbedInfoAnswer> run_embed_info(const std::string& encoder, const Session& session);

}  // namespace bmo::app
