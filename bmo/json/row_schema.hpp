// Holds rows against a JSON Schema (drafts 4 to 7, and what later drafts have in common with them).
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "bmo/base/result.hpp"

namespace bmo::json {

/// A schema, ready to be asked by any number of threads.
class RowSchema {
 public:
  /// E_SCHEMA_FILE (kUsage) where the text is no JSON or no schema; one that refers to another
  /// document is none.
  static Result<std::shared_ptr<const RowSchema>> parse(std::string_view text);
  ~RowSchema();

  /// Empty where `row` (JSON text) is valid, else where and why not: "at /answer: ...".
  std::string fault(std::string_view row) const;

 private:
  struct State;
  explicit RowSchema(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace bmo::json
