// A small model folder, written by the tests themselves: a byte-level vocabulary with a few merges.
#pragma once
#include <gtest/gtest.h>

#include "bmo/chat/chat.hpp"
#include "bmo/io/disk_memory.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::chat {

/// How a byte-level vocabulary writes the byte.
inline std::string letter_of(unsigned byte) {
  static const auto kLetters = [] {
    std::vector<std::string> letters(256);
    unsigned spare = 256;
    for (unsigned b = 0; b < 256; ++b) {
      const bool shown = (b >= 0x21 && b <= 0x7E) || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      const unsigned code = shown ? b : spare++;
      if (code < 0x80) {
        letters[b] = std::string(1, static_cast<char>(code));
      } else {
        letters[b] = {static_cast<char>(0xC0U | (code >> 6U)),
                      static_cast<char>(0x80U | (code & 0x3FU))};
      }
    }
    return letters;
  }();
  return kLetters[byte];
}

/// tokenizer.json: 256 bytes, then "he" "ll" "hell" "hello", then <|im_start|> and <|im_end|>.
inline std::string tokenizer_json() {
  json::Dom model = {{"type", "BPE"}, {"dropout", nullptr}, {"unk_token", nullptr}};
  for (unsigned byte = 0; byte < 256; ++byte)
    model["vocab"][letter_of(byte)] = byte;
  unsigned id = 256;
  for (const char* token : {"he", "ll", "hell", "hello"})
    model["vocab"][token] = id++;
  model["merges"] = {"h e", "l l", "he ll", "hell o"};
  json::Dom added = json::Dom::array();
  for (const char* token : {"<|im_start|>", "<|im_end|>"}) {
    added.push_back({{"id", id++},
                     {"content", token},
                     {"single_word", false},
                     {"lstrip", false},
                     {"rstrip", false},
                     {"normalized", false},
                     {"special", true}});
  }
  const json::Dom words = {
      {"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}};
  return json::Dom{{"version", "1.0"},          {"truncation", nullptr}, {"padding", nullptr},
                   {"added_tokens", added},     {"normalizer", nullptr}, {"pre_tokenizer", words},
                   {"post_processor", nullptr}, {"decoder", nullptr},    {"model", model}}
      .dump();
}

inline constexpr std::string_view kChatMl =
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

inline constexpr Message kHello[] = {{.role = Role::kUser, .content = "hello"},
                                     {.role = Role::kAssistant, .content = "hell"}};

class Chat : public testing::Test {
 protected:
  void SetUp() override {
    if (!chat_is_built()) GTEST_SKIP() << "this build has no chat library";
  }

  void write(const std::string& path, std::string_view bytes) {
    ASSERT_TRUE(io::publish_file(disk_, path, bytes, false));
  }
  std::shared_ptr<const Tokenizer> tokenizer() {
    EXPECT_TRUE(disk_.make_directories("model"));
    write("model/tokenizer.json", tokenizer_json());
    auto opened = open_tokenizer(disk_, "model");
    EXPECT_TRUE(opened) << opened.error().why;
    return *opened;
  }
  static std::shared_ptr<const ChatTemplate> chat(std::string_view source = kChatMl) {
    auto compiled = ChatTemplate::compile(std::string(source), R"({"eos_token":"<|im_end|>"})");
    EXPECT_TRUE(compiled) << compiled.error().why;
    return *compiled;
  }
  SeenPair see(std::span<const Message> messages, std::string_view source = kChatMl) {
    Viewer viewer(tokenizer(), chat(source), {.now = 0});
    Pair pair;
    pair.messages = messages;
    SeenPair seen;
    EXPECT_TRUE(viewer.see(pair, seen));
    return seen;
  }
  /// The trained parts of the text, each between bars.
  static std::string trained(const SeenPair& seen) {
    std::string out;
    for (const TokenRange& range : seen.trained) {
      const std::size_t begin = seen.tokens[range.begin].begin;
      out += "|" + seen.text.substr(begin, seen.tokens[range.end - 1].end - begin) + "|";
    }
    return out;
  }

  io::MemoryDisk disk_;
};

}  // namespace bmo::chat
