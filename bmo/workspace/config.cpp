// Reads bmo.toml and holds the text of a new one.
#include "bmo/workspace/config.hpp"

#include "bmo/workspace/toml_text.hpp"

namespace bmo::workspace {
namespace {

constexpr std::int64_t kSchema = 1;

constexpr std::string_view kFirstConfig =
    R"(# Settings of this bmo workspace. Lines that open with '#' are examples.
schema = 1

[workspace]
# name = "support assistant"

# How records of your own shape become pairs: used by `bmo import` where --map is not given.
[mapping]
# file = "mapping.toml"
# preset = "oasst"

# Conditions that exports from data sets of this workspace have to meet. A run whose gates would drop
# more than max_drop of a source, a topic or the whole is held.
[gates]
# where = "review.status IS NULL OR review.status <> 'rejected'"
# min_score = { bmo_soundness = 70 }
# topic.billing = { bmo_clarity = 90 }
# max_drop = 0.5

# What kinds of findings take from a score, in place of their cards' points: written by
# `bmo check --calibrate ANSWERS --write-points points.toml`, or by hand.
[points]
# file = "points.toml"
# "W_TRUNCATED no_terminal" = 9

# What follows is read by `bmo analyze` and `bmo report`; all of it may be left out.

# Imported scores and the scale that each is given on.
[scores]
# quality = [0, 10]

# The share of pairs that each topic should have.
[topics]
# billing = 0.25

# The batches whose way of writing counts as yours (without it: the first ones).
[voice]
# reference = ["2026-01"]

# What time and money went into the pairs. A number may be three: low, likely, high.
[roi]
# attempts = "attempts.jsonl"          # every attempt at generating a pair: outcome, model, prompt, cost, ...
# time = "time.csv"                    # date, person, task, minutes, hourly_rate, batch
# currency = "EUR"
# hourly_rate = [50, 62, 80]
# minutes_to_write_a_pair = [6, 10, 15]
# minutes_to_review_a_pair = 0.6
# setup_hours = 6.5
)";

Error config_error(const std::string& path, std::string message, std::string hint) {
  Error error{.kind = ErrorKind::kUsage,
              .code = "E_CONFIG",
              .message = std::move(message),
              .hint = std::move(hint)};
  error.place.file = path;
  return error;
}

Status check_schema(const toml::table& root, const std::string& path) {
  const std::optional<std::int64_t> schema = root["schema"].value<std::int64_t>();
  if (!schema) {
    return config_error(path, "the setting `schema` is missing", "add the line schema = 1");
  }
  if (*schema == kSchema) return ok();
  return config_error(path, "schema " + std::to_string(*schema) + " is not known to this bmo",
                      "use the bmo that made this workspace, or a later one");
}

Result<std::string> text_setting(const toml::table& root, const std::string& section,
                                 const std::string& name, const std::string& path) {
  const auto node = root[section][name];
  if (!node) return std::string();
  if (const std::optional<std::string> text = node.value<std::string>()) return *text;
  Error error = config_error(path, "[" + section + "] " + name + " must be a text",
                             "write it in double quotes");
  error.place.line = node.node()->source().begin.line;
  return error;
}

Error at_line(Error error, const toml::node& node) {
  error.place.line = node.source().begin.line;
  return error;
}

/// `{ bmo_soundness = 70 }`
Status add_scores(const toml::node& node, const std::string& topic, const std::string& path,
                  std::vector<ConfigGate>& out) {
  const toml::table* scores = node.as_table();
  if (scores == nullptr) {
    return at_line(config_error(path, "[gates] needs a table of scores here",
                                "write it like this: { bmo_soundness = 70 }"),
                   node);
  }
  for (const auto& [name, value] : *scores) {
    const std::optional<double> least = value.value<double>();
    if (!least) {
      return at_line(config_error(path, "a gate of [gates] must be a number", "bmo_soundness = 70"),
                     value);
    }
    out.push_back({.topic = topic, .score = std::string(name.str()), .least = *least});
  }
  return ok();
}

Result<ConfigGates> gates_of(const toml::table& root, const std::string& path) {
  ConfigGates out;
  const toml::table* gates = root["gates"].as_table();
  if (gates == nullptr) return out;
  BMO_TRY_AS(out.where, text_setting(root, "gates", "where", path));
  if (const toml::node* node = gates->get("max_drop")) {
    out.max_drop = node->value<double>();
    if (!out.max_drop || *out.max_drop < 0 || *out.max_drop > 1) {
      return at_line(config_error(path, "[gates] max_drop must be a share", "max_drop = 0.5"),
                     *node);
    }
  }
  if (const toml::node* node = gates->get("min_score")) {
    BMO_TRY(add_scores(*node, "", path, out.scores));
  }
  const toml::table* topics = (*gates)["topic"].as_table();
  if (topics == nullptr) return out;
  for (const auto& [topic, scores] : *topics)
    BMO_TRY(add_scores(scores, std::string(topic.str()), path, out.scores));
  return out;
}

}  // namespace

Result<Config> read_config(io::Disk& disk, const std::string& path) {
  BMO_TRY_AS(const std::string text, io::read_file(disk, path, std::uint64_t{1} << 20U));
  Result<toml::table> root =
      parse_toml(text, "E_CONFIG", "mend the line, or compare with the file of a fresh bmo init");
  if (!root) {
    root.error().place.file = path;
    return std::move(root).error();
  }
  BMO_TRY(check_schema(*root, path));
  Config config;
  BMO_TRY_AS(config.mapping_file, text_setting(*root, "mapping", "file", path));
  BMO_TRY_AS(config.mapping_preset, text_setting(*root, "mapping", "preset", path));
  BMO_TRY_AS(config.gates, gates_of(*root, path));
  return config;
}

std::string_view first_config() {
  return kFirstConfig;
}

}  // namespace bmo::workspace
