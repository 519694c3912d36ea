// Spells JSON-LD with the context of the specification.
#include "bmo/pipeline/croissant.hpp"

#include <array>
#include <utility>

#include "bmo/json/dom.hpp"
#include "bmo/json/json.hpp"

namespace bmo::pipeline {
namespace {

using json::Dom;

/// The terms of the specification that this description uses, and those that its readers ask for.
Dom context() {
  Dom dom{{"@language", "en"},
          {"@vocab", "https://schema.org/"},
          {"sc", "https://schema.org/"},
          {"cr", "http://mlcommons.org/croissant/"},
          {"rai", "http://mlcommons.org/croissant/RAI/"},
          {"dct", "http://purl.org/dc/terms/"},
          {"conformsTo", "dct:conformsTo"},
          {"data", {{"@id", "cr:data"}, {"@type", "@json"}}},
          {"dataType", {{"@id", "cr:dataType"}, {"@type", "@vocab"}}},
          {"examples", {{"@id", "cr:examples"}, {"@type", "@json"}}}};
  constexpr std::array kTerms = {"citeAs",       "column",        "equivalentProperty",
                                 "extract",      "field",         "fileProperty",
                                 "fileObject",   "fileSet",       "format",
                                 "includes",     "isLiveDataset", "jsonPath",
                                 "key",          "md5",           "parentField",
                                 "path",         "recordSet",     "references",
                                 "regex",        "repeated",      "replace",
                                 "samplingRate", "separator",     "source",
                                 "subField",     "transform"};
  for (const char* term : kTerms)
    dom[term] = "cr:" + std::string(term);
  return dom;
}

std::string encoding_format(const OutputSpec& spec) {
  const std::string_view container = spec.container->card->id;
  if (spec.compression == io::Compression::kZstd) return "";
  if (container == "jsonl") return "application/jsonlines";
  if (container == "parquet") return "application/x-parquet";
  return container == "csv" ? "text/csv" : "";
}

std::string_view data_type(ColumnKind kind) {
  if (kind == ColumnKind::kReal) return "sc:Float";
  if (kind == ColumnKind::kInteger) return "sc:Integer";
  return kind == ColumnKind::kFlag ? "sc:Boolean" : "sc:Text";
}

bool is_scalar(const Field& field) {
  return field.kind != ColumnKind::kList && field.kind != ColumnKind::kStruct && !field.nested;
}

/// "messages" of the column, and "role" where it is what a struct in there holds.
Dom field_of(const std::string& id, const std::string& file, const std::string& column,
             const std::string& inner) {
  Dom source{{"fileObject", {{"@id", file}}}, {"extract", {{"column", column}}}};
  if (!inner.empty()) source["transform"] = {{"jsonPath", inner}};
  return {{"@type", "cr:Field"}, {"@id", id}, {"name", id}, {"source", std::move(source)}};
}

/// A text, a number, or a list of such; null for anything else.
Dom plain_field(const Field& field, const std::string& id, const std::string& file,
                const std::string& column, const std::string& inner) {
  const bool is_list = field.kind == ColumnKind::kList;
  const Field& value = is_list ? field.children[0] : field;
  if (!is_scalar(value)) return {};
  Dom dom = field_of(id, file, column, inner);
  dom["dataType"] = data_type(value.kind);
  if (is_list) dom["repeated"] = true;
  return dom;
}

Dom struct_field(const Field& field, const std::string& id, const std::string& file) {
  const bool is_list = field.kind == ColumnKind::kList;
  Dom dom{{"@type", "cr:Field"}, {"@id", id}, {"name", id}, {"subField", Dom::array()}};
  if (is_list) dom["repeated"] = true;
  for (const Field& child : (is_list ? field.children[0] : field).children) {
    if (is_list && !is_scalar(child)) continue;
    Dom part = plain_field(child, id + "/" + child.name, file, field.name, child.name);
    if (!part.is_null()) dom["subField"].push_back(std::move(part));
  }
  return dom["subField"].empty() ? Dom() : dom;
}

Dom described_field(const Field& field, const std::string& id, const std::string& file,
                    bool is_text_container) {
  if (is_text_container && !is_scalar(field)) {
    return plain_field({.name = field.name}, id, file, field.name, "");
  }
  const bool is_struct =
      field.kind == ColumnKind::kStruct ||
      (field.kind == ColumnKind::kList && field.children[0].kind == ColumnKind::kStruct);
  return is_struct ? struct_field(field, id, file) : plain_field(field, id, file, field.name, "");
}

std::string stem(const std::string& path) {
  const std::size_t from = path.rfind('/') + 1;
  return path.substr(from, path.find('.', from) - from);
}

Dom record_set(const DescribedFile& file, const Schema& schema, bool is_text_container) {
  const std::string name = stem(file.path);
  Dom fields = Dom::array();
  for (const Field& field : schema) {
    Dom dom = described_field(field, name + "/" + field.name, file.path, is_text_container);
    if (!dom.is_null()) fields.push_back(std::move(dom));
  }
  return {{"@type", "cr:RecordSet"}, {"@id", name}, {"name", name}, {"field", std::move(fields)}};
}

}  // namespace

std::string croissant(const Recipe& recipe, const OutputSpec& spec,
                      const std::vector<SplitFiles>& splits,
                      const std::vector<DescribedFile>& files, const SetSums& sums) {
  const std::string format = encoding_format(spec);
  if (format.empty() || files.empty()) return "";
  const Schema schema = present_schema(spec, splits);
  Dom dom{{"@context", context()},
          {"@type", "sc:Dataset"},
          {"name", "training-pairs"},
          {"description", "Instruction-response pairs for fine-tuning, checked by bmo."},
          {"conformsTo", "http://mlcommons.org/croissant/1.0"},
          {"version", "1.0.0"}};
  if (!recipe.licence.empty()) {
    dom["license"].push_back(recipe.licence);
  } else {
    for (const auto& [licence, pairs] : sums.licences)
      dom["license"].push_back(licence);
  }
  if (!recipe.languages.empty()) dom["inLanguage"] = recipe.languages;
  dom["distribution"] = Dom::array();
  dom["recordSet"] = Dom::array();
  for (const DescribedFile& file : files) {
    dom["distribution"].push_back({{"@type", "cr:FileObject"},
                                   {"@id", file.path},
                                   {"name", file.path},
                                   {"contentUrl", "../" + file.path},
                                   {"contentSize", std::to_string(file.bytes) + " B"},
                                   {"encodingFormat", format},
                                   {"sha256", file.sha256}});
    dom["recordSet"].push_back(record_set(file, schema, spec.container->card->id == "csv"));
  }
  return json::to_text(dom);
}

}  // namespace bmo::pipeline
