// Fingerprints of inputs and the comparison of plans.
#include "bmo/pipeline/plan.hpp"

#include <algorithm>

#include "bmo/base/hash.hpp"
#include "bmo/base/text.hpp"

namespace bmo::pipeline {
namespace {

constexpr std::uint64_t kEdge = 65536;

Result<std::string> edges_of(io::File& file, std::uint64_t bytes) {
  std::string edges;
  for (const std::uint64_t start : {std::uint64_t{0}, bytes > kEdge ? bytes - kEdge : 0}) {
    std::string part(kEdge, '\0');
    BMO_TRY_AS(const std::size_t got, file.read_at(start, part.data(), part.size()));
    edges.append(part.data(), got);
  }
  return to_hex(hash128(edges));
}

Result<Fingerprint> fingerprint(io::Disk& disk, const OpenedInput& input) {
  BMO_TRY_AS(const std::unique_ptr<io::File> file, disk.open(input.input.path, io::Open::kRead));
  BMO_TRY_AS(const io::FileInfo info, file->info());
  BMO_TRY_AS(std::string edges, edges_of(*file, info.bytes));
  return Fingerprint{.name = input.name,
                     .bytes = info.bytes,
                     .edges = std::move(edges),
                     .modified_ns = info.modified_ns,
                     .changed_ns = info.changed_ns,
                     .inode = info.inode};
}

/// The length of the longest prefix that ends in '/' and is common to all.
std::size_t common_folder(const std::vector<std::string>& names) {
  if (names.empty()) return 0;
  std::size_t shared = names[0].rfind('/') + 1;
  for (const std::string& name : names) {
    std::size_t same = 0;
    while (same < shared && same < name.size() && name[same] == names[0][same])
      ++same;
    shared = same;
    while (shared > 0 && names[0][shared - 1] != '/')
      --shared;
  }
  return shared;
}

Error differs(std::string code, std::string message, std::string why,
              const std::string& directory) {
  return {.kind = ErrorKind::kMismatch,
          .code = std::move(code),
          .message = std::move(message),
          .why = std::move(why),
          .hint = "name a new --out folder, or add --restart to discard the earlier run",
          .place = {.file = directory}};
}

Error input_moved(const std::string& name) {
  return {.kind = ErrorKind::kMismatch,
          .code = "E_INPUT_CHANGED",
          .message = "an input changed while it was read",
          .why = "its size, time or content is not what it was when the run began",
          .hint = "let the writer of the input finish, then run again with --restart",
          .place = {.file = name}};
}

std::string recipe_difference(const json::Dom& earlier, const json::Dom& now) {
  std::string out;
  for (const auto& [option, value] : now.items()) {
    const json::Dom before = earlier.value(option, json::Dom());
    if (before == value) continue;
    if (!out.empty()) out += "; ";
    out += option + " was " + excerpt(before.dump(), 60) + ", now " + excerpt(value.dump(), 60);
  }
  return out;
}

}  // namespace

Result<std::vector<OpenedInput>> open_inputs(io::Disk& disk,
                                             const std::vector<std::string>& sources) {
  BMO_TRY_AS(const std::vector<io::Input> found, io::expand(disk, sources));
  std::vector<std::string> names;
  for (const io::Input& input : found)
    names.push_back(input.display());
  const std::size_t shared = common_folder(names);
  std::vector<OpenedInput> inputs;
  for (std::size_t i = 0; i < found.size(); ++i) {
    auto container = formats::recognise(disk, found[i]);
    if (!container) {
      Error error = std::move(container).error();
      if (error.place.file.empty()) error.place.file = names[i];
      return error;
    }
    BMO_TRY_AS(const io::FileInfo info, disk.info(found[i].path));
    inputs.push_back({.input = found[i],
                      .name = names[i].substr(shared),
                      .container = *container,
                      .bytes = info.bytes});
  }
  return inputs;
}

Result<Plan> make_plan(io::Disk& disk, const Recipe& recipe,
                       const std::vector<OpenedInput>& inputs) {
  Plan plan{.recipe = recipe_dom(recipe)};
  for (const OpenedInput& input : inputs) {
    BMO_TRY_AS(Fingerprint print, fingerprint(disk, input));
    plan.inputs.push_back(std::move(print));
  }
  return plan;
}

json::Dom plan_dom(const Plan& plan) {
  json::Dom dom;
  dom["schema"] = 1;
  dom["recipe"] = plan.recipe;
  dom["inputs"] = json::Dom::array();
  for (const Fingerprint& print : plan.inputs) {
    dom["inputs"].push_back({{"name", print.name},
                             {"bytes", print.bytes},
                             {"edges", print.edges},
                             {"modified_ns", print.modified_ns},
                             {"changed_ns", print.changed_ns},
                             {"inode", print.inode}});
  }
  return dom;
}

Result<Plan> plan_of(const json::Dom& dom) {
  try {
    Plan plan{.recipe = dom.at("recipe")};
    for (const json::Dom& print : dom.at("inputs")) {
      plan.inputs.push_back({.name = print.at("name"),
                             .bytes = print.at("bytes"),
                             .edges = print.at("edges"),
                             .modified_ns = print.value("modified_ns", std::int64_t{0}),
                             .changed_ns = print.value("changed_ns", std::int64_t{0}),
                             .inode = print.value("inode", std::uint64_t{0})});
    }
    return plan;
  } catch (const json::Dom::exception&) {
    return Error{.kind = ErrorKind::kMismatch,
                 .code = "E_PLAN",
                 .message = "the plan of the earlier run cannot be read",
                 .hint = "add --restart to discard the earlier run"};
  }
}

Status check_untouched(io::Disk& disk, const Plan& plan, const std::vector<OpenedInput>& inputs) {
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    BMO_TRY_AS(const Fingerprint now, fingerprint(disk, inputs[i]));
    if (!now.same_file(plan.inputs[i])) return input_moved(inputs[i].input.display());
  }
  return ok();
}

Status check_same_work(const Plan& earlier, const Plan& now, const std::string& directory) {
  const std::string difference = recipe_difference(earlier.recipe, now.recipe);
  if (!difference.empty()) {
    return differs("E_PLAN", "this folder holds an export with other options", difference,
                   directory);
  }
  if (earlier.inputs.size() != now.inputs.size()) {
    return differs("E_INPUT_CHANGED", "this folder holds an export of other inputs",
                   "there were " + std::to_string(earlier.inputs.size()) + " inputs, now " +
                       std::to_string(now.inputs.size()),
                   directory);
  }
  for (std::size_t i = 0; i < now.inputs.size(); ++i) {
    const Fingerprint& before = earlier.inputs[i];
    const Fingerprint& after = now.inputs[i];
    if (before.same_content(after)) continue;
    return differs("E_INPUT_CHANGED", "an input is not what the earlier run read",
                   before.name + " had " + format_count(before.bytes) + " bytes (" +
                       before.edges.substr(0, 8) + "), now " + after.name + " has " +
                       format_count(after.bytes) + " (" + after.edges.substr(0, 8) + ")",
                   directory);
  }
  return ok();
}

}  // namespace bmo::pipeline
