// Mappings for public data sets that have a shape of their own.
#include "bmo/formats/mapping.hpp"

namespace bmo::formats {
namespace {

constexpr MappingPreset kPresets[] = {
    {"hh-rlhf", "Anthropic HH-RLHF: chosen and rejected dialogues in one text each",
     R"([fields]
messages = "chosen:transcript"
rejected = "rejected:transcript"
)"},
    {"oasst", "OpenAssistant messages with their replies inside (one message per record)",
     R"([fields]
id = "message_id"
messages = "replies:tree"
language = "lang"
[roles]
prompter = "user"
)"},
    {"oasst-tree", "OpenAssistant message trees (message_tree_id, prompt)",
     R"([fields]
id = "message_tree_id"
messages = "prompt.replies:tree"
language = "prompt.lang"
[roles]
prompter = "user"
)"},
    {"self-instruct-seed", "Self-Instruct seed tasks: the first of each task's instances",
     R"([fields]
instruction = "instruction"
input = "instances[0].input"
response = "instances[0].output"
)"},
    {"humaneval", "HumanEval: function heads and their bodies",
     R"([fields]
id = "task_id"
instruction = "prompt"
response = "canonical_solution"
)"},
};

}  // namespace

std::span<const MappingPreset> mapping_presets() {
  return kPresets;
}

}  // namespace bmo::formats
