// The schema library behind a doorway: what it throws becomes an Error here.
#include "bmo/json/row_schema.hpp"

#include <exception>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "bmo/base/text.hpp"

namespace bmo::json {
namespace {

using Tree = nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

Error no_schema(std::string why) {
  return {.kind = ErrorKind::kUsage,
          .code = "E_SCHEMA_FILE",
          .message = "this is no JSON Schema",
          .why = std::move(why),
          .hint = "check the file against the schema's own specification, draft 7"};
}

/// "<root>[\"a\"][\"b\"]" as people write it: "/a/b".
std::string place_of(const valijson::ValidationResults::Error& error) {
  std::string place;
  for (std::size_t i = 1; i < error.context.size(); ++i) {
    std::string step = error.context[i];
    std::erase_if(step, [](char c) { return c == '[' || c == ']' || c == '"'; });
    place += "/" + step;
  }
  return place.empty() ? "/" : place;
}

}  // namespace

struct RowSchema::State {
  valijson::Schema schema;
};

RowSchema::RowSchema(std::unique_ptr<State> state) : state_(std::move(state)) {}
RowSchema::~RowSchema() = default;

Result<std::shared_ptr<const RowSchema>> RowSchema::parse(std::string_view text) {
  const Tree tree = Tree::parse(text, nullptr, /*allow_exceptions=*/false);
  if (tree.is_discarded()) return no_schema("it is no JSON document");
  if (!tree.is_object() && !tree.is_boolean()) return no_schema("it is neither object nor boolean");
  try {
    auto state = std::make_unique<State>();
    valijson::SchemaParser().populateSchema(Adapter(tree), state->schema);
    return std::shared_ptr<const RowSchema>(new RowSchema(std::move(state)));
  } catch (const std::exception& broken) {
    return no_schema(excerpt(broken.what(), 200));
  }
}

std::string RowSchema::fault(std::string_view row) const {
  const Tree tree = Tree::parse(row, nullptr, /*allow_exceptions=*/false);
  if (tree.is_discarded()) return "at /: a number is too large, or the text is no JSON";
  try {
    valijson::ValidationResults results;
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    if (validator.validate(state_->schema, Adapter(tree), &results)) return {};
    // The last thing said is about the whole; the first is about what is wrong.
    valijson::ValidationResults::Error error;
    results.popError(error);
    if (error.description.ends_with('.')) error.description.pop_back();
    return "at " + place_of(error) + ": " + excerpt(error.description, 160);
  } catch (const std::exception& broken) {
    return "at /: " + excerpt(broken.what(), 160);
  }
}

}  // namespace bmo::json
