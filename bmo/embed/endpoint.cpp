// Requests of many texts, replies that are held against what was asked for.
#include "bmo/embed/endpoint.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <thread>

#include "bmo/base/hash.hpp"
#include "bmo/base/text.hpp"
#include "bmo/embed/http_client.hpp"
#include "bmo/json/dom.hpp"

namespace bmo::embed {
namespace {

constexpr std::size_t kTextsAtOnce = 64;
constexpr std::size_t kMostTextBytes = 8192;
constexpr std::size_t kMostDimension = 65536;
constexpr int kTries = 5;
constexpr std::chrono::milliseconds kFirstWait{250};
constexpr long kLongestWait = 30;

struct Address {
  std::string url;
  std::string model;
  std::string key;
};

Error wrong_name(const std::string& name, std::string why) {
  return {
      .kind = ErrorKind::kUsage,
      .code = "E_ENCODER",
      .message = "`" + excerpt(name, 100) + "` names no endpoint",
      .why = std::move(why),
      .hint = "write its whole address and the model: http://localhost:8080/v1/embeddings#MODEL"};
}

Error failed(ErrorKind kind, std::string why, std::string hint) {
  return {.kind = kind,
          .code = "E_ENDPOINT",
          .message = "the endpoint gave no vectors",
          .why = std::move(why),
          .hint = std::move(hint)};
}

Result<Address> parse(const std::string& name) {
  const std::size_t mark = name.find('#');
  if (mark == std::string::npos || mark + 1 == name.size())
    return wrong_name(name, "no model is named behind a #");
  Address out{.url = name.substr(0, mark), .model = name.substr(mark + 1), .key = {}};
  const std::size_t host = out.url.find("//") + 2;
  if (out.url.substr(host, out.url.find('/', host) - host).find('@') != std::string::npos)
    return wrong_name(out.url.substr(0, host) + "...",
                      "a password in an address ends up in logs; BMO_ENCODER_KEY holds a key");
  const char* key = std::getenv("BMO_ENCODER_KEY");
  out.key = key == nullptr ? "" : trim_ascii(key);
  const auto is_unfit = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  if (std::any_of(out.key.begin(), out.key.end(), is_unfit)) {
    return failed(ErrorKind::kUsage, "BMO_ENCODER_KEY holds a space or a line end",
                  "set it to the key alone");
  }
  return out;
}

/// What the server says of its failure, without the key.
std::string told(const HttpReply& reply, const std::string& key) {
  const Result<json::Dom> body = json::parse_dom(reply.body);
  std::string text = reply.body;
  if (body && body->is_object() && body->contains("error")) {
    const json::Dom& error = (*body)["error"];
    if (error.is_string()) text = error.get<std::string>();
    if (error.is_object() && error.contains("message") && error["message"].is_string())
      text = error["message"].get<std::string>();
  }
  for (std::size_t at = 0; !key.empty() && (at = text.find(key, at)) != std::string::npos;)
    text.replace(at, key.size(), "***");
  return "status " + std::to_string(reply.status) + (text.empty() ? "" : ": " + excerpt(text, 200));
}

Error refused(const HttpReply& reply, const std::string& key) {
  if (reply.status == 0) {
    return failed(ErrorKind::kIo, reply.fault,
                  "see that the server runs, and that its address is as it says");
  }
  const std::string why = told(reply, key);
  if (reply.status == 401 || reply.status == 403) {
    return failed(ErrorKind::kPermission, why,
                  key.empty() ? "set BMO_ENCODER_KEY to a key of the server"
                              : "see whether the key in BMO_ENCODER_KEY may use this model");
  }
  if (reply.status == 404 || reply.status == 405) {
    return failed(ErrorKind::kNotFound, why,
                  "name the address whole, such as http://localhost:8080/v1/embeddings#MODEL, and "
                  "a model that the server has");
  }
  if (reply.status == 429) return failed(ErrorKind::kBusy, why, "run the same command again later");
  if (reply.status >= 500) return failed(ErrorKind::kIo, why, "look into the server's own log");
  return failed(ErrorKind::kUsage, why, "see whether the model takes texts of up to 8 KiB");
}

bool may_pass(const HttpReply& reply) {
  return reply.status == 0 || reply.status == 408 || reply.status == 429 || reply.status >= 500;
}

Error odd_reply(std::string why) {
  return failed(ErrorKind::kBadData, std::move(why),
                "name an endpoint that answers as OpenAI's /v1/embeddings does");
}

using Floats = std::vector<float>;

bool read_numbers(const json::Dom& list, Floats& out) {
  if (!list.is_array() || list.empty() || list.size() > kMostDimension) return false;
  out.clear();
  for (const json::Dom& number : list) {
    if (!number.is_number()) return false;
    out.push_back(number.get<float>());
    if (!std::isfinite(out.back())) return false;
  }
  return true;
}

/// One vector for each of `count` texts, by the index that each comes with.
Result<std::vector<Floats>> read_reply(const std::string& body, std::size_t count) {
  const Result<json::Dom> dom = json::parse_dom(body);
  if (!dom || !dom->is_object() || !dom->contains("data") || !(*dom)["data"].is_array())
    return odd_reply("the reply holds no list `data`");
  const json::Dom& data = (*dom)["data"];
  if (data.size() != count) {
    return odd_reply(std::to_string(data.size()) + " vectors came for " + std::to_string(count) +
                     " texts");
  }
  std::vector<Floats> out(count);
  for (std::size_t i = 0; i < count; ++i) {
    const json::Dom& item = data[i];
    if (!item.is_object() || !item.contains("embedding")) return odd_reply("a vector is missing");
    const bool is_numbered = item.contains("index") && item["index"].is_number_unsigned();
    const std::size_t at = is_numbered ? item["index"].get<std::size_t>() : i;
    if (at >= count || !out[at].empty()) return odd_reply("a vector's index is wrong");
    if (!read_numbers(item["embedding"], out[at]))
      return odd_reply("a vector is no list of numbers");
  }
  return out;
}

std::string_view beginning(std::string_view text) {
  std::size_t size = std::min(text.size(), kMostTextBytes);
  while (size < text.size() && size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80)
    --size;
  return text.substr(0, size);
}

class EndpointEncoder final : public Encoder {
 public:
  EndpointEncoder(Address address, std::unique_ptr<HttpClient> client)
      : address_(std::move(address)), client_(std::move(client)) {
    headers_ = {"Content-Type: application/json", "Accept: application/json", "Expect:"};
    if (!address_.key.empty()) headers_.push_back("Authorization: Bearer " + address_.key);
  }

  Status start() {
    constexpr std::string_view kProbe = "river";
    BMO_TRY_AS(const std::vector<Floats> probe, ask(std::span(&kProbe, 1)));
    card_ = {.id = "http:" + address_.model,
             .digest = to_hex(hash128("bmo embed endpoint 1\n" + address_.url + "\n" +
                                      address_.model + "\n" + std::to_string(probe[0].size()))),
             .dimension = probe[0].size(),
             .language = "",
             .about = "a model that " + address_.url + " runs"};
    return ok();
  }

  const EncoderCard& card() const override { return card_; }

  Status encode(std::span<const std::string_view> texts, Vectors& out) const override {
    out.clear(card_.digest, card_.dimension);
    for (std::size_t first = 0; first < texts.size(); first += kTextsAtOnce)
      BMO_TRY(add(texts.subspan(first, std::min(kTextsAtOnce, texts.size() - first)), out));
    return ok();
  }

 private:
  /// Servers refuse blank texts.
  Status add(std::span<const std::string_view> texts, Vectors& out) const {
    std::vector<std::string_view> asked;
    std::ranges::copy_if(texts, std::back_inserter(asked),
                         [](std::string_view text) { return !is_blank(beginning(text)); });
    std::vector<Floats> rows;
    if (!asked.empty()) {
      BMO_TRY_AS(rows, ask(asked));
    }
    const Floats zeros(card_.dimension, 0.0F);
    std::size_t next = 0;
    for (const std::string_view text : texts) {
      const Floats& row = is_blank(beginning(text)) ? zeros : rows[next++];
      if (row.size() != card_.dimension) {
        return odd_reply("a vector has " + std::to_string(row.size()) + " numbers, others " +
                         std::to_string(card_.dimension));
      }
      out.add(std::span<const float>(row));
    }
    return ok();
  }

  Result<std::vector<Floats>> ask(std::span<const std::string_view> texts) const {
    json::Dom request;
    request["model"] = address_.model;
    request["input"] = json::Dom::array();
    for (const std::string_view text : texts)
      request["input"].push_back(beginning(text));
    request["encoding_format"] = "float";
    const std::string body = request.dump(-1, ' ', false, json::Dom::error_handler_t::replace);
    auto wait = kFirstWait;
    HttpReply reply;
    for (int left = kTries; left > 0; --left, wait *= 2) {
      reply = client_->post(address_.url, headers_, body);
      if (reply.status == 200) return read_reply(reply.body, texts.size());
      if (!may_pass(reply) || left == 1) break;
      const std::chrono::seconds told_wait(std::clamp(reply.retry_after, 0L, kLongestWait));
      std::this_thread::sleep_for(std::max<std::chrono::milliseconds>(wait, told_wait));
    }
    return refused(reply, address_.key);
  }

  Address address_;
  std::unique_ptr<HttpClient> client_;
  std::vector<std::string> headers_;
  EncoderCard card_;
};

}  // namespace

bool is_endpoint(std::string_view name) {
  return name.starts_with("http://") || name.starts_with("https://");
}

Result<std::unique_ptr<Encoder>> open_endpoint(const std::string& name) {
  BMO_TRY_AS(Address address, parse(name));
  BMO_TRY_AS(std::unique_ptr<HttpClient> client, HttpClient::open());
  auto encoder = std::make_unique<EndpointEncoder>(std::move(address), std::move(client));
  BMO_TRY(encoder->start());
  return std::unique_ptr<Encoder>(std::move(encoder));
}

}  // namespace bmo::embed
