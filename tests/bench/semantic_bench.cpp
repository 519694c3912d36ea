// Times the search for vectors that point the same way, and says what of a full comparison it
// finds.
//
//   bmo_semantic_bench FILE --floor 0.9 [--pairs N] [--threads N] [--write VECTORS.npy]
//   bmo_semantic_bench --clustered N [--dimension 256] ...
//
// FILE holds pairs in any format that bmo reads, whose instructions the built-in table encodes; or
// N vectors in clusters of ten are made up. What is printed is one line of JSON.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <numeric>
#include <random>
#include <set>
#include <span>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

#include "bmo/base/hash.hpp"
#include "bmo/dedup/close_pairs.hpp"
#include "bmo/embed/table.hpp"
#include "tests/unit/dedup/real_pairs.hpp"

namespace bmo::dedup {
namespace {

struct Settings {
  std::string file;
  std::string write;
  std::size_t pairs = 1'000'000'000;
  std::size_t clustered = 0;
  std::size_t dimension = 256;
  unsigned threads = 2;
  float floor = 0.9F;
};

ParallelFor threads(unsigned count) {
  return [count](std::size_t jobs, const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next = 0;
    std::vector<std::jthread> all;
    for (unsigned t = 0; t < std::min<std::size_t>(count, jobs); ++t) {
      all.emplace_back([&] {
        for (std::size_t i = next++; i < jobs; i = next++)
          work(i);
      });
    }
  };
}

/// Each instruction once.
Result<embed::Vectors> encode(const Settings& settings) {
  BMO_TRY_AS(const auto table, embed::builtin_table());
  std::vector<std::string> texts;
  std::set<std::string> seen;
  BMO_TRY(for_each_pair(settings.file, nullptr, [&](const Pair& pair) {
    if (texts.size() == settings.pairs) return;
    std::string text;
    for (const Message& message : pair.context())
      text += std::string(message.content) + "\n";
    if (seen.insert(text).second) texts.push_back(std::move(text));
  }));
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  embed::Vectors out;
  BMO_TRY(table->encode(views, out));
  return out;
}

embed::Vectors make_up(const Settings& settings) {
  constexpr std::size_t kCluster = 10;
  constexpr float kSpread = 0.35F;
  std::mt19937 random(7);
  std::normal_distribution<float> normal;
  embed::Vectors out;
  out.clear("made up", settings.dimension);
  std::vector<float> centre(settings.dimension);
  std::vector<float> row(settings.dimension);
  for (std::size_t i = 0; i < settings.clustered; ++i) {
    if (i % kCluster == 0) std::ranges::generate(centre, [&] { return normal(random); });
    for (std::size_t d = 0; d < settings.dimension; ++d)
      row[d] = centre[d] + kSpread * normal(random);
    out.add(std::span<const float>(row));
  }
  return out;
}

/// As numpy reads them.
bool write_npy(const std::string& path, const embed::Vectors& rows) {
  std::string header =
      fmt::format("{{'descr': '|i1', 'fortran_order': False, 'shape': ({}, {}), }}", rows.size(),
                  rows.dimension);
  header.resize((10 + header.size() + 64) / 64 * 64 - 10 - 1, ' ');
  header += '\n';
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return false;
  const auto size = static_cast<std::uint16_t>(header.size());
  std::fwrite("\x93NUMPY\x01\x00", 1, 8, file);
  std::fwrite(&size, 1, sizeof(size), file);
  std::fwrite(header.data(), 1, header.size(), file);
  std::fwrite(rows.values.data(), 1, rows.values.size(), file);
  return std::fclose(file) == 0;
}

struct Timed {
  std::vector<ClosePair> pairs;
  double wall = 0;
  double processor = 0;
};

template <typename Work>
Timed timed(Work work) {
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t before = std::clock();
  Timed out{.pairs = work()};
  out.processor = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
  out.wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::ranges::sort(out.pairs, {}, [](const ClosePair& p) { return std::pair(p.a, p.b); });
  return out;
}

std::vector<ClosePair> search(const embed::Vectors& rows, const Settings& settings,
                              const ParallelFor& parallel) {
  const VectorSource source{
      .size = rows.size(),
      .read =
          [&](std::span<const std::uint32_t> numbers, embed::Vectors& out) {
            out.clear(rows.digest, rows.dimension);
            for (const std::uint32_t number : numbers)
              out.add_row(rows.row(number));
            return ok();
          },
      .chance =
          [](std::uint32_t number) {
            return hash64({reinterpret_cast<const char*>(&number), sizeof(number)});
          }};
  std::vector<ClosePair> out;
  const Status status =
      find_close_pairs(source, {.floor = settings.floor, .all_with_all = 1}, parallel,
                       {io::posix_disk(), "/nowhere"}, [&out](std::span<const ClosePair> pairs) {
                         out.insert(out.end(), pairs.begin(), pairs.end());
                         return ok();
                       });
  if (!status) std::fprintf(stderr, "%s\n", status.error().message.c_str());
  return out;
}

/// How many rows have a like one before them: what a run that keeps the first would remove at most.
std::size_t later_rows(const std::vector<ClosePair>& pairs) {
  std::unordered_set<std::uint32_t> rows;
  for (const ClosePair& pair : pairs)
    rows.insert(pair.b);
  return rows.size();
}

Settings read_settings(std::span<char*> arguments) {
  Settings out;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string name = arguments[i];
    if (!name.starts_with("--") || i + 1 == arguments.size()) {
      out.file = name;
      continue;
    }
    const std::string value = arguments[++i];
    if (name == "--write") out.write = value;
    if (name == "--pairs") out.pairs = std::stoul(value);
    if (name == "--clustered") out.clustered = std::stoul(value);
    if (name == "--dimension") out.dimension = std::stoul(value);
    if (name == "--threads") out.threads = static_cast<unsigned>(std::stoul(value));
    if (name == "--floor") out.floor = std::stof(value);
  }
  return out;
}

int run(const Settings& settings) {
  embed::Vectors rows;
  if (settings.clustered > 0) {
    rows = make_up(settings);
  } else {
    auto encoded = encode(settings);
    if (!encoded) {
      std::fprintf(stderr, "%s\n", encoded.error().message.c_str());
      return 1;
    }
    rows = *std::move(encoded);
  }
  if (!settings.write.empty() && !write_npy(settings.write, rows)) return 1;
  const ParallelFor parallel = threads(settings.threads);
  const Timed cells = timed([&] { return search(rows, settings, parallel); });
  const Timed full = timed([&] { return compare_all(rows, settings.floor, parallel); });
  const auto key = [](const ClosePair& p) { return std::pair(p.a, p.b); };
  std::vector<ClosePair> both;
  std::ranges::set_intersection(full.pairs, cells.pairs, std::back_inserter(both), {}, key, key);
  const double recall = full.pairs.empty() ? 1
                                           : static_cast<double>(both.size()) /
                                                 static_cast<double>(full.pairs.size());
  fmt::print(
      "{{\"vectors\": {}, \"dimension\": {}, \"floor\": {}, \"threads\": {}, "
      "\"cells\": {{\"wall\": {:.3f}, \"processor\": {:.3f}, \"pairs\": {}, \"rows\": {}, "
      "\"recall\": {:.5f}, \"wrong\": {}}}, "
      "\"all\": {{\"wall\": {:.3f}, \"processor\": {:.3f}, \"pairs\": {}, \"rows\": {}}}}}\n",
      rows.size(), rows.dimension, settings.floor, settings.threads, cells.wall, cells.processor,
      cells.pairs.size(), later_rows(cells.pairs), recall, cells.pairs.size() - both.size(),
      full.wall, full.processor, full.pairs.size(), later_rows(full.pairs));
  return 0;
}

}  // namespace
}  // namespace bmo::dedup

int main(int count, char** arguments) {
  return bmo::dedup::run(bmo::dedup::read_settings({arguments, static_cast<std::size_t>(count)}));
}
