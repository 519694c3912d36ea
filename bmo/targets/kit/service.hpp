// Spells the upload scripts of services.
#pragma once
#include <string>

#include "bmo/targets/targets.hpp"

namespace bmo::targets::kit {

/// What a service's script says of its own.
struct UploadScript {
  std::string_view sentence;  ///< What it does.
  std::string_view install;   ///< "pip install openai".
  std::string_view start;     ///< The command with its environment.
  std::string_view imports;
  std::string_view body;  ///< Reads HERE, TRAIN, VALIDATION, METHOD, EPOCHS and STEPS.
};

/// The whole script, in Python as the services' own clients are.
std::string upload_script(const UploadScript& script, const Delivery& delivery);

}  // namespace bmo::targets::kit
