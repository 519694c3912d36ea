// Sends a request to a web server and waits for the reply, by libcurl, which is loaded when it is
// first needed.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "bmo/base/result.hpp"

namespace bmo::embed {

struct HttpReply {
  long status = 0;  ///< 0: none came, and `fault` says why.
  std::string body;
  std::string fault;
  long retry_after = 0;  ///< Seconds that the server asks to wait; 0: it does not say.
};

/// One connection, kept between requests. Follows no redirects, so that what it sends goes to the
/// server that was named. Not thread-safe.
class HttpClient {
 public:
  /// E_CURL (kUnsupported) where the library is missing.
  static Result<std::unique_ptr<HttpClient>> open();
  virtual ~HttpClient() = default;
  /// Waits 10 s for a connection and 120 s for the reply, which may have 256 MiB.
  virtual HttpReply post(const std::string& url, const std::vector<std::string>& headers,
                         const std::string& body) = 0;
};

}  // namespace bmo::embed
