// Says what a row about two pairs holds.
#include "bmo/app/labels.hpp"

#include <charconv>

#include "bmo/app/answer_file.hpp"

namespace bmo::app {
namespace {

constexpr AnswerWords kWords{
    .field = "same", .yes = "same", .no = "different", .make = "bmo dedup SRC --label FILE"};

json::Dom row_dom(const LabelAnswer& label, std::size_t number) {
  return {{"pair", number},
          {"same", nullptr},
          {"method", label.verdict},
          {"similarity", label.similarity},
          {"instruction", label.instruction},
          {"other_instruction", label.other_instruction},
          {"response", label.response},
          {"other_response", label.other_response},
          {"difference", label.difference},
          {"id", label.id},
          {"other_id", label.other_id}};
}

Result<Label> label_of(json::Value row, Arena& arena, const std::string& path, std::uint64_t number,
                       bool is_same) {
  const std::string written = answer_text(row, "similarity", arena);
  Label label{.method = answer_text(row, "method", arena), .is_same = is_same};
  const char* end = written.data() + written.size();
  const bool is_number = std::from_chars(written.data(), end, label.similarity).ptr == end &&
                         !written.empty() && label.similarity >= 0 && label.similarity <= 1;
  if (!is_number)
    return unreadable_answer(kWords, path, number, "`similarity` is no number from 0 to 1");
  if (label.method != "near" && label.method != "semantic")
    return unreadable_answer(kWords, path, number, "`method` is neither near nor semantic");
  return label;
}

}  // namespace

Status write_labels(io::Disk& disk, const std::string& path,
                    const std::vector<LabelAnswer>& labels) {
  std::vector<json::Dom> rows;
  for (std::size_t i = 0; i < labels.size(); ++i)
    rows.push_back(row_dom(labels[i], i + 1));
  return write_answer_file(disk, path, row_dom({}, 0), rows, "--calibrate " + path);
}

Result<Labels> read_labels(io::Disk& disk, const std::string& path) {
  Labels out;
  const auto take = [&](json::Value row, Arena& arena, std::uint64_t number,
                        bool is_same) -> Status {
    BMO_TRY_AS(Label label, label_of(row, arena, path, number, is_same));
    out.answered.push_back(std::move(label));
    return ok();
  };
  BMO_TRY_AS(out.open, read_answer_file(disk, path, kWords, take));
  return out;
}

}  // namespace bmo::app
