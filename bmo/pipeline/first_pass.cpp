// Files that only grow, told of at each block and cut back to the last one.
#include "bmo/pipeline/first_pass.hpp"

#include <algorithm>

#include "bmo/pipeline/prints.hpp"

namespace bmo::pipeline {
namespace {

constexpr std::size_t kPrints = 0;
constexpr std::size_t kTexts = 1;
constexpr std::size_t kNames = 2;

}  // namespace

PrintsWriter::PrintsWriter(io::Disk& disk, const std::string& directory, bool sketches)
    : disk_(disk), directory_(directory), sketches_(sketches) {
  const PrintFiles files{.directory = directory};
  paths_[kPrints] = sketches ? files.sketches() : files.prints();
  paths_[kTexts] = files.texts();
  paths_[kNames] = files.names();
}

Status PrintsWriter::open() {
  for (std::size_t i = 0; i < kFiles; ++i) {
    if (files_[i]) continue;
    BMO_TRY_AS(files_[i], AppendFile::create(disk_, paths_[i]));
  }
  return ok();
}

Status PrintsWriter::append_prints(const ItemPrints& prints, std::size_t begin, std::size_t end) {
  const auto& made = prints.made.prints;
  const std::uint64_t text_begin = made[begin].text_at;
  const std::uint64_t text_end = made[end - 1].text_at + made[end - 1].text_bytes();
  const std::uint64_t name_begin = begin == 0 ? 0 : prints.name_ends[begin - 1];
  moved_.assign(made.begin() + static_cast<std::ptrdiff_t>(begin),
                made.begin() + static_cast<std::ptrdiff_t>(end));
  for (dedup::Fingerprint& print : moved_)
    print.text_at = print.text_at - text_begin + files_[kTexts]->size();
  BMO_TRY(files_[kPrints]->write(
      {reinterpret_cast<const char*>(moved_.data()), moved_.size() * sizeof(dedup::Fingerprint)}));
  BMO_TRY(files_[kTexts]->write(
      std::string_view(prints.made.texts).substr(text_begin, text_end - text_begin)));
  return files_[kNames]->write(
      std::string_view(prints.names).substr(name_begin, prints.name_ends[end - 1] - name_begin));
}

Status PrintsWriter::append(const Item& item, std::size_t first, std::size_t last) {
  BMO_TRY(open());
  const std::vector<std::uint32_t>& rows = item.prints.rows;
  const auto position = [&rows](std::size_t row) {
    return static_cast<std::size_t>(std::ranges::lower_bound(rows, row) - rows.begin());
  };
  const std::size_t begin = position(first);
  const std::size_t end = position(last);
  return begin < end ? append_prints(item.prints, begin, end) : ok();
}

Result<json::Dom> PrintsWriter::checkpoint(std::vector<std::shared_ptr<io::File>>& to_sync) {
  BMO_TRY(open());
  json::Dom parts = json::Dom::array();
  for (const std::unique_ptr<AppendFile>& file : files_) {
    BMO_TRY(file->flush());
    to_sync.push_back(file->file());
    const FileState state = file->state();
    parts.push_back({{"bytes", state.bytes}, {"sha256", state.sha256}});
  }
  return parts;
}

Status PrintsWriter::resume(const std::vector<json::Dom>& parts) {
  if (parts.empty()) return ok();
  for (std::size_t i = 0; i < kFiles; ++i) {
    const json::Dom& part = parts.back().at(i);
    BMO_TRY_AS(files_[i],
               AppendFile::resume(disk_, paths_[i],
                                  {.bytes = part.at("bytes"), .sha256 = part.at("sha256")}));
  }
  return ok();
}

PrintFiles PrintsWriter::files() const {
  const auto size = [this](std::size_t i) { return files_[i] ? files_[i]->size() : 0; };
  return {.directory = directory_,
          .print_bytes = size(kPrints),
          .text_bytes = size(kTexts),
          .name_bytes = size(kNames)};
}

}  // namespace bmo::pipeline
