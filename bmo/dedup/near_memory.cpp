// Arrays as they lie in memory, each behind its length; what they are about first, their hash last.
#include "bmo/dedup/near_memory.hpp"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "bmo/base/text.hpp"
#include "bmo/dedup/min_hash.hpp"

namespace bmo::dedup {
namespace {

/// To be raised when the same two rows get another verdict or other keys than before, or the file
/// another form.
constexpr std::uint64_t kForm = 1;
constexpr std::size_t kBuffer = std::size_t{1} << 20U;

struct Head {
  std::uint64_t form = kForm;
  std::uint64_t print_bytes = sizeof(Fingerprint);
  double floor = 0;
  double agreement = 0;
  std::uint64_t guards = 0;
  std::uint64_t strip_lines = 0;
};

Head head_of(const Options& options) {
  return {.floor = options.floor,
          .agreement = options.agreement,
          .guards = options.guards ? 1U : 0U,
          .strip_lines = options.strip_lines ? 1U : 0U};
}

class Writer {
 public:
  explicit Writer(io::File& file) : file_(file) {}

  template <typename T>
  Status put(std::span<const T> values) {
    static_assert(std::is_trivially_copyable_v<T>);
    const std::uint64_t count = values.size();
    BMO_TRY(write(&count, sizeof(count)));
    return write(values.data(), values.size_bytes());
  }
  template <typename T>
  Status put(const std::vector<T>& values) {
    return put(std::span<const T>(values));
  }
  Status finish() {
    const Hash128 sum = hash_.value();
    BMO_TRY(write(&sum, sizeof(sum)));
    return flush();
  }

 private:
  Status write(const void* data, std::size_t size) {
    const std::string_view bytes(static_cast<const char*>(data), size);
    hash_.add(bytes);
    buffer_ += bytes;
    return buffer_.size() < kBuffer ? ok() : flush();
  }
  Status flush() {
    BMO_TRY(file_.write_at(at_, buffer_));
    at_ += buffer_.size();
    buffer_.clear();
    return ok();
  }

  io::File& file_;
  std::uint64_t at_ = 0;
  std::string buffer_;
  StreamHash128 hash_;
};

/// What does not fit says so by `is_sound`; the rest is empty then.
class Reader {
 public:
  Reader(io::File& file, std::uint64_t bytes) : file_(file), left_(bytes) {}

  template <typename T>
  Status get(std::vector<T>& out) {
    static_assert(std::is_trivially_copyable_v<T>);
    std::uint64_t count = 0;
    BMO_TRY(read(&count, sizeof(count)));
    if (count > left_ / sizeof(T)) is_sound_ = false;
    if (!is_sound_) return ok();
    out.resize(count);
    return read(out.data(), count * sizeof(T));
  }
  /// Is that all, and is it what was written?
  Result<bool> is_whole() {
    const Hash128 sum = hash_.value();
    Hash128 written;
    BMO_TRY(read(&written, sizeof(written)));
    return is_sound_ && left_ == 0 && written == sum;
  }

 private:
  Status read(void* out, std::size_t size) {
    if (size > left_) is_sound_ = false;
    if (!is_sound_ || size == 0) return ok();
    BMO_TRY(read_all(file_, at_, out, size));
    hash_.add({static_cast<const char*>(out), size});
    at_ += size;
    left_ -= size;
    return ok();
  }

  io::File& file_;
  std::uint64_t at_ = 0;
  std::uint64_t left_;
  bool is_sound_ = true;
  StreamHash128 hash_;
};

template <typename Stream, typename Counts>
Status pass_survey(Stream& stream, Counts& survey, std::vector<std::uint64_t>& sizes) {
  BMO_TRY(stream(sizes));
  BMO_TRY(stream(survey.lines));
  BMO_TRY(stream(survey.words));
  return stream(survey.names);
}

Status put_findings(Writer& writer, const NearFindings& findings,
                    const std::function<std::span<const std::uint32_t>(std::size_t)>& column) {
  std::vector<std::uint64_t> numbers{findings.survey.rows, findings.survey.watched};
  for (const auto& [line, count] : findings.survey.watched_lines) {
    numbers.push_back(line);
    numbers.push_back(count);
  }
  const auto put = [&writer](const auto& values) { return writer.put(values); };
  BMO_TRY(pass_survey(put, findings.survey, numbers));
  BMO_TRY(writer.put(findings.boilerplate));
  BMO_TRY(writer.put(findings.members));
  BMO_TRY(writer.put(findings.shared));
  for (std::size_t band = 0; band < kBands; ++band)
    BMO_TRY(writer.put(column(band)));
  BMO_TRY(writer.put(findings.verdicts.never));
  BMO_TRY(writer.put(findings.verdicts.judged));
  return writer.put(findings.verdicts.hinges);
}

Status get_findings(Reader& reader, NearFindings& out) {
  std::vector<std::uint64_t> numbers;
  const auto get = [&reader](auto& values) { return reader.get(values); };
  BMO_TRY(pass_survey(get, out.survey, numbers));
  numbers.resize(std::max<std::size_t>(numbers.size(), 2));
  out.survey.rows = numbers[0];
  out.survey.watched = numbers[1];
  for (std::size_t i = 2; i + 1 < numbers.size(); i += 2)
    out.survey.watched_lines.emplace_back(numbers[i], numbers[i + 1]);
  BMO_TRY(reader.get(out.boilerplate));
  BMO_TRY(reader.get(out.members));
  BMO_TRY(reader.get(out.shared));
  out.columns.resize(kBands);
  for (std::vector<std::uint32_t>& column : out.columns)
    BMO_TRY(reader.get(column));
  BMO_TRY(reader.get(out.verdicts.never));
  BMO_TRY(reader.get(out.verdicts.judged));
  return reader.get(out.verdicts.hinges);
}

bool begins_with(const std::vector<NearMemory::Part>& all,
                 const std::vector<NearMemory::Part>& first) {
  return first.size() <= all.size() && std::equal(first.begin(), first.end(), all.begin());
}

}  // namespace

std::uint64_t Verdicts::key_of(Row a, Row b) {
  return std::uint64_t{std::min(a, b)} << 32U | std::max(a, b);
}

std::optional<Edge> Verdicts::Judged::edge() const {
  if (!has_edge) return std::nullopt;
  return Edge{.first = first,
              .second = second,
              .instruction = instruction,
              .response = response,
              .kind = kind,
              .same_seed = same_seed};
}

void Verdicts::add(std::uint64_t key, const std::optional<Edge>& edge, const Hinges& hung_on,
                   bool agrees) {
  if (!edge && hung_on.empty()) {
    never.push_back(key);
    return;
  }
  const Edge found = edge.value_or(Edge{});
  judged.push_back({.key = key,
                    .hinges_at = hinges.size(),
                    .first = found.first,
                    .second = found.second,
                    .instruction = found.instruction,
                    .response = found.response,
                    .kind = found.kind,
                    .same_seed = found.same_seed,
                    .has_edge = edge.has_value(),
                    .has_hinges = !hung_on.empty(),
                    .agrees = agrees});
  if (hung_on.empty()) return;
  for (const auto* words : {&hung_on.rare_a, &hung_on.rare_b, &hung_on.name_a, &hung_on.name_b}) {
    hinges.push_back(static_cast<std::uint32_t>(words->size()));
    hinges.insert(hinges.end(), words->begin(), words->end());
  }
}

void Verdicts::hinges_of(const Judged& one, Hinges& out) const {
  out.clear();
  std::size_t at = one.hinges_at;
  for (auto* words : {&out.rare_a, &out.rare_b, &out.name_a, &out.name_b}) {
    const auto begin = hinges.begin() + static_cast<std::ptrdiff_t>(at + 1);
    words->assign(begin, begin + hinges[at]);
    at += 1 + hinges[at];
  }
}

void Verdicts::append(const Verdicts& other) {
  never.insert(never.end(), other.never.begin(), other.never.end());
  for (Judged one : other.judged) {
    one.hinges_at += hinges.size();
    judged.push_back(one);
  }
  hinges.insert(hinges.end(), other.hinges.begin(), other.hinges.end());
}

std::uint64_t Verdicts::bytes() const {
  return never.size() * sizeof(never[0]) + judged.size() * sizeof(judged[0]) +
         hinges.size() * sizeof(hinges[0]);
}

void Verdicts::sort() {
  const auto make_unique = [](auto& values, auto key_of) {
    if (!std::ranges::is_sorted(values, {}, key_of)) std::ranges::sort(values, {}, key_of);
    const auto rest = std::ranges::unique(values, {}, key_of);
    values.erase(rest.begin(), rest.end());
  };
  make_unique(never, std::identity{});
  make_unique(judged, &Judged::key);
}

std::string NearMemory::path(const Options& options) const {
  const Head head = head_of(options);
  Hash128 name = hash128({reinterpret_cast<const char*>(&head), sizeof(head)});
  if (!parts_.empty()) name.low ^= parts_.front().name.low;
  return io::join(directory_, "near-" + to_hex(name));
}

Result<std::optional<NearFindings>> NearMemory::recall(const Options& options) {
  is_longer_ = false;
  const std::string file_path = path(options);
  if (!disk_.exists(file_path)) return std::optional<NearFindings>();
  BMO_TRY_AS(const auto file, disk_.open(file_path, io::Open::kRead));
  BMO_TRY_AS(const io::FileInfo info, file->info());
  if (info.bytes > options.memory_bytes / 2) {
    note_ = "what is kept of earlier searches takes more memory than is allowed and is not read";
    return std::optional<NearFindings>();
  }
  Reader reader(*file, info.bytes);
  std::vector<Part> parts;
  BMO_TRY(reader.get(parts));
  if (!begins_with(parts_, parts) && !begins_with(parts, parts_)) {
    return std::optional<NearFindings>();
  }
  NearFindings out;
  BMO_TRY(get_findings(reader, out));
  BMO_TRY_AS(const bool is_whole, reader.is_whole());
  if (!is_whole) {
    note_ = "what is kept of earlier searches is damaged and is made anew";
    return std::optional<NearFindings>();
  }
  is_longer_ = parts.size() > parts_.size();
  return is_longer_ ? std::optional<NearFindings>() : std::optional(std::move(out));
}

void NearMemory::note_left_out(std::uint64_t verdicts) {
  if (verdicts == 0) return;
  if (!note_.empty()) note_ += "; ";
  note_ += format_count(verdicts) +
           " comparisons are not kept for later searches: they take more memory than is allowed";
}

Status NearMemory::keep(const Options& options, const NearFindings& findings,
                        const std::function<std::span<const std::uint32_t>(std::size_t)>& column) {
  if (is_cut_short_()) return ok();
  const std::string file_path = path(options);
  const std::string written_path = file_path + ".new";
  BMO_TRY(disk_.remove(written_path));
  BMO_TRY_AS(const auto file, disk_.open(written_path, io::Open::kCreateNew));
  Writer writer(*file);
  BMO_TRY(writer.put(parts_));
  BMO_TRY(put_findings(writer, findings, column));
  BMO_TRY(writer.finish());
  if (durable_) BMO_TRY(file->sync());
  BMO_TRY(file->close());
  BMO_TRY(disk_.rename(written_path, file_path));
  return durable_ ? disk_.sync_directory(directory_) : ok();
}

}  // namespace bmo::dedup
