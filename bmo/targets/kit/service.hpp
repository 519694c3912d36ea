// Spells what the upload scripts of services have in common.
#pragma once
#include <string>

#include "bmo/targets/targets.hpp"

namespace bmo::targets::kit {

/// The head of a Python script that stands beside the data: what it does, what to install, how it
/// is started.
std::string python_head(std::string_view sentence, std::string_view install,
                        std::string_view start);

/// NAME = ["train.jsonl"] lines for the files of train and validation.
std::string file_lists(const Delivery& delivery);

/// Epochs as services count them, with the comment that says why.
std::string epochs_line(const Delivery& delivery);

}  // namespace bmo::targets::kit
