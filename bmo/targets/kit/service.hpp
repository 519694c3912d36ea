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

/// The one for OpenAI's own client: `client` is its class, "OpenAI" or "AzureOpenAI".
struct OpenaiScript {
  std::string_view service;  ///< As people call it.
  std::string_view client;
  std::string_view environment;  ///< "OPENAI_API_KEY=...".
};
std::string openai_script(const OpenaiScript& script, const Delivery& delivery);

}  // namespace bmo::targets::kit
