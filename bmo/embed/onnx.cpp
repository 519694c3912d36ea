// Finds ONNX Runtime and turns its model into an encoder.
#include "bmo/embed/onnx.hpp"

#include <cstdlib>

#include "bmo/base/hash.hpp"
#include "bmo/embed/onnx_api.hpp"
#include "bmo/embed/word_piece.hpp"
#include "bmo/io/io.hpp"

namespace bmo::embed {
namespace {

constexpr std::size_t kMostPieces = 256;
constexpr std::uint64_t kMostModelBytes = std::uint64_t{2} << 30U;

/// The library in a virtual environment, or empty.
std::string library_below(const std::string& environment, io::Disk& disk) {
  const std::string lib = io::join(environment, "lib");
  const Result<std::vector<std::string>> pythons = disk.list(lib);
  if (!pythons) return {};
  for (const std::string& python : *pythons) {
    const std::string folder = io::join(io::join(lib, python), "site-packages/onnxruntime/capi");
    const Result<std::vector<std::string>> names = disk.list(folder);
    if (!names) continue;
    for (const std::string& name : *names) {
      if (name.starts_with("libonnxruntime.so")) return io::join(folder, name);
    }
  }
  return {};
}

Result<OnnxApi> load_runtime(io::Disk& disk, std::string& path) {
  path = "libonnxruntime.so";
  const char* environment = std::getenv("VIRTUAL_ENV");
  if (environment != nullptr) {
    const std::string found = library_below(environment, disk);
    if (!found.empty()) path = found;
  }
  const char* named = std::getenv("BMO_ONNXRUNTIME");
  if (named != nullptr && *named != '\0') path = named;
  return OnnxApi::load(path);
}

class OnnxEncoder final : public Encoder {
 public:
  OnnxEncoder(EncoderCard card, WordPiece pieces, std::unique_ptr<OnnxSession> session)
      : card_(std::move(card)), pieces_(std::move(pieces)), session_(std::move(session)) {}
  const EncoderCard& card() const override { return card_; }

  Status encode(std::span<const std::string_view> texts, Vectors& out) const override {
    out.clear(card_.digest, card_.dimension);
    std::vector<std::int64_t> pieces;
    std::vector<float> mean;
    for (const std::string_view text : texts) {
      pieces_.cut(text, kMostPieces, pieces);
      BMO_TRY(session_->mean_state(pieces, mean));
      out.add(std::span<const float>(mean));
    }
    return ok();
  }

 private:
  EncoderCard card_;
  WordPiece pieces_;
  std::unique_ptr<OnnxSession> session_;
};

std::string last_part(std::string_view path) {
  while (path.ends_with('/'))
    path.remove_suffix(1);
  const std::size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

}  // namespace

Result<OnnxRuntime> find_onnx_runtime(io::Disk& disk) {
  OnnxRuntime out;
  BMO_TRY_AS(const OnnxApi api, load_runtime(disk, out.path));
  out.version = api.version();
  return out;
}

Result<std::unique_ptr<Encoder>> open_onnx(const std::string& folder, io::Disk& disk) {
  const std::string model = io::join(folder, "model.onnx");
  BMO_TRY_AS(std::string vocabulary, io::read_file(disk, io::join(folder, "vocab.txt")));
  BMO_TRY_AS(const std::string weights, io::read_file(disk, model, kMostModelBytes));
  StreamHash128 hash;
  hash.add("bmo embed onnx 1, mean, 256 pieces\n");
  hash.add(vocabulary);
  hash.add(weights);
  BMO_TRY_AS(WordPiece pieces, WordPiece::read(std::move(vocabulary)));
  std::string path;
  BMO_TRY_AS(const OnnxApi api, load_runtime(disk, path));
  BMO_TRY_AS(std::unique_ptr<OnnxSession> session, OnnxSession::open(api, model));
  EncoderCard card{.id = "onnx:" + last_part(folder),
                   .digest = to_hex(hash.value()),
                   .dimension = session->dimension(),
                   .language = "",
                   .about = "a model run by ONNX Runtime " + api.version()};
  return std::unique_ptr<Encoder>(
      std::make_unique<OnnxEncoder>(std::move(card), std::move(pieces), std::move(session)));
}

}  // namespace bmo::embed
