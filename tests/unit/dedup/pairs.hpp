// Makes fingerprints of pairs that a test spells out, and runs methods over them.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/dedup/dedup.hpp"
#include "bmo/dedup/survivors.hpp"
#include "bmo/io/disk_memory.hpp"

namespace bmo::dedup {

struct Said {
  std::string instruction;
  std::string response;
  std::uint64_t rank = 0;
  std::string seed;
  std::uint32_t source = 0;
};

/// Adds the pair; the record number is its place from 1.
inline void add_said(const Said& said, FingerprintBatch& out) {
  static const char* const kSeparator = "\x1F";
  const Message messages[] = {{.role = Role::kUser, .content = said.instruction},
                              {.role = Role::kAssistant, .content = said.response}};
  Metadata metadata;
  metadata[TextField::kSeedId] = said.seed;
  Pair pair;
  pair.content = hash128(said.instruction + kSeparator + said.response);
  pair.messages = messages;
  pair.metadata = &metadata;
  Fingerprinter().add(pair, {out.prints.size() + 1, said.rank, said.source}, out);
}

inline FingerprintBatch fingerprints(const std::vector<Said>& all) {
  FingerprintBatch out;
  for (const Said& said : all)
    add_said(said, out);
  return out;
}

/// Everything that a run over pairs in memory needs, and what came of it.
class Trial {
 public:
  explicit Trial(const std::vector<Said>& said, Options options = {},
                 ParallelFor parallel = serial())
      : Trial(Rows::of(fingerprints(said)), options, std::move(parallel)) {}

  explicit Trial(Rows rows, Options options = {}, ParallelFor parallel = serial())
      : rows_(std::move(rows)), options_(options), parallel_(std::move(parallel)) {
    (void)static_cast<bool>(disk_.make_directories("work"));
    auto made = prepare(rows_, options_, parallel_, disk_, "work");
    work_ = std::make_unique<Work>(*std::move(made));
  }

  std::vector<Edge> edges(const std::vector<std::string_view>& ids = {"exact", "near"}) const {
    std::vector<const MethodEntry*> methods;
    for (const std::string_view id : ids)
      methods.push_back(find_method(id));
    return *find_edges(*work_, methods);
  }

  std::vector<Removed> removed(const Policy& policy = {}) const {
    return choose_survivors(*work_, edges(), policy);
  }

  std::size_t count(EdgeKind kind,
                    const std::vector<std::string_view>& ids = {"exact", "near"}) const {
    std::size_t n = 0;
    for (const Edge& edge : edges(ids))
      n += edge.kind == kind ? 1U : 0U;
    return n;
  }

  const Work& work() const { return *work_; }
  const Rows& rows() const { return rows_; }

 private:
  io::MemoryDisk disk_;
  Rows rows_;
  Options options_;
  ParallelFor parallel_;
  std::unique_ptr<Work> work_;
};

}  // namespace bmo::dedup
