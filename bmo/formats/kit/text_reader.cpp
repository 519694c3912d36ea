// Words that all text containers share.
#include "bmo/formats/kit/text_reader.hpp"

namespace bmo::formats {

Error empty_input(const std::string& name) {
  Error error;
  error.kind = ErrorKind::kBadData;
  error.code = "E_EMPTY";
  error.message = "the source holds no record";
  error.why = "it was read to its end";
  error.hint = "check that the file was written to its end, or leave it out";
  error.place.file = name;
  error.place.byte = 0;
  return error;
}

std::string too_long_detail(std::uint64_t limit) {
  return "the record is longer than " + format_size(limit);
}

}  // namespace bmo::formats
