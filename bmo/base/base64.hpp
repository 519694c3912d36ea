// Base64 (RFC 4648, section 4) for bytes that have to travel in JSON.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace bmo {

std::string to_base64(std::string_view bytes);
/// nullopt where `text` is not base64 with padding.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace bmo
