// Opens the encoder that a name stands for.
#include "bmo/embed/embed.hpp"
#include "bmo/embed/endpoint.hpp"
#include "bmo/embed/ngrams.hpp"
#include "bmo/embed/onnx.hpp"
#include "bmo/embed/table.hpp"
#include "bmo/io/io.hpp"

namespace bmo::embed {
namespace {

constexpr std::uint64_t kMostTableBytes = std::uint64_t{1} << 30U;

}  // namespace

Result<std::unique_ptr<Encoder>> open_encoder(const std::string& name, io::Disk& disk) {
  if (name == "static") {
    BMO_TRY_AS(std::unique_ptr<StaticTable> table, builtin_table());
    return std::unique_ptr<Encoder>(std::move(table));
  }
  if (name == "ngrams") return std::unique_ptr<Encoder>(std::make_unique<NgramEncoder>());
  if (is_endpoint(name)) return open_endpoint(name);
  const Result<io::FileInfo> info = disk.info(name);
  if (!info) {
    return Error{.kind = ErrorKind::kUsage,
                 .code = "E_ENCODER",
                 .message = "there is no encoder `" + name + "`",
                 .why = info.error().message,
                 .hint =
                     "name static, ngrams, a table that bmo embed fit wrote, a folder with "
                     "model.onnx and vocab.txt, or http://localhost:8080/v1/embeddings#MODEL"};
  }
  if (info->is_directory) return open_onnx(name, disk);
  BMO_TRY_AS(const std::string bytes, io::read_file(disk, name, kMostTableBytes));
  Result<TableParts> parts = read_table(bytes);
  if (!parts) {
    parts.error().place.file = name;
    return std::move(parts).error();
  }
  return std::unique_ptr<Encoder>(std::make_unique<StaticTable>(*std::move(parts)));
}

}  // namespace bmo::embed
