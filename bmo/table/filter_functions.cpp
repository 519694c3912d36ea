// The functions that a filter may call: each depends on its arguments alone, and none makes much
// out of little (so no repeat, no lpad, no format).
#include <algorithm>
#include <array>

#include "bmo/base/text.hpp"
#include "bmo/table/filter_tree.hpp"

namespace bmo::table {
namespace {

constexpr std::array kOperators = std::to_array<std::string_view>({"!~~",
                                                                   "!~~*",
                                                                   "%",
                                                                   "&",
                                                                   "*",
                                                                   "**",
                                                                   "+",
                                                                   "-",
                                                                   "->",
                                                                   "->>",
                                                                   "/",
                                                                   "//",
                                                                   "<<",
                                                                   ">>",
                                                                   "@",
                                                                   "^",
                                                                   "^@",
                                                                   "|",
                                                                   "||",
                                                                   "~",
                                                                   "~~",
                                                                   "~~*",
                                                                   "~~~",
                                                                   "ilike_escape",
                                                                   "like_escape",
                                                                   "not_ilike_escape",
                                                                   "not_like_escape"});

constexpr std::array kFunctions = std::to_array<std::string_view>(
    {// Text.
     "ascii", "bit_length", "char_length", "character_length", "concat", "concat_ws", "contains",
     "ends_with", "instr", "lcase", "left", "len", "length", "lower", "ltrim", "nfc_normalize",
     "octet_length", "ord", "position", "prefix", "regexp_extract", "regexp_full_match",
     "regexp_matches", "reverse", "right", "rtrim", "split", "split_part", "starts_with",
     "str_split", "string_split", "string_to_array", "strip_accents", "strlen", "strpos", "substr",
     "substring", "suffix", "trim", "ucase", "unicode", "upper",
     // Likeness.
     "damerau_levenshtein", "editdist3", "hamming", "jaccard", "jaro_similarity",
     "jaro_winkler_similarity", "levenshtein",
     // Numbers.
     "abs", "ceil", "ceiling", "divide", "exp", "floor", "greatest", "isfinite", "isinf", "isnan",
     "least", "ln", "log", "log10", "log2", "mod", "multiply", "pow", "power", "round", "sign",
     "sqrt", "subtract", "trunc",
     // Absent values.
     "ifnull", "nullif",
     // Lists and structs.
     "array_contains", "array_extract", "array_has", "array_has_all", "array_has_any",
     "array_length", "list_avg", "list_contains", "list_count", "list_distinct", "list_element",
     "list_extract", "list_has", "list_has_all", "list_has_any", "list_indexof", "list_max",
     "list_min", "list_position", "list_sum", "list_unique", "list_value", "row", "struct_extract",
     // JSON text.
     "json_array_length", "json_contains", "json_exists", "json_extract", "json_extract_string",
     "json_keys", "json_type", "json_valid",
     // Time.
     "date_diff", "date_part", "date_sub", "date_trunc", "datediff", "datepart", "datesub",
     "datetrunc", "day", "dayname", "dayofweek", "dayofyear", "epoch", "epoch_ms", "hour", "isodow",
     "isoyear", "last_day", "make_date", "make_timestamp", "minute", "month", "monthname",
     "quarter", "second", "strftime", "strptime", "to_centuries", "to_days", "to_decades",
     "to_hours", "to_milliseconds", "to_minutes", "to_months", "to_seconds", "to_weeks", "to_years",
     "try_strptime", "week", "weekday", "weekofyear", "year"});

}  // namespace

bool is_filter_function(std::string_view name) {
  return std::ranges::find(kOperators, name) != kOperators.end() ||
         std::ranges::find(kFunctions, name) != kFunctions.end();
}

std::string nearest_filter_function(std::string_view name) {
  return did_you_mean(name, kFunctions);
}

}  // namespace bmo::table
