// Joins the common flags, the two outputs and the session.
#include "bmo/cli/front.hpp"

#include "bmo/app/answer_json.hpp"
#include "bmo/cli/arguments.hpp"
#include "bmo/cli/error_text.hpp"

namespace bmo::cli {

void CommonFlags::define(Arguments& flags) {
  flags.begin_common();
  flags.on("--json", json, "Print one JSON document on stdout and nothing else");
  flags.count("--threads", threads, "Use at most N threads (default: all cores)");
  flags.text("--memory", "SIZE", memory, "Use at most this much memory, such as 512MiB");
  flags.count("--batch-size", batch_size, "Work on N records at a time (default: by bytes)");
  flags.choice("--fail-on", {"note", "warning", "error"}, fail_on,
               "Exit with 1 on findings of this severity and above (default: error)");
  flags.on("--quiet", quiet, "Print errors only");
  flags.on("--no-progress", no_progress, "Show no progress");
}

Front::Front(Output& out, Output& err, const StopFlag& stop, const CommonFlags& flags,
             std::string command)
    : out_(out), err_(err), stop_(stop), flags_(flags), command_(std::move(command)) {}

app::Session Front::session() {
  pipeline::ProgressFunction show;
  if (!flags_.quiet && !flags_.no_progress) {
    progress_ = std::make_unique<ProgressDisplay>(err_);
    show = [display = progress_.get()](const pipeline::ProgressState& state) {
      display->update(state);
    };
  }
  return {.disk = io::posix_disk(), .stop = stop_, .progress = std::move(show)};
}

void Front::apply(app::ExportRequest& request) const {
  request.threads = static_cast<unsigned>(flags_.threads.value_or(0));
  request.batch_size = flags_.batch_size.value_or(0);
  request.memory = flags_.memory;
}

void Front::answer(std::string_view text) {
  progress_.reset();
  out_.write(text);
}

void Front::remark(std::string_view text) {
  if (!flags_.quiet && !flags_.json) answer(text);
}

void Front::warn(std::string_view text) {
  progress_.reset();
  if (flags_.quiet || flags_.json) return;
  out_.flush();
  err_.write(text);
  err_.flush();
}

int Front::fail(Error error) {
  progress_.reset();
  int code = exit_code(error.kind);
  if (error.kind == ErrorKind::kCancelled && stop_.raised()) {
    code = 128 + stop_.signal();
    error.hint = "run the same command again, it goes on where it stopped: " + command_;
  }
  if (flags_.json) {
    out_.write(app::to_json(error, code));
  } else {
    out_.flush();
    err_.write(error_text(error, err_.style()));
    err_.flush();
  }
  return code;
}

}  // namespace bmo::cli
