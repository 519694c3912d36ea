// bmo embed: learns a table of vectors from one's own texts, and tells about encoders.
#include <fmt/format.h>

#include "bmo/app/answer_json.hpp"
#include "bmo/base/text.hpp"
#include "bmo/cli/shell.hpp"
#include "bmo/cli/verb.hpp"

namespace bmo::cli::verbs {
namespace {

constexpr std::string_view kExamples[] = {
    "bmo embed info",
    "bmo embed fit pairs.jsonl --teacher minilm --out own.table --cache minilm.vectors",
    "bmo embed info own.table",
};

struct Embed {
  static constexpr VerbCard card{
      .id = "embed",
      .summary = "Learn vectors of texts from your own pairs, or tell about an encoder",
      .synopsis = "fit SRC... --teacher ENCODER --out FILE | info [ENCODER] [FLAG...]",
      .about =
          "An encoder turns texts into vectors, by which coherence and duplicates by meaning are "
          "judged: static (built in, English), ngrams, a table that fit wrote, a folder with "
          "model.onnx and vocab.txt of an uncased BERT sentence model, or an endpoint of OpenAI's "
          "shape: http://localhost:8080/v1/embeddings#MODEL, with a key in BMO_ENCODER_KEY where "
          "it wants one. fit learns a table from the vectors that a better encoder gives to the "
          "texts of SRC; it is a hundred times as fast as its teacher.",
      .examples = kExamples};

  std::vector<std::string> words;
  app::EmbedFitRequest request;
  std::optional<std::uint64_t> texts;
  std::optional<std::uint64_t> rows;
  std::optional<std::uint64_t> dimension;

  void define(Arguments& flags) {
    flags.positionals("WHAT", words, "fit SRC... or info [ENCODER]", Need::kRequired);
    flags.text("--teacher", "ENCODER", request.teacher, "fit: the encoder to learn from");
    flags.text("--out", "FILE", request.out, "fit: the table");
    flags.text("--cache", "FILE", request.cache,
               "fit: keeps the teacher's vectors for the next time");
    flags.text("--map", "FILE|PRESET", request.map,
               "fit: mapping file for records of another shape");
    flags.text("--language", "CODE", request.language,
               "fit: what the texts are in (default: en); others are not evaluated");
    flags.count("--texts", texts, "fit: at most so many texts, chosen by hash (default: 200000)");
    flags.count("--rows", rows, "fit: words and pieces of words that have a row (default: 30000)");
    flags.count("--dimension", dimension, "fit: bytes of a row (default: 128)");
  }

  int run(Front& front) {
    if (words.front() == "info") return info(front);
    if (words.front() == "fit") return fit(front);
    return front.fail({.kind = ErrorKind::kUsage,
                       .code = "E_ARGUMENT",
                       .message = "bmo embed cannot `" + excerpt(words.front()) + "`",
                       .hint = "write bmo embed fit SRC... or bmo embed info"});
  }

  int info(Front& front) const {
    const std::string name = words.size() > 1 ? words[1] : "static";
    const Result<app::EmbedInfoAnswer> answer = app::run_embed_info(name, front.session());
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
      return 0;
    }
    const std::string language = answer->language.empty() ? "any" : answer->language;
    std::string out = fmt::format("{}: {}\n  dimension  {}\n  language   {}\n  digest     {}\n",
                                  printable(answer->id), printable(answer->about),
                                  answer->dimension, printable(language), answer->digest);
    if (!answer->recipe.empty()) out += fmt::format("  recipe     {}\n", printable(answer->recipe));
    front.answer(out);
    return 0;
  }

  int fit(Front& front) {
    if (words.size() < 2 || request.teacher.empty() || request.out.empty()) {
      return front.fail({.kind = ErrorKind::kUsage,
                         .code = "E_ARGUMENT",
                         .message = "bmo embed fit needs SRC, --teacher and --out",
                         .hint = "bmo embed --help shows an example"});
    }
    request.sources.assign(words.begin() + 1, words.end());
    request.texts = texts.value_or(request.texts);
    request.rows = rows.value_or(request.rows);
    request.dimension = dimension.value_or(request.dimension);
    const Result<app::EmbedFitAnswer> answer = app::run_embed_fit(request, front.session());
    if (!answer) return front.fail(answer.error());
    if (front.json()) {
      front.answer(app::to_json(*answer));
    } else {
      show(front, *answer);
    }
    return 0;
  }

  void show(Front& front, const app::EmbedFitAnswer& answer) const {
    front.remark(fmt::format("{} of {}: {} words and {} pieces from {} texts\n",
                             printable(answer.out), format_size(answer.bytes),
                             format_count(answer.words), format_count(answer.pieces),
                             format_count(answer.texts)));
    front.remark(
        fmt::format("on {} texts that were held out: {:.0f} % of the words known, rank "
                    "correlation with {} {:.3f}\n",
                    format_count(answer.held_out), 100 * answer.known_words,
                    printable(answer.teacher), answer.rank_correlation));
    front.remark(fmt::format("next: bmo embed info {}\n", shell_word(answer.out)));
  }
};

}  // namespace

const VerbEntry& embed_verb() {
  return entry<Embed>();
}

}  // namespace bmo::cli::verbs
