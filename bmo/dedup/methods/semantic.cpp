// Finds pairs whose instructions mean the same, by the vectors of an encoder.
//
// Rows meet within equal amounts, frames and boilerplate only, since the guards would part them
// anyway; there by the vectors of their instructions (close_pairs.hpp), or, where very many rows
// share one instruction word for word, by those of their responses.
#include <algorithm>
#include <atomic>
#include <bit>
#include <mutex>
#include <optional>
#include <tuple>
#include <vector>

#include "bmo/dedup/close_pairs.hpp"
#include "bmo/dedup/dedup.hpp"
#include "bmo/dedup/groups.hpp"
#include "bmo/dedup/meaning.hpp"
#include "bmo/dedup/survey.hpp"
#include "bmo/embed/embed.hpp"
#include "bmo/facts/language.hpp"

namespace bmo::dedup::methods {
namespace {

constexpr std::size_t kTextsAtOnce = 128;
constexpr std::size_t kPairsAtOnce = 512;
constexpr std::size_t kMostTextBytes = 4096;
constexpr std::size_t kEdgesAtOnce = std::size_t{1} << 18U;

/// Runs `work(slice, first, last)` for slices of `count`; the error of the first slice wins.
template <typename Slice>
Status for_slices(const ParallelFor& parallel, std::size_t count, std::size_t size,
                  const Slice& work) {
  std::vector<std::optional<Error>> failed((count + size - 1) / size);
  parallel(failed.size(), [&](std::size_t slice) {
    Status status = work(slice, slice * size, std::min((slice + 1) * size, count));
    if (!status) failed[slice] = std::move(status).error();
  });
  for (std::optional<Error>& error : failed) {
    if (error) return *std::move(error);
  }
  return ok();
}

/// The vectors of all rows, by row, in memory or in a file.
class RowVectors {
 public:
  RowVectors(const Work& work, const Survey& survey)
      : work_(work), survey_(survey), dimension_(encoder().card().dimension) {}

  /// `shared` says which rows meet by their responses; `keys` receives what rows must have in
  /// common to meet, 0 where a row takes no part.
  Status make(const std::vector<bool>& shared, std::vector<std::uint64_t>& keys) {
    const std::uint64_t bytes = work_.rows.size() * (dimension_ + sizeof(float));
    if (bytes > work_.options.memory_bytes / 4) {
      BMO_TRY_AS(file_,
                 work_.disk.open(io::join(work_.directory, "vectors"), io::Open::kCreateNew));
    }
    all_.clear(encoder().card().digest, dimension_);
    return work_.rows.scan([&](const Rows::Chunk& chunk) { return take(chunk, shared, keys); });
  }

  /// Rows in another language than the encoder's.
  std::uint64_t foreign() const { return foreign_.load(); }

  /// Ascending rows.
  Status read(std::span<const Row> rows, embed::Vectors& out) const {
    out.clear(all_.digest, dimension_);
    std::vector<std::int8_t> bytes;
    for (std::size_t begin = 0; begin < rows.size();) {
      std::size_t end = begin + 1;
      while (end < rows.size() && rows[end] == rows[end - 1] + 1)
        ++end;
      if (file_) {
        bytes.resize((end - begin) * dimension_);
        BMO_TRY(
            read_all(*file_, std::uint64_t{rows[begin]} * dimension_, bytes.data(), bytes.size()));
      }
      for (std::size_t i = begin; i < end; ++i) {
        out.add_row(file_ ? std::span(bytes).subspan((i - begin) * dimension_, dimension_)
                          : all_.row(rows[i]));
      }
      begin = end;
    }
    return ok();
  }

 private:
  const embed::Encoder& encoder() const { return *work_.options.meaning.encoder; }

  Status take(const Rows::Chunk& chunk, const std::vector<bool>& shared,
              std::vector<std::uint64_t>& keys) {
    const std::size_t count = chunk.prints.size();
    const std::size_t first_key = keys.size();
    keys.resize(first_key + count);
    std::vector<embed::Vectors> made((count + kTextsAtOnce - 1) / kTextsAtOnce);
    const ParallelFor parallel =
        work_.options.meaning.encodes_in_parallel ? work_.parallel : serial();
    BMO_TRY(for_slices(parallel, count, kTextsAtOnce,
                       [&](std::size_t slice, std::size_t first, std::size_t last) {
                         return encode(chunk, first, last, shared,
                                       std::span(keys).subspan(first_key), made[slice]);
                       }));
    for (const embed::Vectors& some : made)
      BMO_TRY(append(some));
    return ok();
  }

  Status append(const embed::Vectors& some) {
    if (!file_) {
      all_.values.insert(all_.values.end(), some.values.begin(), some.values.end());
      all_.inverse_norms.insert(all_.inverse_norms.end(), some.inverse_norms.begin(),
                                some.inverse_norms.end());
      return ok();
    }
    BMO_TRY(file_->write_at(
        written_, {reinterpret_cast<const char*>(some.values.data()), some.values.size()}));
    written_ += some.values.size();
    return ok();
  }

  Status encode(const Rows::Chunk& chunk, std::size_t first, std::size_t last,
                const std::vector<bool>& shared, std::span<std::uint64_t> keys,
                embed::Vectors& out) const {
    std::vector<std::string> held(last - first);
    std::vector<std::string_view> texts;
    std::vector<facts::Word> words;
    for (std::size_t i = first; i < last; ++i) {
      const Row row = chunk.first + static_cast<Row>(i);
      const Fingerprint& print = chunk.prints[i];
      std::string& text = held[i - first];
      keys[i] = 0;
      if (work_.same_as[row] == row && print.text_bytes() > 0) {
        keys[i] = key_of(print, chunk.texts_of(print), shared[row], text);
      }
      text.resize(std::min(text.size(), kMostTextBytes));
      if (keys[i] != 0 && is_foreign(text, words)) {
        keys[i] = 0;
        foreign_.fetch_add(1, std::memory_order_relaxed);
      }
      if (keys[i] == 0) text.clear();
      texts.push_back(text);
    }
    BMO_TRY(encoder().encode(texts, out));
    for (std::size_t i = first; i < last; ++i) {
      if (out.inverse_norms[i - first] == 0) keys[i] = 0;
    }
    return ok();
  }

  std::uint64_t key_of(const Fingerprint& print, const Texts& texts, bool is_shared,
                       std::string& text) const {
    std::uint64_t key = print.frame;
    if (work_.options.guards) key += std::rotl(print.amounts, 23);
    const Survey::Skeleton skeleton = survey_.strip(texts.instruction, text);
    if (work_.options.guards) key += skeleton.stripped;
    if ((is_shared || skeleton.is_all_boilerplate || texts.instruction.empty()) &&
        !texts.response.empty()) {
      key += print.instruction + 1;
      survey_.strip(texts.response, text);
    }
    return key + 1 == 0 ? 1 : key + 1;
  }

  bool is_foreign(std::string_view text, std::vector<facts::Word>& words) const {
    const std::string& language = encoder().card().language;
    if (language.empty()) return false;
    words.clear();
    facts::append_words(text, words);
    if (!facts::may_be_foreign(text, words)) return false;
    const std::string_view found = facts::language_of(text, words);
    return !found.empty() && found != language;
  }

  const Work& work_;
  const Survey& survey_;
  std::size_t dimension_;
  embed::Vectors all_;
  std::unique_ptr<io::File> file_;
  std::uint64_t written_ = 0;
  mutable std::atomic<std::uint64_t> foreign_{0};
};

class Search {
 public:
  Search(const Work& work, const Survey& survey, std::vector<Edge>& edges)
      : work_(work), survey_(survey), vectors_(work, survey), edges_(edges) {}

  Status run() {
    BMO_TRY_AS(shared_,
               shared_instructions(work_.rows, work_.position, work_.options.memory_bytes / 4));
    std::vector<std::uint64_t> keys;
    BMO_TRY(vectors_.make(shared_, keys));
    std::vector<Row> rows;
    for (Row row = 0; row < keys.size(); ++row) {
      if (keys[row] != 0) rows.push_back(row);
    }
    std::ranges::sort(rows, {}, [&](Row row) { return std::pair(keys[row], row); });
    for (std::size_t begin = 0; begin < rows.size();) {
      std::size_t end = begin + 1;
      while (end < rows.size() && keys[rows[end]] == keys[rows[begin]])
        ++end;
      BMO_TRY(search(std::span(rows).subspan(begin, end - begin)));
      begin = end;
    }
    BMO_TRY(judge());
    keep_strongest();
    edges_.insert(edges_.end(), found_.begin(), found_.end());
    if (LeftOut* left_out = work_.options.meaning.left_out) {
      left_out->foreign = vectors_.foreign();
      left_out->edges = dropped_;
    }
    return ok();
  }

 private:
  /// Rows that may meet, ascending.
  Status search(std::span<const Row> rows) {
    if (rows.size() < 2) return ok();
    const MeaningOptions& meaning = work_.options.meaning;
    const double floor =
        shared_[rows.back()] ? std::min(meaning.floor, meaning.agreement) : meaning.floor;
    const VectorSource source{.size = rows.size(),
                              .read =
                                  [&](std::span<const std::uint32_t> numbers, embed::Vectors& out) {
                                    std::vector<Row> wanted;
                                    for (const std::uint32_t number : numbers)
                                      wanted.push_back(rows[number]);
                                    return vectors_.read(wanted, out);
                                  },
                              .chance =
                                  [&](std::uint32_t number) {
                                    const Row at = work_.position[rows[number]];
                                    return hash64({reinterpret_cast<const char*>(&at), sizeof(at)});
                                  }};
    return find_close_pairs(
        source,
        {.floor = static_cast<float>(floor), .memory_bytes = work_.options.memory_bytes / 4},
        work_.parallel, {work_.disk, work_.directory}, [&](std::span<const ClosePair> pairs) {
          for (const ClosePair& pair : pairs)
            candidates_.push_back({rows[pair.a], rows[pair.b], pair.cosine});
          const bool is_full =
              candidates_.size() * sizeof(ClosePair) > work_.options.memory_bytes / 8;
          return is_full ? judge() : ok();
        });
  }

  Status judge() {
    std::vector<std::vector<Edge>> found((candidates_.size() + kPairsAtOnce - 1) / kPairsAtOnce);
    // Neighbours in this order share a row, which is then read once.
    std::ranges::sort(candidates_, {},
                      [](const ClosePair& pair) { return std::pair(pair.a, pair.b); });
    std::mutex encoding;
    BMO_TRY(for_slices(work_.parallel, candidates_.size(), kPairsAtOnce,
                       [&](std::size_t slice, std::size_t first, std::size_t last) {
                         MeaningJudge judge(work_, survey_, encoding);
                         return judge.judge(
                             std::span<const ClosePair>(candidates_).subspan(first, last - first),
                             found[slice]);
                       }));
    for (const std::vector<Edge>& some : found)
      found_.insert(found_.end(), some.begin(), some.end());
    candidates_.clear();
    if (found_.size() > 2 * kept_ + kEdgesAtOnce) keep_strongest();
    return ok();
  }

  /// Of many rows that are all alike, each keeps its strongest edges to rows before it. Which these
  /// are does not depend on when it is done.
  void keep_strongest() {
    std::ranges::sort(found_, {}, [this](const Edge& edge) {
      return std::tuple(work_.position[edge.second], -edge.instruction, work_.position[edge.first]);
    });
    const std::size_t most = work_.options.meaning.most_edges;
    std::size_t of_row = 0;
    Row row = kNoRow;
    dropped_ += std::erase_if(found_, [&](const Edge& edge) {
      of_row = edge.second == row ? of_row + 1 : 1;
      row = edge.second;
      return of_row > most;
    });
    kept_ = found_.size();
  }

  const Work& work_;
  const Survey& survey_;
  RowVectors vectors_;
  std::vector<bool> shared_;
  std::vector<ClosePair> candidates_;
  std::vector<Edge> found_;
  std::size_t kept_ = 0;  ///< Edges that were left of them when they were last thinned out.
  std::uint64_t dropped_ = 0;
  std::vector<Edge>& edges_;
};

struct Semantic {
  static constexpr MethodCard card{
      .id = "semantic",
      .title = "An instruction of the same meaning, and answers that agree",
      .why =
          "A question asked again in other words teaches little that is new. Instructions are "
          "compared as vectors of meaning; numbers, names, negation and direction must be the "
          "same, and the answers must agree. Where they do not, the pair is a variant and stays.",
      .removes = "semantic",
  };

  Status find(const Work& work, std::vector<Edge>& edges) const {
    if (work.options.meaning.encoder == nullptr) {
      return Error{.kind = ErrorKind::kInternal,
                   .code = "E_ENCODER",
                   .message = "duplicates by meaning need an encoder",
                   .hint = "please report this"};
    }
    BMO_TRY_AS(const Survey survey,
               Survey::take(work.rows, work.parallel, work.options.strip_lines));
    return Search(work, survey, edges).run();
  }
};

}  // namespace

const MethodEntry& semantic() {
  return entry<Semantic>();
}

}  // namespace bmo::dedup::methods
