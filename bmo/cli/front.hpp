// What every verb is given: the flags that all share, the outputs, and the session for the app.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bmo/app/app.hpp"
#include "bmo/cli/progress_display.hpp"
#include "bmo/cli/terminal.hpp"

namespace bmo::cli {

class Arguments;

/// The flags of every verb.
struct CommonFlags {
  bool json = false;
  bool quiet = false;
  bool no_progress = false;
  std::string fail_on;
  std::string memory;
  std::optional<std::uint64_t> threads;
  std::optional<std::uint64_t> batch_size;

  void define(Arguments& flags);
};

class Front {
 public:
  /// `command`: what was typed, for a message that says how to go on.
  Front(Output& out, Output& err, const StopFlag& stop, const CommonFlags& flags,
        std::string command);

  const CommonFlags& flags() const { return flags_; }
  bool json() const { return flags_.json; }

  /// What the app runs with; progress goes to stderr.
  app::Session session();
  /// Fills the parts of a request that the common flags set.
  void apply(app::ExportRequest& request) const;

  /// To stdout: the answer itself.
  void answer(std::string_view text);
  /// To stdout, unless --quiet: what a person wants to read beside it.
  void remark(std::string_view text);
  /// To stderr, unless --quiet or --json.
  void warn(std::string_view text);
  /// Shows the error as text or as the JSON document; returns its exit code.
  int fail(Error error);

  const Style& style() const { return out_.style(); }
  const Style& warning_style() const { return err_.style(); }

 private:
  Output& out_;
  Output& err_;
  const StopFlag& stop_;
  const CommonFlags& flags_;
  std::string command_;
  std::unique_ptr<ProgressDisplay> progress_;
};

}  // namespace bmo::cli
