// Tells the whole story of one pair: its fate in an export and every reason.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bmo/app/session.hpp"
#include "bmo/base/result.hpp"

namespace bmo::app {

struct Reason {
  std::string code;  ///< A finding's code, a gate such as "where", or a verdict such as "near".
  std::string severity;
  std::string field;
  std::string detail;
  std::string title;
  std::string why;
  std::string fix;
};

/// What a fix changed in it.
struct StoredChange {
  std::string fix;
  std::string field;
  std::string before;
  std::string after;
};

/// One line of what a pair lost; the points of all add up to the soundness less 100.
struct LostPoints {
  int points = 0;
  std::string component;
  std::string text;
};

struct Story {
  std::string id;
  std::uint64_t record = 0;
  std::string file;
  std::uint64_t line = 0;
  std::uint64_t byte = 0;
  std::string content;  ///< Content hash in hex.
  std::string fate;
  std::string split;
  std::vector<std::string> written;  ///< "jsonl:messages row 12 of train"
  std::vector<Reason> reasons;
  std::vector<StoredChange> changes;
  // Of a duplicate: the pair that stays in its place, and how alike the two are.
  std::string kept_id;
  std::uint64_t kept_record = 0;
  std::string method;
  double similarity = 0;
  std::map<std::string, double> scores;  ///< Our own, of an export that scored.
  std::vector<LostPoints> lost;
  std::string decided;  ///< What a person decided: "keep: REASON (NAME)"; empty: nothing.
};

struct WhyAnswer {
  std::vector<Story> stories;  ///< One per record with that id (ids need not be unique).
};

/// `id`: a pair's id, its content hash, or "#N" for record N. E_NOT_FOUND with the nearest id.
Result<WhyAnswer> run_why(const std::string& id, const std::string& directory,
                          const Session& session);

}  // namespace bmo::app
