// Talks to ONNX Runtime's C interface without its header.
#include "bmo/embed/onnx_api.hpp"

#include <array>

#include <dlfcn.h>

#include "bmo/base/text.hpp"

namespace bmo::embed {
namespace {

constexpr std::uint32_t kApiVersion = 18;

// Places in the table, and the numbers of its enumerations that we name.
constexpr std::size_t kGetErrorMessage = 2;
constexpr std::size_t kCreateEnv = 3;
constexpr std::size_t kCreateSession = 7;
constexpr std::size_t kRun = 9;
constexpr std::size_t kCreateSessionOptions = 10;
constexpr std::size_t kSetIntraOpNumThreads = 24;
constexpr std::size_t kSessionGetInputCount = 30;
constexpr std::size_t kCreateTensorWithData = 49;
constexpr std::size_t kGetTensorMutableData = 51;
constexpr std::size_t kGetDimensionsCount = 61;
constexpr std::size_t kGetDimensions = 62;
constexpr std::size_t kGetTensorTypeAndShape = 65;
constexpr std::size_t kCreateCpuMemoryInfo = 69;
constexpr std::size_t kReleaseEnv = 92;
constexpr std::size_t kReleaseStatus = 93;
constexpr std::size_t kReleaseMemoryInfo = 94;
constexpr std::size_t kReleaseSession = 95;
constexpr std::size_t kReleaseValue = 96;
constexpr std::size_t kReleaseTensorTypeAndShape = 99;
constexpr std::size_t kReleaseSessionOptions = 100;
constexpr int kInt64Tensor = 7;
constexpr int kArenaAllocator = 1;
constexpr int kDefaultMemory = 0;
constexpr int kWarnings = 2;

using Opaque = void*;

struct ApiBase {
  const void* (*get_api)(std::uint32_t version);
  const char* (*get_version)();
};

Error cannot(std::string what, std::string why) {
  return {.kind = ErrorKind::kUnsupported,
          .code = "E_ONNX_MODEL",
          .message = std::move(what),
          .why = std::move(why),
          .hint = "name a folder with an uncased BERT sentence model: model.onnx and vocab.txt"};
}

class Session final : public OnnxSession {
 public:
  explicit Session(const OnnxApi& api) : api_(api) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() override {
    release(session_, kReleaseSession);
    release(options_, kReleaseSessionOptions);
    release(memory_, kReleaseMemoryInfo);
    release(environment_, kReleaseEnv);
  }

  Status start(const std::string& model) {
    BMO_TRY(call<Opaque(int, const char*, Opaque*)>(kCreateEnv, "start", kWarnings, "bmo",
                                                    &environment_));
    BMO_TRY(call<Opaque(Opaque*)>(kCreateSessionOptions, "set up", &options_));
    BMO_TRY(call<Opaque(Opaque, int)>(kSetIntraOpNumThreads, "set threads", options_, 1));
    BMO_TRY(call<Opaque(Opaque, const char*, Opaque, Opaque*)>(
        kCreateSession, "read the model", environment_, model.c_str(), options_, &session_));
    BMO_TRY(call<Opaque(int, int, Opaque*)>(kCreateCpuMemoryInfo, "set up memory", kArenaAllocator,
                                            kDefaultMemory, &memory_));
    BMO_TRY(call<Opaque(Opaque, std::size_t*)>(kSessionGetInputCount, "ask for inputs", session_,
                                               &num_inputs_));
    if (num_inputs_ < 2 || num_inputs_ > 3) {
      return cannot("this is no BERT model",
                    std::to_string(num_inputs_) + " inputs, 2 or 3 are known");
    }
    std::array<std::int64_t, 2> probe{0, 0};
    std::vector<float> state;
    BMO_TRY(mean_state(probe, state));
    dimension_ = state.size();
    return ok();
  }

  std::size_t dimension() const override { return dimension_; }

  Status mean_state(std::span<std::int64_t> pieces, std::vector<float>& out) override {
    const std::size_t count = pieces.size();
    std::vector<std::int64_t> mask(count, 1);
    std::vector<std::int64_t> types(count, 0);
    std::array<Opaque, 4> values{};
    Status status = run(pieces, mask, types, values);
    if (status) status = take_mean(values[3], count, out);
    for (const Opaque value : values)
      release(value, kReleaseValue);
    return status;
  }

 private:
  template <typename Function, typename... Arguments>
  Status call(std::size_t place, const char* doing, Arguments... arguments) const {
    return api_.check(api_.at<Function>(place)(arguments...), doing);
  }
  void release(Opaque thing, std::size_t place) const {
    if (thing != nullptr) api_.at<void(Opaque)>(place)(thing);
  }

  Status tensor(std::span<std::int64_t> data, Opaque& out) const {
    const std::array<std::int64_t, 2> shape{1, static_cast<std::int64_t>(data.size())};
    return call<Opaque(Opaque, void*, std::size_t, const std::int64_t*, std::size_t, int, Opaque*)>(
        kCreateTensorWithData, "make an input", memory_, data.data(), data.size_bytes(),
        shape.data(), shape.size(), kInt64Tensor, &out);
  }

  /// The result is the last of `values`.
  Status run(std::span<std::int64_t> pieces, std::span<std::int64_t> mask,
             std::span<std::int64_t> types, std::array<Opaque, 4>& values) {
    static constexpr std::array<const char*, 3> kInputs{"input_ids", "attention_mask",
                                                        "token_type_ids"};
    static constexpr std::array<const char*, 1> kOutputs{"last_hidden_state"};
    BMO_TRY(tensor(pieces, values[0]));
    BMO_TRY(tensor(mask, values[1]));
    BMO_TRY(tensor(types, values[2]));
    return call<Opaque(Opaque, const void*, const char* const*, const Opaque*, std::size_t,
                       const char* const*, std::size_t, Opaque*)>(
        kRun, "run the model", session_, nullptr, kInputs.data(), values.data(), num_inputs_,
        kOutputs.data(), kOutputs.size(), &values[3]);
  }

  Status width_of(Opaque value, std::size_t count, std::size_t& width) const {
    Opaque info = nullptr;
    BMO_TRY(call<Opaque(Opaque, Opaque*)>(kGetTensorTypeAndShape, "ask for a shape", value, &info));
    std::size_t rank = 0;
    std::array<std::int64_t, 3> shape{};
    Status status =
        call<Opaque(Opaque, std::size_t*)>(kGetDimensionsCount, "ask for a shape", info, &rank);
    if (status && rank == shape.size()) {
      status = call<Opaque(Opaque, std::int64_t*, std::size_t)>(kGetDimensions, "ask for a shape",
                                                                info, shape.data(), rank);
    }
    release(info, kReleaseTensorTypeAndShape);
    if (!status) return status;
    if (rank != 3 || shape[1] != static_cast<std::int64_t>(count) || shape[2] <= 0) {
      return cannot("this is no BERT model", "its output is not a row for each piece");
    }
    width = static_cast<std::size_t>(shape[2]);
    return ok();
  }

  Status take_mean(Opaque value, std::size_t count, std::vector<float>& out) const {
    std::size_t width = 0;
    BMO_TRY(width_of(value, count, width));
    float* states = nullptr;
    BMO_TRY(
        call<Opaque(Opaque, float**)>(kGetTensorMutableData, "read the result", value, &states));
    out.assign(width, 0);
    for (std::size_t piece = 0; piece < count; ++piece) {
      for (std::size_t i = 0; i < width; ++i)
        out[i] += states[piece * width + i] / static_cast<float>(count);
    }
    return ok();
  }

  OnnxApi api_;
  Opaque environment_ = nullptr;
  Opaque options_ = nullptr;
  Opaque session_ = nullptr;
  Opaque memory_ = nullptr;
  std::size_t num_inputs_ = 0;
  std::size_t dimension_ = 0;
};

}  // namespace

Result<OnnxApi> OnnxApi::load(const std::string& path) {
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  void* symbol = library == nullptr ? nullptr : dlsym(library, "OrtGetApiBase");
  if (symbol == nullptr) {
    const char* why = dlerror();
    return Error{.kind = ErrorKind::kUnsupported,
                 .code = "E_ONNX_RUNTIME",
                 .message = "ONNX Runtime cannot be loaded",
                 .why = why == nullptr ? "" : excerpt(why, 200),
                 .hint =
                     "pip install onnxruntime, and set BMO_ONNXRUNTIME to its "
                     "libonnxruntime.so"};
  }
  const auto* base = reinterpret_cast<const ApiBase* (*)()>(symbol)();
  OnnxApi api;
  api.version_ = base->get_version();
  api.table_ = static_cast<void* const*>(base->get_api(kApiVersion));
  if (api.table_ == nullptr)
    return cannot("this ONNX Runtime is too old", "version " + api.version_);
  return api;
}

Status OnnxApi::check(void* status, const char* doing) const {
  if (status == nullptr) return ok();
  const std::string why = at<const char*(Opaque)>(kGetErrorMessage)(status);
  at<void(Opaque)>(kReleaseStatus)(status);
  return cannot(std::string("ONNX Runtime could not ") + doing, excerpt(why, 300));
}

Result<std::unique_ptr<OnnxSession>> OnnxSession::open(const OnnxApi& api,
                                                       const std::string& model) {
  auto session = std::make_unique<Session>(api);
  BMO_TRY(session->start(model));
  return std::unique_ptr<OnnxSession>(std::move(session));
}

}  // namespace bmo::embed
