// Finds formats by their endings, and holds what they share.
#include "bmo/report/findings.hpp"

#include "bmo/base/text.hpp"

namespace bmo::report {

const FindingsFormat* find_findings_format(std::string_view path) {
  for (const FindingsFormat* format : findings::all()) {
    if (path.ends_with(format->ending)) return format;
  }
  return nullptr;
}

std::string place_text(const ShownFinding& finding) {
  const std::string file(finding.file);
  if (finding.line == 0) return file + " record " + std::to_string(finding.record);
  return file + ":" + std::to_string(finding.line);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char byte : text) {
    const auto value = static_cast<unsigned char>(byte);
    if (byte == '&') {
      out += "&amp;";
    } else if (byte == '<') {
      out += "&lt;";
    } else if (byte == '>') {
      out += "&gt;";
    } else if (byte == '"') {
      out += "&quot;";
    } else if (value < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') {
      out += "\xEF\xBF\xBD";
    } else {
      out += byte;
    }
  }
  return out;
}

}  // namespace bmo::report
