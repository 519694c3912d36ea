// Walks the sections of bmo.toml that the metrics ask for.
#include "bmo/workspace/analysis_config.hpp"

#include "bmo/workspace/toml_text.hpp"

namespace bmo::workspace {
namespace {

/// Reads settings one by one; the first fault is kept, and what comes after it is skipped.
class SettingsReader {
 public:
  SettingsReader(const toml::table& root, const std::string& path) : root_(root), path_(path) {}

  void text(const char* section, const char* name, std::string& into) {
    const auto node = root_[section][name];
    if (!node) return;
    const auto value = node.value<std::string>();
    if (!value) return wrong(*node.node(), section, name, "a text in double quotes");
    into = *value;
  }

  void number(const char* section, const char* name, double& into) {
    const auto node = root_[section][name];
    if (!node) return;
    const auto value = node.value<double>();
    if (!value || *value < 0) return wrong(*node.node(), section, name, "a number of 0 or more");
    into = *value;
  }

  /// A number, or three in ascending order.
  void three(const char* section, const char* name, std::optional<ThreeNumbers>& into) {
    const auto node = root_[section][name];
    if (!node) return;
    if (const auto value = node.value<double>()) {
      into = ThreeNumbers{*value, *value, *value};
      return;
    }
    const std::vector<double> all = numbers(node.node());
    const bool is_sound = all.size() == 3 && all[0] >= 0 && all[0] <= all[1] && all[1] <= all[2];
    if (!is_sound) {
      return wrong(*node.node(), section, name,
                   "a number, or [low, likely, high] in ascending order");
    }
    into = ThreeNumbers{all[0], all[1], all[2]};
  }

  void texts(const char* section, const char* name, std::vector<std::string>& into) {
    const auto node = root_[section][name];
    if (!node) return;
    const toml::array* array = node.as_array();
    if (array == nullptr) return wrong(*node.node(), section, name, "a list of texts");
    for (const toml::node& element : *array) {
      const auto value = element.value<std::string>();
      if (!value) return wrong(element, section, name, "a list of texts");
      into.push_back(*value);
    }
  }

  /// Topics are shares, or tables with a share and examples.
  void topics(AnalysisConfig& config) {
    const toml::table* topics = root_["topics"].as_table();
    if (topics == nullptr) return;
    for (const auto& [name, node] : *topics) {
      if (const toml::table* table = node.as_table(); table != nullptr) {
        described(std::string(name.str()), *table, config.described);
        continue;
      }
      const auto value = node.value<double>();
      if (!value || *value < 0 || *value > 1)
        return wrong(node, "topics", std::string(name.str()).c_str(), "a share between 0 and 1");
      config.topics.emplace_back(name.str(), *value);
    }
  }

  void scales(std::vector<std::pair<std::string, std::array<double, 2>>>& into) {
    const toml::table* scores = root_["scores"].as_table();
    if (scores == nullptr) return;
    for (const auto& [name, node] : *scores) {
      const std::vector<double> ends = numbers(&node);
      if (ends.size() != 2 || ends[0] >= ends[1])
        return wrong(node, "scores", std::string(name.str()).c_str(), "a scale [lowest, highest]");
      into.push_back({std::string(name.str()), {ends[0], ends[1]}});
    }
  }

  /// The four numbers of [value.weights]; those that are not set stay.
  void weights(std::array<double, 4>& into) {
    static constexpr const char* kNames[] = {"novelty", "soundness", "topics", "voice"};
    const auto table = root_["value"]["weights"];
    for (std::size_t i = 0; i < into.size(); ++i) {
      const auto node = table[kNames[i]];
      if (!node) continue;
      const auto value = node.value<double>();
      if (!value || *value < 0)
        return wrong(*node.node(), "value.weights", kNames[i], "a number of 0 or more");
      into[i] = *value;
    }
  }

  Status status() const { return fault_ ? Status(*fault_) : ok(); }

 private:
  void described(const std::string& topic, const toml::table& table,
                 std::vector<DescribedTopicConfig>& into) {
    const std::string section = "topics." + topic;
    const auto share = table["share"].value<double>();
    if (!share || *share < 0 || *share > 1)
      return wrong(table, section.c_str(), "share", "a share between 0 and 1");
    DescribedTopicConfig& out = into.emplace_back();
    out.topic = topic;
    out.share = *share;
    out.line = table.source().begin.line;
    const auto examples = table["examples"];
    if (const auto file = examples.value<std::string>()) {
      out.file = *file;
      return;
    }
    if (examples.as_array() == nullptr)
      return wrong(table, section.c_str(), "examples", "a file, or a list of texts");
    for (const toml::node& element : *examples.as_array()) {
      const auto text = element.value<std::string>();
      if (!text) return wrong(element, section.c_str(), "examples", "a file, or a list of texts");
      out.examples.push_back(*text);
    }
  }

  static std::vector<double> numbers(const toml::node* node) {
    std::vector<double> out;
    const toml::array* array = node == nullptr ? nullptr : node->as_array();
    if (array == nullptr) return out;
    for (const toml::node& element : *array) {
      if (const auto value = element.value<double>()) out.push_back(*value);
    }
    return out.size() == array->size() ? out : std::vector<double>{};
  }

  void wrong(const toml::node& node, const char* section, const char* name, const char* wanted) {
    if (fault_) return;
    fault_ = Error{.kind = ErrorKind::kUsage,
                   .code = "E_CONFIG",
                   .message = "[" + std::string(section) + "] " + name + " must be " + wanted,
                   .hint = "mend the line, or take it out"};
    fault_->place.file = path_;
    fault_->place.line = node.source().begin.line;
    fault_->place.column = node.source().begin.column;
  }

  const toml::table& root_;
  const std::string& path_;
  std::optional<Error> fault_;
};

}  // namespace

Result<AnalysisConfig> read_analysis_config(io::Disk& disk, const std::string& path) {
  BMO_TRY_AS(const std::string text, io::read_file(disk, path, std::uint64_t{1} << 20U));
  Result<toml::table> root =
      parse_toml(text, "E_CONFIG", "mend the line, or compare with the file of a fresh bmo init");
  if (!root) {
    root.error().place.file = path;
    return std::move(root).error();
  }
  AnalysisConfig config;
  SettingsReader reader(*root, path);
  reader.text("mapping", "file", config.mapping_file);
  reader.topics(config);
  reader.scales(config.scales);
  reader.texts("voice", "reference", config.voice_reference);
  reader.texts("value", "public", config.public_sets);
  reader.weights(config.index_weights);
  reader.text("roi", "attempts", config.attempts);
  reader.text("roi", "time", config.time);
  reader.text("roi", "currency", config.currency);
  reader.three("roi", "hourly_rate", config.hourly_rate);
  reader.three("roi", "minutes_to_write_a_pair", config.minutes_to_write);
  reader.three("roi", "minutes_to_review_a_pair", config.minutes_to_review);
  reader.three("roi", "yearly_benefit", config.yearly_benefit);
  reader.three("roi", "licence_price_a_pair", config.licence_price);
  reader.number("roi", "setup_hours", config.setup_hours);
  reader.number("roi", "probability", config.probability);
  reader.number("roi", "years", config.years);
  BMO_TRY(reader.status());
  return config;
}

}  // namespace bmo::workspace
