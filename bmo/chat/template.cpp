// Finds a template and its special tokens, writes conversations as its input, and reads its output.
#include "bmo/chat/template.hpp"

#include <array>

#include "bmo/base/hash.hpp"
#include "bmo/chat/rust_calls.hpp"
#include "bmo/chat/tokenizer.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/json/json.hpp"

namespace bmo::chat {

struct ChatTemplate::Compiled {
  RustTemplate handle;
};

namespace {

constexpr std::array kTokenNames = {"bos_token", "eos_token", "unk_token", "sep_token",
                                    "pad_token", "cls_token", "mask_token"};

Error bad_template(ErrorKind kind, std::string message, std::string why, std::string hint) {
  return {.kind = kind,
          .code = "E_TEMPLATE",
          .message = std::move(message),
          .why = std::move(why),
          .hint = std::move(hint)};
}

/// "</s>", or {"content": "</s>", ...}.
std::string token_text(const json::Dom& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_object() && value.contains("content") && value.at("content").is_string()) {
    return value.at("content").get<std::string>();
  }
  return {};
}

void add_tokens(const json::Dom& config, json::Dom& variables) {
  if (!config.is_object()) return;
  for (const char* name : kTokenNames) {
    const auto found = config.find(name);
    if (found == config.end()) continue;
    if (std::string text = token_text(*found); !text.empty()) variables[name] = std::move(text);
  }
}

/// The document, or null where there is no such file or it is no JSON.
json::Dom document(io::Disk& disk, const std::string& path) {
  if (!disk.exists(path)) return {};
  const Result<std::string> text = io::read_file(disk, path);
  if (!text) return {};
  Result<json::Dom> dom = json::parse_dom(*text);
  return dom ? *std::move(dom) : json::Dom();
}

/// A template, or the one of a list of {name, template} that is named "default".
std::string template_text(const json::Dom& config) {
  if (!config.is_object() || !config.contains("chat_template")) return {};
  const json::Dom& value = config.at("chat_template");
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return {};
  for (const json::Dom& row : value) {
    if (row.is_object() && row.value("name", "") == "default") return row.value("template", "");
  }
  return {};
}

void append_text(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out += ",\"";
  out += name;
  out += "\":";
  json::append_string(out, value);
}

/// One call as templates expect it: name and arguments inside `function`.
void append_call(std::string& out, json::Value call) {
  if (!call.is_object() || call.find("function")) {
    out += call.raw();
    return;
  }
  out += '{';
  if (const json::Value id = call.find("id")) out.append("\"id\":").append(id.raw()).append(",");
  out += "\"type\":\"function\",\"function\":{";
  if (const json::Value name = call.find("name")) out.append("\"name\":").append(name.raw());
  if (const json::Value arguments = call.find("arguments")) {
    out.append(",\"arguments\":").append(arguments.raw());
  }
  out += "}}";
}

/// Arguments stand as objects, as the rows of trl and mlx have them: most templates print them
/// through `tojson`.
void append_calls(std::string& out, std::string_view calls) {
  Arena arena;
  json::Document document;
  json::Fault fault;
  out += ",\"tool_calls\":";
  if (!document.parse(calls, arena, fault) || !document.root().is_array()) {
    out += calls;
    return;
  }
  out += '[';
  bool is_first = true;
  for (const json::Value call : document.root().elements()) {
    if (!is_first) out += ',';
    is_first = false;
    append_call(out, call);
  }
  out += ']';
}

void append_message(std::string& out, const Message& message) {
  out += "{\"role\":";
  json::append_string(out, role_name(message.role));
  out += ",\"content\":";
  json::append_string(out, message.content);
  append_text(out, "name", message.name);
  if (!message.tool_calls.empty()) append_calls(out, message.tool_calls);
  append_text(out, "tool_call_id", message.tool_call_id);
  out += '}';
}

std::string request_of(std::span<const Message> messages, std::string_view tools,
                       const RenderOptions& options) {
  std::string out = "{\"messages\":[";
  for (const Message& message : messages) {
    if (&message != messages.data()) out += ',';
    append_message(out, message);
  }
  out += ']';
  if (!tools.empty()) {
    out += ",\"tools\":";
    out += tools;
  }
  if (options.add_generation_prompt) out += ",\"add_generation_prompt\":true";
  if (options.now) out += ",\"now\":" + std::to_string(*options.now);
  return out + "}";
}

struct Found {
  std::string source;
  json::Dom variables = json::Dom::object();
};

Result<Found> find_template(io::Disk& disk, const std::string& path) {
  Found found;
  BMO_TRY_AS(const io::FileInfo info, disk.info(path));
  const std::size_t slash = path.rfind('/');
  const std::string above = slash == std::string::npos ? "." : path.substr(0, slash);
  const std::string folder = info.is_directory ? path : above;
  const json::Dom config = document(disk, io::join(folder, "tokenizer_config.json"));
  add_tokens(document(disk, io::join(folder, "special_tokens_map.json")), found.variables);
  add_tokens(config, found.variables);
  const bool is_template = path.size() > 6 && path.substr(path.size() - 6) == ".jinja";
  const std::string file = is_template ? path : io::join(folder, "chat_template.jinja");
  if (disk.exists(file)) {
    BMO_TRY_AS(found.source, io::read_file(disk, file));
    return found;
  }
  found.source = template_text(config);
  if (found.source.empty()) {
    found.source = template_text(document(disk, io::join(folder, "chat_template.json")));
  }
  if (!found.source.empty()) return found;
  Error error = bad_template(
      ErrorKind::kNotFound, "there is no chat template in this folder",
      "neither chat_template.jinja nor `chat_template` in tokenizer_config.json was found",
      "copy chat_template.jinja from the instruct model of the same family into the folder");
  error.place.file = folder;
  return error;
}

}  // namespace

ChatTemplate::ChatTemplate(std::unique_ptr<Compiled> compiled, std::string fingerprint,
                           std::string eos_token)
    : compiled_(std::move(compiled)),
      fingerprint_(std::move(fingerprint)),
      eos_token_(std::move(eos_token)) {}

ChatTemplate::~ChatTemplate() = default;

Result<std::shared_ptr<const ChatTemplate>> ChatTemplate::open(io::Disk& disk,
                                                               const std::string& path) {
  BMO_TRY_AS(const Found found, find_template(disk, path));
  return compile(found.source, found.variables.dump());
}

Result<std::shared_ptr<const ChatTemplate>> ChatTemplate::compile(const std::string& source,
                                                                  const std::string& variables) {
  BMO_TRY(chat_is_built());
  BMO_TRY_AS(const json::Dom dom, json::parse_dom(variables));
  RustText error;
  bmo_template* handle = nullptr;
  if (!bmo_template_open(source.data(), source.size(), variables.data(), variables.size(), &handle,
                         error.fill())) {
    return bad_template(ErrorKind::kBadData, "the chat template cannot be read", error.text(),
                        "compare it with the template that the model came with");
  }
  auto compiled = std::make_unique<Compiled>();
  compiled->handle.reset(handle);
  return std::shared_ptr<const ChatTemplate>(new ChatTemplate(
      std::move(compiled), to_hex(hash128(source + '\n' + variables)), dom.value("eos_token", "")));
}

Result<Rendered> ChatTemplate::render(std::span<const Message> messages, std::string_view tools,
                                      const RenderOptions& options) const {
  const std::string request = request_of(messages, tools, options);
  RustText text;
  RustText error;
  bmo_range* ranges = nullptr;
  std::size_t count = 0;
  if (!bmo_template_render(compiled_->handle.get(), request.data(), request.size(), text.fill(),
                           &ranges, &count, error.fill())) {
    return bad_template(ErrorKind::kBadData, "the chat template refuses this conversation",
                        error.text(), "change the conversation, or choose another template");
  }
  Rendered rendered{text.text(), {}};
  rendered.answers.reserve(count);
  for (std::size_t i = 0; i < count; ++i)
    rendered.answers.push_back({ranges[i].begin, ranges[i].end});
  bmo_chat_free_ranges(ranges, count);
  return rendered;
}

bool ChatTemplate::marks_answers() const {
  return bmo_template_marks_answers(compiled_->handle.get());
}

}  // namespace bmo::chat
