// Makes figures and tables in few words.
#pragma once
#include <string>
#include <string_view>

#include "bmo/metrics/kit/quantiles.hpp"
#include "bmo/metrics/metrics.hpp"

namespace bmo::metrics {

/// Puts figures of one chapter together; ids get the chapter's before them.
class Writer {
 public:
  explicit Writer(Chapter& chapter) : chapter_(chapter) {}

  Figure& number(std::string_view id, std::string_view title, double value, std::uint64_t rests_on,
                 std::string_view unit = {});
  /// `part` of `whole` in percent, with Wilson's interval of 95 %.
  Figure& share(std::string_view id, std::string_view title, std::uint64_t part,
                std::uint64_t whole);
  /// The mean with its interval of 95 % (1.96 standard errors).
  Figure& mean(std::string_view id, std::string_view title, const Quantiles& values,
               std::string_view unit = {});
  Table& table(std::string_view id, std::string_view title, std::vector<std::string> columns,
               Look look = Look::kTable);
  void advise(Urgency urgency, std::string text);

 private:
  std::string full(std::string_view id) const;
  Chapter& chapter_;
};

Table::Cell text_cell(std::string_view text);
Table::Cell number_cell(double number);

/// Wilson's interval of 95 % for `part` of `whole`.
struct Interval {
  double low = 0;
  double high = 1;
};
Interval wilson(std::uint64_t part, std::uint64_t whole);

/// mean, deviation and the percentiles 5, 25, 50, 75, 95 as cells behind a name.
std::vector<Table::Cell> spread_cells(std::string_view name, const Quantiles& values);
std::vector<std::string> spread_columns(std::string_view name);

}  // namespace bmo::metrics
