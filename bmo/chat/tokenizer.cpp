// Finds the tokenizer file in a folder, tells its kind, and counts many texts at once.
#include "bmo/chat/tokenizer.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "bmo/base/check.hpp"
#include "bmo/chat/rust_calls.hpp"
#include "bmo/chat/tokenizer_kinds.hpp"

namespace bmo::chat {
namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{256} << 20U;

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool is_name_of_tokenizer(std::string_view name) {
  return name == "tokenizer.json" || ends_with(name, ".tiktoken") || name == "tokenizer.model";
}

/// Lower is better: what says most about the tokenizer comes first.
int preference(std::string_view name) {
  if (name == "tokenizer.json") return 0;
  return ends_with(name, ".tiktoken") ? 1 : 2;
}

Error no_tokenizer(const std::string& path) {
  return {.kind = ErrorKind::kNotFound,
          .code = "E_TOKENIZER",
          .message = "there is no tokenizer in this folder",
          .why = "neither tokenizer.json, *.tiktoken nor tokenizer.model was found",
          .hint = "name the folder that the model was downloaded to",
          .place = {.file = path}};
}

Result<std::string> file_in(io::Disk& disk, const std::string& path) {
  BMO_TRY_AS(const io::FileInfo info, disk.info(path));
  if (!info.is_directory) return path;
  BMO_TRY_AS(const std::vector<std::string> names, disk.list(path));
  std::string_view best;
  for (const std::string& name : names) {
    if (!is_name_of_tokenizer(name)) continue;
    if (best.empty() || preference(name) < preference(best)) best = name;
  }
  if (best.empty()) return no_tokenizer(path);
  return io::join(path, best);
}

/// A rank file's first line is base64, a space and a number; a SentencePiece model is binary.
bool is_rank_text(std::string_view bytes) {
  const std::string_view line = bytes.substr(0, bytes.find('\n'));
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || line.size() > 4096) return false;
  return std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string beside(io::Disk& disk, const std::string& path, std::string_view name) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash);
  const std::string file = io::join(folder, name);
  if (!disk.exists(file)) return {};
  Result<std::string> text = io::read_file(disk, file, kMostBytes);
  return text ? *std::move(text) : std::string();
}

/// Shares the texts out among threads, some at a time, and keeps the first error.
class Counting {
 public:
  Counting(const Tokenizer& tokenizer, std::span<const std::string_view> texts,
           std::span<std::uint32_t> counts)
      : tokenizer_(tokenizer), texts_(texts), counts_(counts) {}

  Status run(unsigned threads) {
    std::vector<std::thread> others;
    for (unsigned i = 1; i < threads; ++i)
      others.emplace_back([this] { work(); });
    work();
    for (std::thread& other : others)
      other.join();
    return outcome_;
  }

 private:
  static constexpr std::size_t kAtOnce = 64;

  void work() {
    const std::unique_ptr<Encoder> encoder = tokenizer_.encoder();
    while (true) {
      const std::size_t begin = next_.fetch_add(kAtOnce);
      if (begin >= texts_.size()) return;
      if (!count(*encoder, begin, std::min(begin + kAtOnce, texts_.size()))) return;
    }
  }

  bool count(Encoder& encoder, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const Result<std::size_t> count = encoder.count(texts_[i]);
      if (!count) {
        next_ = texts_.size();
        const std::lock_guard lock(mutex_);
        if (outcome_) outcome_ = count.error();
        return false;
      }
      counts_[i] = static_cast<std::uint32_t>(*count);
    }
    return true;
  }

  const Tokenizer& tokenizer_;
  std::span<const std::string_view> texts_;
  std::span<std::uint32_t> counts_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  Status outcome_ = ok();
};

}  // namespace

Tokenizer::Tokenizer(std::string path, std::string fingerprint, Specials specials)
    : path_(std::move(path)), fingerprint_(std::move(fingerprint)), specials_(std::move(specials)) {
  std::sort(specials_.begin(), specials_.end(), [](const auto& a, const auto& b) {
    return a.first.size() != b.first.size() ? a.first.size() > b.first.size() : a.first < b.first;
  });
}

std::string_view Tokenizer::special_at(std::string_view text) const {
  if (text.empty()) return {};
  for (const auto& [special, id] : specials_) {
    if (text.starts_with(special)) return text.substr(0, special.size());
  }
  return {};
}

Error bad_tokenizer(const std::string& path, std::string why, std::string hint) {
  return {.kind = ErrorKind::kBadData,
          .code = "E_TOKENIZER",
          .message = "the tokenizer cannot be read",
          .why = std::move(why),
          .hint = std::move(hint),
          .place = {.file = path}};
}

Status chat_is_built() {
#if BMO_CHAT_BUILT
  bmo_chat_quiet();
  return ok();
#else
  return Error{.kind = ErrorKind::kUnsupported,
               .code = "E_NO_CHAT",
               .message = "this bmo was built without tokenizers and chat templates",
               .why = "its build found no cargo 1.80 or newer, or was told BMO_CHAT=OFF",
               .hint =
                   "install Rust (Debian: apt-get install cargo-web rustc-web), then build "
                   "again: cmake --preset release -DBMO_CHAT=ON && ./dev build"};
#endif
}

Result<std::shared_ptr<const Tokenizer>> open_tokenizer(io::Disk& disk, const std::string& path) {
  BMO_TRY(chat_is_built());
  BMO_TRY_AS(const std::string found, file_in(disk, path));
  BMO_TRY_AS(std::string bytes, io::read_file(disk, found, kMostBytes));
  const TokenizerFile file{found, std::move(bytes), beside(disk, found, "tokenizer_config.json")};
  if (ends_with(found, ".json")) return open_json_tokenizer(file);
  return is_rank_text(file.bytes) ? open_rank_tokenizer(file) : open_piece_tokenizer(file);
}

Status count_tokens(const Tokenizer& tokenizer, std::span<const std::string_view> texts,
                    std::span<std::uint32_t> counts, unsigned threads) {
  BMO_CHECK(texts.size() == counts.size());
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  return Counting(tokenizer, texts, counts).run(threads == 0 ? cores : threads);
}

}  // namespace bmo::chat
