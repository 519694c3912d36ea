// Renders conversations as a model's chat template does.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/io/disk.hpp"
#include "bmo/model/pair.hpp"

namespace bmo::chat {

struct ByteRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

struct Rendered {
  std::string text;
  std::vector<ByteRange> answers;  ///< What the template marks by {% generation %}.
};

struct RenderOptions {
  bool add_generation_prompt = false;
  /// Seconds since 1970 that `strftime_now` shows; not given: the clock, in UTC.
  std::optional<std::int64_t> now;
};

/// A compiled template with its special tokens; thread-safe.
class ChatTemplate {
 public:
  ~ChatTemplate();
  ChatTemplate(const ChatTemplate&) = delete;
  ChatTemplate& operator=(const ChatTemplate&) = delete;

  /// A folder with chat_template.jinja, or with tokenizer_config.json that holds `chat_template`
  /// (of a list, the one named "default"); or a .jinja file. E_TEMPLATE (kNotFound) where there is
  /// none.
  static Result<std::shared_ptr<const ChatTemplate>> open(io::Disk& disk, const std::string& path);
  /// `variables`: JSON object of what every rendering sees, such as {"bos_token": "<s>"}.
  static Result<std::shared_ptr<const ChatTemplate>> compile(const std::string& source,
                                                             const std::string& variables);

  /// E_TEMPLATE (kBadData) with the template's own words where it refuses.
  Result<Rendered> render(std::span<const Message> messages, std::string_view tools,
                          const RenderOptions& options) const;

  /// Does it mark the assistant's text by {% generation %}?
  bool marks_answers() const;
  /// "eos_token" -> "</s>"; "" where it is not set.
  const std::string& eos_token() const { return eos_token_; }
  const std::string& fingerprint() const { return fingerprint_; }

 private:
  struct Compiled;
  ChatTemplate(std::unique_ptr<Compiled> compiled, std::string fingerprint, std::string eos_token);
  std::unique_ptr<Compiled> compiled_;
  std::string fingerprint_;
  std::string eos_token_;
};

}  // namespace bmo::chat
