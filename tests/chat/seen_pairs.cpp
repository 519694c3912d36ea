// Shows what bmo sees of conversations, one a line, so that a script can hold it against Python's
// own libraries: seen_pairs view FOLDER < pairs.jsonl, or seen_pairs count FOLDER THREADS <
// texts.jsonl.
#include <chrono>
#include <deque>
#include <iostream>

#include "bmo/chat/chat.hpp"
#include "bmo/json/dom.hpp"

namespace bmo {
namespace {

Role role_of(const std::string& name) {
  for (const Role role : {Role::kSystem, Role::kUser, Role::kAssistant, Role::kTool}) {
    if (role_name(role) == name) return role;
  }
  return Role::kUser;
}

/// A conversation that owns its texts.
struct Conversation {
  std::deque<std::string> texts;
  std::vector<Message> messages;
  Pair pair;

  std::string_view keep(std::string text) { return texts.emplace_back(std::move(text)); }

  explicit Conversation(const json::Dom& row) {
    for (const json::Dom& message : row.at("messages")) {
      Message made{.role = role_of(message.at("role").get<std::string>()),
                   .content = keep(message.value("content", ""))};
      if (message.contains("tool_calls")) made.tool_calls = keep(message.at("tool_calls").dump());
      messages.push_back(made);
    }
    if (row.contains("tools")) pair.tools = keep(row.at("tools").dump());
    pair.messages = messages;
  }
};

json::Dom shown(const chat::SeenPair& seen) {
  json::Dom out;
  out["refusal"] = seen.refusal;
  out["text"] = seen.text;
  out["mask"] = chat::mask_source_name(seen.mask);
  out["stop"] = seen.stop_trained;
  out["ids"] = json::Dom::array();
  for (const chat::Token& token : seen.tokens)
    out["ids"].push_back(token.id);
  out["trained"] = json::Dom::array();
  for (const chat::TokenRange& range : seen.trained)
    out["trained"].push_back({range.begin, range.end});
  return out;
}

int fail(const Error& error) {
  std::cerr << error.code << ": " << error.message << ": " << error.why << "\n";
  return 1;
}

int view(const std::shared_ptr<const chat::Tokenizer>& tokenizer, const std::string& folder) {
  const auto chat = chat::ChatTemplate::open(io::posix_disk(), folder);
  if (!chat) return fail(chat.error());
  chat::Viewer viewer(tokenizer, *chat, {.now = 1735689600});
  chat::SeenPair seen;
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto row = json::parse_dom(line);
    if (!row) return fail(row.error());
    const Conversation conversation(*row);
    if (const Status done = viewer.see(conversation.pair, seen); !done) return fail(done.error());
    std::cout << shown(seen).dump() << "\n";
  }
  return 0;
}

int count(const chat::Tokenizer& tokenizer, unsigned threads) {
  std::vector<std::string> texts;
  std::string line;
  while (std::getline(std::cin, line))
    texts.push_back(json::Dom::parse(line).get<std::string>());
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  std::vector<std::uint32_t> counts(views.size());
  const auto start = std::chrono::steady_clock::now();
  const Status done = chat::count_tokens(tokenizer, views, counts, threads);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  if (!done) return fail(done.error());
  json::Dom out;
  out["seconds"] = seconds.count();
  out["counts"] = counts;
  std::cout << out.dump() << "\n";
  return 0;
}

}  // namespace
}  // namespace bmo

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const std::string folder = argv[2];
  const auto tokenizer = bmo::chat::open_tokenizer(bmo::io::posix_disk(), folder);
  if (!tokenizer) return bmo::fail(tokenizer.error());
  if (std::string(argv[1]) == "view") return bmo::view(*tokenizer, folder);
  return bmo::count(**tokenizer, argc > 3 ? static_cast<unsigned>(std::stoul(argv[3])) : 0);
}
