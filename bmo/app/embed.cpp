// Cuts messages into short texts, has them encoded by the teacher, and fits the table.
#include "bmo/app/embed.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "bmo/app/dataset.hpp"
#include "bmo/app/mapping_source.hpp"
#include "bmo/base/hash.hpp"
#include "bmo/embed/cache.hpp"
#include "bmo/embed/fit.hpp"
#include "bmo/json/dom.hpp"
#include "bmo/pipeline/plan.hpp"

namespace bmo::app {
namespace {

constexpr std::size_t kTextBytes = 300;
constexpr std::size_t kTextsOfMessage = 2;
constexpr std::size_t kAtOnce = 256;

struct Text {
  std::uint64_t order = 0;
  std::string text;
};

/// The texts with the least hashes, so that they depend on neither order nor files.
class Texts {
 public:
  explicit Texts(std::size_t most) : most_(most) {}

  void add(std::string_view message) {
    for (std::size_t i = 0; i < kTextsOfMessage && !message.empty(); ++i) {
      const std::size_t size = cut_at(message);
      take(message.substr(0, size));
      message.remove_prefix(size);
    }
  }
  std::vector<std::string> taken() {
    keep_least();
    std::vector<std::string> out;
    for (Text& text : texts_)
      out.push_back(std::move(text.text));
    return out;
  }

 private:
  /// At a space where there is one, else between characters.
  static std::size_t cut_at(std::string_view message) {
    if (message.size() <= kTextBytes) return message.size();
    const std::size_t space = message.rfind(' ', kTextBytes);
    if (space != std::string_view::npos && space > 0) return space;
    std::size_t size = kTextBytes;
    while (size > 1 && (static_cast<unsigned char>(message[size]) & 0xC0U) == 0x80)
      --size;
    return size;
  }

  void take(std::string_view text) {
    const std::uint64_t order = hash64(text, 11);
    if (text.size() < 2 || !seen_.insert(order).second) return;
    texts_.push_back({order, std::string(text)});
    if (texts_.size() >= 2 * most_) keep_least();
  }

  void keep_least() {
    std::sort(texts_.begin(), texts_.end(),
              [](const Text& a, const Text& b) { return a.order < b.order; });
    if (texts_.size() > most_) texts_.resize(most_);
  }

  std::size_t most_;
  std::vector<Text> texts_;
  std::unordered_set<std::uint64_t> seen_;
};

Status read_texts(const pipeline::OpenedInput& input, formats::RecordReader& reader, bool mapped,
                  const Session& session, Texts& texts, std::uint64_t& records) {
  BMO_TRY_AS(const auto source,
             input.container->open(session.disk, input.input, {.mapped = mapped}, {}));
  while (true) {
    BMO_TRY_AS(const std::unique_ptr<formats::Chunk> chunk, source->next());
    if (!chunk || session.stop.raised()) return ok();
    Batch batch;
    BMO_TRY(chunk->split(batch));
    reader.read(batch);
    for (std::size_t row = 0; row < batch.size(); ++row) {
      if (batch.fates[row] == Fate::kQuarantined) continue;
      ++records;
      for (const Message& message : batch.pairs[row].messages)
        texts.add(message.content);
    }
  }
}

Result<std::vector<std::string>> collect_texts(const EmbedFitRequest& request,
                                               const Session& session, std::uint64_t& records) {
  BMO_TRY_AS(const std::vector<std::string> sources,
             resolve_sources(session.disk, request.sources, "."));
  BMO_TRY_AS(const std::vector<pipeline::OpenedInput> inputs,
             pipeline::open_inputs(session.disk, sources));
  BMO_TRY_AS(const std::string text, mapping_text(session.disk, request.map));
  formats::Mapping mapping;
  if (!text.empty()) {
    BMO_TRY_AS(mapping, formats::parse_mapping(text, "the mapping"));
  }
  formats::RecordReader reader(text.empty() ? nullptr : &mapping);
  Texts texts(request.texts);
  for (const pipeline::OpenedInput& input : inputs)
    BMO_TRY(read_texts(input, reader, !text.empty(), session, texts, records));
  return texts.taken();
}

Error stopped() {
  return {.kind = ErrorKind::kCancelled,
          .code = "E_STOPPED",
          .message = "the fit was stopped; no table was written",
          .hint = "run the same command again; what --cache keeps is not encoded again"};
}

Status encode_all(const embed::Encoder& encoder, std::span<const std::string_view> texts,
                  const StopFlag& stop, embed::Vectors& out) {
  out.clear(encoder.card().digest, encoder.card().dimension);
  embed::Vectors some;
  for (std::size_t first = 0; first < texts.size(); first += kAtOnce) {
    if (stop.raised()) return stopped();
    BMO_TRY(encoder.encode(texts.subspan(first, std::min(kAtOnce, texts.size() - first)), some));
    for (std::size_t row = 0; row < some.size(); ++row)
      out.add_row(some.row(row));
  }
  return ok();
}

Status teach(const EmbedFitRequest& request, const Session& session, const embed::Encoder& teacher,
             std::span<const std::string_view> texts, embed::Vectors& out) {
  if (request.cache.empty()) return encode_all(teacher, texts, session.stop, out);
  BMO_TRY_AS(const std::unique_ptr<embed::CachedEncoder> cached,
             embed::CachedEncoder::open(session.disk, request.cache, teacher));
  return encode_all(*cached, texts, session.stop, out);
}

std::string recipe_of(const EmbedFitAnswer& answer, const embed::EncoderCard& teacher) {
  json::Dom recipe;
  recipe["teacher"] = teacher.id;
  recipe["teacher_digest"] = teacher.digest;
  recipe["texts"] = answer.texts;
  recipe["words"] = answer.words;
  recipe["pieces"] = answer.pieces;
  recipe["rank_correlation"] = std::round(answer.rank_correlation * 1e4) / 1e4;
  return recipe.dump();
}

}  // namespace

Result<EmbedFitAnswer> run_embed_fit(const EmbedFitRequest& request, const Session& session) {
  BMO_TRY_AS(const std::unique_ptr<embed::Encoder> teacher,
             embed::open_encoder(request.teacher, session.disk));
  EmbedFitAnswer answer{.out = request.out, .teacher = teacher->card().id};
  BMO_TRY_AS(const std::vector<std::string> texts, collect_texts(request, session, answer.records));
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  embed::FitOptions options{.dimension = request.dimension, .most_rows = request.rows};
  options.dimension = std::min(options.dimension, teacher->card().dimension);
  BMO_TRY(embed::can_fit(views.size()));
  embed::Vectors vectors;
  BMO_TRY(teach(request, session, *teacher, views, vectors));
  BMO_TRY_AS(embed::Fitted fitted, embed::fit_table(views, vectors, options, session.stop));
  answer.texts = fitted.report.texts;
  answer.held_out = fitted.report.held_out;
  answer.words = fitted.report.word_rows;
  answer.pieces = fitted.report.piece_rows;
  answer.known_words = fitted.report.known_words;
  answer.rank_correlation = fitted.report.rank_correlation;
  fitted.parts.language = request.language;
  fitted.parts.recipe = recipe_of(answer, teacher->card());
  const std::string bytes = embed::write_table(fitted.parts);
  BMO_TRY(io::publish_file(session.disk, request.out, bytes, /*durable=*/true));
  answer.bytes = bytes.size();
  answer.digest = embed::StaticTable(std::move(fitted.parts)).card().digest;
  return answer;
}

Result<EmbedInfoAnswer> run_embed_info(const std::string& encoder, const Session& session) {
  BMO_TRY_AS(const std::unique_ptr<embed::Encoder> opened,
             embed::open_encoder(encoder, session.disk));
  const embed::EncoderCard& card = opened->card();
  EmbedInfoAnswer answer{.name = encoder,
                         .id = card.id,
                         .digest = card.digest,
                         .dimension = card.dimension,
                         .language = card.language,
                         .about = card.about};
  const auto* table = dynamic_cast<const embed::StaticTable*>(opened.get());
  if (table != nullptr) answer.recipe = table->recipe();
  return answer;
}

}  // namespace bmo::app
