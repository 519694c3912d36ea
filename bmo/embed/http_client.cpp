// libcurl's easy interface, by its header and the loader.
#include "bmo/embed/http_client.hpp"

#include <curl/curl.h>
#include <dlfcn.h>

#include "bmo/base/text.hpp"

namespace bmo::embed {
namespace {

constexpr long kConnectMilliseconds = 10'000;
constexpr long kReplyMilliseconds = 120'000;
constexpr std::size_t kMostReplyBytes = std::size_t{256} << 20U;

/// The functions that we call.
struct Curl {
  decltype(&::curl_global_init) start = nullptr;
  decltype(&::curl_easy_init) open = nullptr;
  decltype(&::curl_easy_cleanup) close = nullptr;
  decltype(&::curl_easy_reset) reset = nullptr;
  decltype(&::curl_easy_setopt) set = nullptr;
  decltype(&::curl_easy_getinfo) get = nullptr;
  decltype(&::curl_easy_perform) perform = nullptr;
  decltype(&::curl_easy_strerror) text = nullptr;
  decltype(&::curl_slist_append) append = nullptr;
  decltype(&::curl_slist_free_all) free_list = nullptr;
};

template <typename Function>
bool find(void* library, const char* name, Function*& out) {
  out = reinterpret_cast<Function*>(dlsym(library, name));
  return out != nullptr;
}

bool find_all(void* library, Curl& out) {
  return find(library, "curl_global_init", out.start) &&
         find(library, "curl_easy_init", out.open) &&
         find(library, "curl_easy_cleanup", out.close) &&
         find(library, "curl_easy_reset", out.reset) &&
         find(library, "curl_easy_setopt", out.set) &&
         find(library, "curl_easy_getinfo", out.get) &&
         find(library, "curl_easy_perform", out.perform) &&
         find(library, "curl_easy_strerror", out.text) &&
         find(library, "curl_slist_append", out.append) &&
         find(library, "curl_slist_free_all", out.free_list);
}

std::size_t take(const char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  if (body.size() + size * count > kMostReplyBytes) return 0;
  body.append(bytes, size * count);
  return size * count;
}

class Client final : public HttpClient {
 public:
  Client(const Curl& curl, CURL* handle) : curl_(curl), handle_(handle) {}
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() override { curl_.close(handle_); }

  HttpReply post(const std::string& url, const std::vector<std::string>& headers,
                 const std::string& body) override {
    HttpReply reply;
    curl_slist* list = nullptr;
    for (const std::string& header : headers)
      list = curl_.append(list, header.c_str());
    set_up(url, list, body, reply);
    const CURLcode code = curl_.perform(handle_);
    if (code == CURLE_OK) {
      curl_off_t wait = 0;
      curl_.get(handle_, CURLINFO_RESPONSE_CODE, &reply.status);
      curl_.get(handle_, CURLINFO_RETRY_AFTER, &wait);
      reply.retry_after = static_cast<long>(wait);
    } else {
      reply.fault = curl_.text(code);
    }
    curl_.free_list(list);
    return reply;
  }

 private:
  void set_up(const std::string& url, curl_slist* headers, const std::string& body,
              HttpReply& reply) const {
    curl_.reset(handle_);
    curl_.set(handle_, CURLOPT_NOSIGNAL, 1L);
    curl_.set(handle_, CURLOPT_URL, url.c_str());
    curl_.set(handle_, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_.set(handle_, CURLOPT_HTTPHEADER, headers);
    curl_.set(handle_, CURLOPT_POSTFIELDS, body.data());
    curl_.set(handle_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_.set(handle_, CURLOPT_CONNECTTIMEOUT_MS, kConnectMilliseconds);
    curl_.set(handle_, CURLOPT_TIMEOUT_MS, kReplyMilliseconds);
    curl_.set(handle_, CURLOPT_WRITEFUNCTION, &take);
    curl_.set(handle_, CURLOPT_WRITEDATA, &reply.body);
  }

  Curl curl_;
  CURL* handle_;
};

Error missing(std::string why) {
  return {.kind = ErrorKind::kUnsupported,
          .code = "E_CURL",
          .message = "libcurl cannot be loaded, which speaks to servers",
          .why = std::move(why),
          .hint = "apt install libcurl4"};
}

}  // namespace

Result<std::unique_ptr<HttpClient>> HttpClient::open() {
  void* library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
  Curl curl;
  if (library == nullptr || !find_all(library, curl)) {
    const char* why = dlerror();
    return missing(why == nullptr ? "" : excerpt(why, 200));
  }
  if (curl.start(CURL_GLOBAL_DEFAULT) != CURLE_OK) return missing("it does not start");
  CURL* handle = curl.open();
  if (handle == nullptr) return missing("it gives no handle");
  return std::unique_ptr<HttpClient>(std::make_unique<Client>(curl, handle));
}

}  // namespace bmo::embed
