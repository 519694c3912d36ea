// Asks a server for vectors, in the shape that OpenAI's embeddings endpoint has given to many.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "bmo/embed/embed.hpp"

namespace bmo::embed {

/// Is it the name of an endpoint: http:// or https://?
bool is_endpoint(std::string_view name);

/// `name` is URL#MODEL, such as http://localhost:8080/v1/embeddings#bge-small. 64 texts go into a
/// request, each cut at 8 KiB; blank ones get a row of zeros. What may pass (no connection, too
/// many requests, a fault of the server) is tried five times. BMO_ENCODER_KEY is sent as a bearer
/// token and told nobody else. The digest is of URL, model and dimension: what else the server
/// changes behind them is not seen. Asks for one vector, to know the dimension.
///
/// Not thread-safe. E_ENCODER, E_ENDPOINT, E_CURL.
Result<std::unique_ptr<Encoder>> open_endpoint(const std::string& name);

}  // namespace bmo::embed
