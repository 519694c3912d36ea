// An SQL expression that gives each row a number, for putting rows in an order.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "bmo/base/result.hpp"
#include "bmo/model/columns.hpp"

namespace bmo::table {

/// One per thread; restricted as a Filter is (table.hpp).
class Ranking {
 public:
  virtual ~Ranking() = default;
  /// Appends one number per row; NaN where the expression is NULL or no number.
  virtual Status evaluate(const Columns& rows, std::vector<double>& values) = 0;
};

/// Columns, names and errors are those of make_filter.
Result<std::unique_ptr<Ranking>> make_ranking(const std::string& expression, const Schema& schema,
                                              const std::vector<std::string>& timestamps,
                                              const std::vector<std::string>& score_names);

}  // namespace bmo::table
