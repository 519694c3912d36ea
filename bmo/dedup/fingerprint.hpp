// What is kept of a pair for finding its duplicates: keys, guards, and its texts in norm form.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bmo/base/hash.hpp"
#include "bmo/model/pair.hpp"

namespace bmo::dedup {

/// Fixed-size, written to disk as it lies in memory (native byte order). "Instruction" is all
/// before the last assistant message, "response" that message.
struct Fingerprint {
  std::uint64_t record = 0;            ///< Number of the record, for the caller.
  std::uint64_t rank = 0;              ///< Of two duplicates the one of lower rank survives.
  Hash128 raw;                         ///< Equal bytes: the pair's content hash.
  Hash128 norm;                        ///< Equal words in all that the pair holds.
  std::uint64_t instruction = 0;       ///< Equal words in the instruction; 0: it has none.
  std::uint64_t response = 0;          ///< Equal words in the response; 0: it has none.
  std::uint64_t amounts = 0;           ///< Guards of the instruction, see facts/guards.hpp.
  std::uint64_t response_amounts = 0;  ///< Guards of the response.
  std::uint64_t frame = 0;  ///< Tools, tool calls, label, rejected answer: equal in duplicates.
  std::uint64_t seed = 0;   ///< Hash of what the pair is a variation of, or of its id; 0: unknown.
  std::uint64_t pattern = 0;  ///< Equal but for names and numbers; 0: too short to tell. In a
                              ///< sketch: the letters of the instruction.
  std::uint64_t text_at = 0;  ///< Where its texts begin in the file of texts.
  std::uint32_t instruction_bytes = 0;
  std::uint32_t response_bytes = 0;
  std::uint32_t instruction_words = 0;
  std::uint32_t response_words = 0;
  std::uint32_t names_bytes = 0;
  std::uint32_t source = 0;  ///< Where it comes from, for the caller: see count_losses.

  std::uint64_t text_bytes() const {
    return std::uint64_t{instruction_bytes} + response_bytes + names_bytes;
  }
};

/// The norms of a pair's two sides, lines apart. Views borrow from who handed them out.
struct Texts {
  std::string_view instruction;
  std::string_view response;
  std::string_view names;  ///< Words of the instruction that are written as names.
};

/// Fingerprints of some pairs with their texts; `text_at` counts from the begin of `texts`.
struct FingerprintBatch {
  std::vector<Fingerprint> prints;
  std::string texts;

  void clear() {
    prints.clear();
    texts.clear();
  }
};

/// What the caller knows of a pair.
struct Origin {
  std::uint64_t record = 0;
  std::uint64_t rank = 0;
  std::uint32_t source = 0;
};

/// Makes fingerprints. Keeps scratch memory; one for each thread.
class Fingerprinter {
 public:
  enum class Detail : std::uint8_t {
    kAll,
    kTexts,  ///< No patterns: what the method "same_template" asks for.
    kKeys,   ///< No texts, names and patterns: enough for what asks for equality alone.
    /// Of the words only which letters and digits the instruction has, in any order: instructions
    /// of equal words have the same. Takes a tenth of the time.
    kSketch,
  };
  explicit Fingerprinter(Detail detail = Detail::kAll) : detail_(detail) {}

  /// Appends the fingerprint of `pair`. About 5 ns for each byte of text.
  void add(const Pair& pair, const Origin& origin, FingerprintBatch& out);

 private:
  void read_instruction(const Pair& pair, FingerprintBatch& out, Fingerprint& print);
  void read_names(FingerprintBatch& out, Fingerprint& print);
  void read_response(const Pair& pair, FingerprintBatch& out, Fingerprint& print);
  void read_words(const Pair& pair, FingerprintBatch& out, Fingerprint& print);
  std::uint64_t letters_of(const Pair& pair);

  Detail detail_;
  std::string text_;
  std::string folded_;
  std::string flat_;
  std::string pattern_;
};

}  // namespace bmo::dedup
