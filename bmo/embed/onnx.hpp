// Runs a BERT-like sentence model through ONNX Runtime, which is looked for when it is asked for.
#pragma once
#include <memory>
#include <string>

#include "bmo/embed/embed.hpp"

namespace bmo::embed {

/// What of ONNX Runtime is there.
struct OnnxRuntime {
  std::string version;
  std::string path;
};

/// Looks at BMO_ONNXRUNTIME (a file), the loader's own path, and the site-packages of the Python
/// that VIRTUAL_ENV names. E_ONNX_RUNTIME (kUnsupported) with how to get it.
Result<OnnxRuntime> find_onnx_runtime(io::Disk& disk);

/// `folder` holds model.onnx and vocab.txt. A text is cut at 256 pieces; its vector is the mean of
/// the model's last states. Texts go through one by one, since a quantized model's answer would
/// depend on what stands beside a text. Not thread-safe. E_ONNX_MODEL, E_VOCABULARY.
Result<std::unique_ptr<Encoder>> open_onnx(const std::string& folder, io::Disk& disk);

}  // namespace bmo::embed
