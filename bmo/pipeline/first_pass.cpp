// Files that only grow, told of at each block and cut back to the last one.
#include "bmo/pipeline/first_pass.hpp"

#include <algorithm>

#include "bmo/dedup/rows.hpp"
#include "bmo/pipeline/prints.hpp"

namespace bmo::pipeline {
namespace {

constexpr std::size_t kPrints = 0;
constexpr std::size_t kTexts = 1;
constexpr std::size_t kNames = 2;
constexpr std::size_t kPrintsAtOnce = 8192;
constexpr std::size_t kPart = std::size_t{1} << 20U;

/// Goes along a file of names (append_name).
class StoredNames {
 public:
  StoredNames(io::File& file, std::uint64_t bytes) : file_(file), bytes_(bytes) {}

  struct Name {
    std::string_view id;
    std::string_view source;
  };
  /// Valid until the next call.
  Result<Name> next() {
    BMO_TRY(hold(2 * sizeof(std::uint32_t)));
    const std::size_t id = length_at(used_);
    const std::size_t source = length_at(used_ + sizeof(std::uint32_t));
    BMO_TRY(hold(2 * sizeof(std::uint32_t) + id + source));
    const std::size_t begin = used_ + 2 * sizeof(std::uint32_t);
    used_ = begin + id + source;
    const std::string_view all(buffer_);
    return Name{.id = all.substr(begin, id), .source = all.substr(begin + id, source)};
  }

 private:
  std::uint32_t length_at(std::size_t at) const {
    std::uint32_t length = 0;
    std::copy_n(buffer_.data() + at, sizeof(length), reinterpret_cast<char*>(&length));
    return length;
  }

  /// So many bytes in the buffer, from `used_` on.
  Status hold(std::size_t wanted) {
    while (buffer_.size() - used_ < wanted) {
      buffer_.erase(0, used_);
      used_ = 0;
      const std::size_t before = buffer_.size();
      const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(kPart, bytes_ - at_));
      buffer_.resize(before + std::max<std::size_t>(part, 1));
      BMO_TRY(dedup::read_all(file_, at_, buffer_.data() + before, buffer_.size() - before));
      at_ += part;
    }
    return ok();
  }

  io::File& file_;
  std::uint64_t bytes_;
  std::uint64_t at_ = 0;
  std::string buffer_;
  std::size_t used_ = 0;
};

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

Status PrintsWriter::append_texts(const PrintFiles& stored) {
  BMO_TRY_AS(const auto file, disk_.open(stored.texts(), io::Open::kRead));
  std::string part;
  for (std::uint64_t at = 0; at < stored.text_bytes; at += part.size()) {
    part.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kPart, stored.text_bytes - at)));
    BMO_TRY(dedup::read_all(*file, at, part.data(), part.size()));
    BMO_TRY(files_[kTexts]->write(part));
  }
  return ok();
}

Status PrintsWriter::append_stored(const PrintFiles& stored, std::uint64_t before,
                                   std::string_view file) {
  BMO_TRY(open());
  const std::uint64_t texts_before = files_[kTexts]->size();
  BMO_TRY(append_texts(stored));
  BMO_TRY_AS(const auto prints, disk_.open(stored.prints(), io::Open::kRead));
  BMO_TRY_AS(const auto name_file, disk_.open(stored.names(), io::Open::kRead));
  StoredNames names(*name_file, stored.name_bytes);
  std::string named;
  for (std::uint64_t at = 0; at < stored.print_bytes;) {
    moved_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(
        kPrintsAtOnce, (stored.print_bytes - at) / sizeof(dedup::Fingerprint))));
    const std::size_t part = moved_.size() * sizeof(dedup::Fingerprint);
    BMO_TRY(dedup::read_all(*prints, at, moved_.data(), part));
    named.clear();
    for (dedup::Fingerprint& print : moved_) {
      print.record += before;
      print.text_at += texts_before;
      BMO_TRY_AS(const StoredNames::Name name, names.next());
      if (name.source.empty()) print.source = source_number(file);
      append_name(name.id, name.source.empty() ? file : name.source, named);
    }
    BMO_TRY(files_[kPrints]->write({reinterpret_cast<const char*>(moved_.data()), part}));
    BMO_TRY(files_[kNames]->write(named));
    at += part;
  }
  return ok();
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
