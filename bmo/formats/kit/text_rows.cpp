// Encodes columns as JSON text.
#include "bmo/formats/kit/text_rows.hpp"

#include <cmath>

#include "bmo/json/json.hpp"

namespace bmo::formats {
namespace {

/// JSON text as it stands, but on one line and safe from readers that split at Unicode line ends.
/// Line ends can only be white space here: strings hold none.
void append_one_line(std::string& out, std::string_view value) {
  if (value.find_first_of("\n\r\xE2\xC2") == std::string_view::npos) {
    out += value;
    return;
  }
  for (std::size_t at = 0; at < value.size(); ++at) {
    const std::string_view rest = value.substr(at);
    if (value[at] == '\n' || value[at] == '\r') {
      out += ' ';
    } else if (rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9")) {
      out += rest[2] == '\xA8' ? "\\u2028" : "\\u2029";
      at += 2;
    } else if (rest.starts_with("\xC2\x85")) {
      out += "\\u0085";
      ++at;
    } else {
      out += value[at];
    }
  }
}

std::size_t list_start(const Column& column, std::size_t at) {
  return at == 0 ? 0 : column.ends[at - 1];
}

}  // namespace

RowText::RowText(const Schema& schema) {
  for (const bmo::Field& field : schema)
    plans_.push_back(make_plan(field));
}

RowText::Plan RowText::make_plan(const Field& field) {
  Plan plan;
  plan.kind = field.kind;
  plan.optional = field.optional;
  plan.nested = field.nested;
  json::append_string(plan.key, field.name);
  plan.key += ':';
  for (const bmo::Field& child : field.children)
    plan.children.push_back(make_plan(child));
  plan.empty = empty_value(plan);
  return plan;
}

std::string RowText::empty_value(const Plan& plan) {
  switch (plan.kind) {
    case ColumnKind::kText:
      return "\"\"";
    case ColumnKind::kJson:
      return plan.nested ? "null" : "\"\"";
    case ColumnKind::kReal:
    case ColumnKind::kFlag:
      return "null";
    case ColumnKind::kInteger:
      return "0";
    case ColumnKind::kList:
      return "[]";
    case ColumnKind::kStruct:
      break;
  }
  std::string out = "{";
  for (const Plan& child : plan.children) {
    if (child.optional) continue;
    if (out.size() > 1) out += ',';
    out += child.key + child.empty;
  }
  return out + "}";
}

void RowText::reset(Plan& plan) {
  plan.next = 0;
  for (Plan& child : plan.children)
    reset(child);
}

void RowText::start(const Columns& columns) {
  columns_ = &columns;
  for (Plan& plan : plans_)
    reset(plan);
}

void RowText::append_object(std::string& out, std::size_t row) {
  append_fields(out, plans_, columns_->columns, row);
}

void RowText::append_value(std::string& out, std::size_t column, std::size_t row) {
  append(out, plans_[column], columns_->columns[column], row);
}

bool RowText::is_empty(const Plan& plan, const Column& column, std::size_t at) {
  switch (plan.kind) {
    case ColumnKind::kText:
    case ColumnKind::kJson:
      return column.text[at].empty();
    case ColumnKind::kReal:
      return std::isnan(column.real[at]);
    case ColumnKind::kInteger:
      return false;
    case ColumnKind::kFlag:
      return column.flag[at] > 1;
    case ColumnKind::kList:
      return column.ends[at] == list_start(column, at);
    case ColumnKind::kStruct:
      return column.set[at] == 0;
  }
  return false;
}

void RowText::append(std::string& out, Plan& plan, const Column& column, std::size_t at) {
  if (is_empty(plan, column, at)) {
    out += plan.empty;
    return;
  }
  switch (plan.kind) {
    case ColumnKind::kText:
      json::append_string(out, column.text[at]);
      break;
    case ColumnKind::kJson:
      if (plan.nested) {
        append_one_line(out, column.text[at]);
      } else {
        json::append_string(out, column.text[at]);
      }
      break;
    case ColumnKind::kReal:
      json::append_real(out, column.real[at]);
      break;
    case ColumnKind::kInteger:
      json::append_integer(out, column.integer[at]);
      break;
    case ColumnKind::kFlag:
      out += column.flag[at] == 1 ? "true" : "false";
      break;
    case ColumnKind::kList:
      append_list(out, plan, column, at);
      break;
    case ColumnKind::kStruct:
      append_struct(out, plan, column, at);
      break;
  }
}

void RowText::append_list(std::string& out, Plan& plan, const Column& column, std::size_t at) {
  out += '[';
  const std::size_t first = list_start(column, at);
  for (std::size_t i = first; i < column.ends[at]; ++i) {
    if (i > first) out += ',';
    append(out, plan.children[0], column.children[0], i);
  }
  out += ']';
}

void RowText::append_struct(std::string& out, Plan& plan, const Column& column, std::size_t) {
  append_fields(out, plan.children, column.children, plan.next++);
}

void RowText::append_fields(std::string& out, std::vector<Plan>& plans,
                            const std::vector<Column>& columns, std::size_t at) {
  char before = '{';
  for (std::size_t i = 0; i < plans.size(); ++i) {
    if (plans[i].optional && is_empty(plans[i], columns[i], at)) continue;
    out += before;
    before = ',';
    out += plans[i].key;
    append(out, plans[i], columns[i], at);
  }
  if (before == '{') out += '{';
  out += '}';
}

}  // namespace bmo::formats
