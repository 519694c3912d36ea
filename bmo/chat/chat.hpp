// Tokenizers and chat templates: what a trainer will really see of a pair.
//
// This is the folder's face; include it, or one of the headers it names.
#pragma once
#include "bmo/chat/family.hpp"
#include "bmo/chat/seen.hpp"
#include "bmo/chat/seen_set.hpp"
#include "bmo/chat/template.hpp"
#include "bmo/chat/tokenizer.hpp"
