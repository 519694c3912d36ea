// Carries either a value or an Error out of any call that can fail.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace bmo {

/// What kind of failure this is. The exit code and the HTTP status are read from this, nowhere
/// else (`exit_code` below is the only table).
enum class ErrorKind : std::uint8_t {
  kUsage,         ///< 2: the caller asked for something that makes no sense.
  kMismatch,      ///< 65: input or plan does not match the earlier run.
  kBadData,       ///< 66: a source breaks its own format, or `--max-bad` was passed.
  kNotFound,      ///< 66: a source does not exist or cannot be read.
  kUnsupported,   ///< 2: asked for something that this build or format cannot do.
  kInternal,      ///< 70: a bug of ours, or conservation not proven.
  kMemory,        ///< 71: the memory limit would be passed.
  kCannotCreate,  ///< 73: the output cannot be created.
  kIo,            ///< 74: reading or writing failed, or no space is left.
  kBusy,          ///< 75: another run holds it.
  kPermission,    ///< 77: the system denies access.
  kCancelled,     ///< 130: stopped by a signal; the message names the resume command.
};

/// The process exit code of each kind.
constexpr int exit_code(ErrorKind kind) {
  constexpr int kCodes[] = {2, 65, 66, 66, 2, 70, 71, 73, 74, 75, 77, 130};
  return kCodes[static_cast<std::size_t>(kind)];
}

/// Where in the user's data it happened; every part is optional. Lines, columns and records count
/// from 1, bytes from 0; columns are bytes within the line; `byte` is where the record starts.
struct Place {
  std::string file;
  std::optional<std::uint64_t> record;
  std::optional<std::uint64_t> line;
  std::optional<std::uint64_t> column;
  std::optional<std::uint64_t> byte;
  std::string field;
};

/// A failure as a person will read it: what, where, why, and how to fix it.
struct [[nodiscard]] Error {
  ErrorKind kind = ErrorKind::kInternal;
  std::string code;     ///< Stable name for scripts, such as "E_JSON_TRUNCATED".
  std::string message;  ///< One line, no final full stop.
  std::string why;      ///< The observation behind it; empty where the message says it all.
  std::string hint;     ///< What to do next: a command or an edit.
  Place place;
  std::shared_ptr<const Error> cause;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  // Both are implicit so that a function can simply return a value or an error.
  // NOLINTBEGIN(google-explicit-constructor)
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}
  // NOLINTEND(google-explicit-constructor)

  explicit operator bool() const noexcept { return state_.index() == 0; }

  T& operator*() & noexcept { return *std::get_if<0>(&state_); }
  const T& operator*() const& noexcept { return *std::get_if<0>(&state_); }
  T&& operator*() && noexcept { return std::move(*std::get_if<0>(&state_)); }
  T* operator->() noexcept { return std::get_if<0>(&state_); }
  const T* operator->() const noexcept { return std::get_if<0>(&state_); }

  Error& error() & noexcept { return *std::get_if<1>(&state_); }
  const Error& error() const& noexcept { return *std::get_if<1>(&state_); }
  Error&& error() && noexcept { return std::move(*std::get_if<1>(&state_)); }

 private:
  std::variant<T, Error> state_;
};

struct Unit {};

using Status = Result<Unit>;

inline Status ok() {
  return Unit{};
}

}  // namespace bmo

#define BMO_CAT_INNER(a, b) a##b
#define BMO_CAT(a, b) BMO_CAT_INNER(a, b)
/// Returns the error of `expr` to the caller, if it has one.
#define BMO_TRY(expr)                                                    \
  do {                                                                   \
    if (auto bmo_r_ = (expr); !bmo_r_) return std::move(bmo_r_).error(); \
  } while (false)
/// Declares `decl` with the value of `expr`, or returns its error to the caller.
#define BMO_TRY_AS(decl, expr) BMO_TRY_AS_INNER(BMO_CAT(bmo_r_, __COUNTER__), decl, expr)
#define BMO_TRY_AS_INNER(tmp, decl, expr)  \
  auto tmp = (expr);                       \
  if (!tmp) return std::move(tmp).error(); \
  decl = *std::move(tmp)
