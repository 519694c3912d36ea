// The few calls of ONNX Runtime that we make, found by their places in its table of functions.
//
// The wheel comes without headers. The table only ever grows at its end, so that the places hold
// for every later version; they are those of `OrtApi` in onnxruntime_c_api.h.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "bmo/base/result.hpp"

namespace bmo::embed {

/// A loaded library. Stays loaded until the program ends.
class OnnxApi {
 public:
  static Result<OnnxApi> load(const std::string& path);
  const std::string& version() const { return version_; }

  /// The function at a place of the table.
  template <typename Function>
  Function* at(std::size_t place) const {
    return reinterpret_cast<Function*>(table_[place]);
  }
  /// Takes the library's own error text; nullptr is success.
  Status check(void* status, const char* doing) const;

 private:
  void* const* table_ = nullptr;
  std::string version_;
};

/// An opened model. Not thread-safe.
class OnnxSession {
 public:
  static Result<std::unique_ptr<OnnxSession>> open(const OnnxApi& api, const std::string& model);
  virtual ~OnnxSession() = default;
  /// Appends the mean over the pieces of the model's first output, which has a row for each piece.
  virtual Status mean_state(std::span<std::int64_t> pieces, std::vector<float>& out) = 0;
  virtual std::size_t dimension() const = 0;
};

}  // namespace bmo::embed
