// Times the encoder that is built in over a file of texts, one on each line; one thread.
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "bmo/embed/embed.hpp"

int main(int argc, char** argv) {
  std::ifstream file(argc > 1 ? argv[1] : "/dev/stdin");
  std::vector<std::string> texts;
  std::size_t bytes = 0;
  for (std::string line; std::getline(file, line);) {
    bytes += line.size();
    texts.push_back(std::move(line));
  }
  const auto encoder = bmo::embed::open_encoder("static", bmo::io::posix_disk());
  if (!encoder || texts.empty()) return 1;
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  double best = 1e9;
  for (int round = 0; round < 5; ++round) {
    const auto start = std::chrono::steady_clock::now();
    bmo::embed::Vectors vectors;
    if (!(*encoder)->encode(views, vectors)) return 1;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    best = std::min(best, took.count());
  }
  std::printf("%zu texts, %.1f MB: %.0f texts/s, %.0f MB/s\n", texts.size(),
              static_cast<double>(bytes) / 1e6, static_cast<double>(texts.size()) / best,
              static_cast<double>(bytes) / 1e6 / best);
  return 0;
}
