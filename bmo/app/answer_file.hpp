// A file of rows in which a person answers one question each.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/arena.hpp"
#include "bmo/base/result.hpp"
#include "bmo/io/io.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/json/json.hpp"

namespace bmo::app {

/// The question and the words that answer it, beside true, yes, y and 1, or false, no, n and 0.
struct AnswerWords {
  std::string_view field;  ///< "same": the column that a person fills in.
  std::string_view yes;    ///< "same"
  std::string_view no;     ///< "different"
  std::string_view make;   ///< The command that makes such a file: "bmo dedup SRC --label FILE".
};

/// Writes rows that all have the same fields: CSV where the name ends in .csv, else JSON Lines.
/// `like` is such a row, for the head of a CSV without rows. E_OUTPUT where the file is there
/// already; `next` is the command that reads its answers.
Status write_answer_file(io::Disk& disk, const std::string& path, const json::Dom& like,
                         const std::vector<json::Dom>& rows, std::string_view next);

/// What a row holds in a field, as it is written; empty where it is missing or null.
std::string answer_text(json::Value row, std::string_view field, Arena& arena);

/// E_LABELS at a row of a file.
Error unreadable_answer(const AnswerWords& words, const std::string& path, std::uint64_t row,
                        std::string why);

/// Called for each row that is answered, with its number from 1.
using TakeAnswer =
    std::function<Status(json::Value row, Arena& arena, std::uint64_t number, bool answer)>;

/// Reads such a file back, in any container, and gives the number of rows without an answer.
/// E_LABELS names the first row that holds anything else than an answer.
Result<std::uint64_t> read_answer_file(io::Disk& disk, const std::string& path,
                                       const AnswerWords& words, const TakeAnswer& take);

}  // namespace bmo::app
