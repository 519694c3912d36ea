// Encodes columns as JSON text.
#include "bmo/formats/kit/text_rows.hpp"

#include <cmath>

#include "bmo/formats/kit/json_list.hpp"
#include "bmo/json/json.hpp"

namespace bmo::formats {
namespace {

std::size_t list_start(const Column& column, std::size_t at) {
  return at == 0 ? 0 : column.ends[at - 1];
}

/// Beyond 2^53 not every whole number is a double: those keep their fraction.
void append_number(std::string& out, double value, bool whole) {
  constexpr double kExact = 9007199254740992.0;
  if (whole && std::trunc(value) == value && std::abs(value) <= kExact) {
    json::append_integer(out, static_cast<std::int64_t>(value));
  } else {
    json::append_real(out, value);
  }
}

JsonSpans::Span moved(JsonSpans::Span span, std::size_t from, std::size_t to) {
  return {span.begin - from + to, span.end - from + to};
}

}  // namespace

const EncodedRows* find_json(std::span<const EncodedRows* const> alike) {
  for (const EncodedRows* other : alike) {
    if (!other->json.rows.empty()) return other;
  }
  return nullptr;
}

RowText::RowText(const Schema& schema) : plan_(make_object(schema)) {}

RowText::Plan RowText::make_plan(const Field& field) {
  Plan plan;
  plan.kind = field.kind;
  plan.optional = field.optional;
  plan.nested = field.nested;
  plan.whole = field.whole;
  plan.key = ",";
  json::append_string(plan.key, field.name);
  plan.key += ':';
  plan.children = make_object(field.children);
  plan.empty = empty_value(plan);
  return plan;
}

RowText::ObjectPlan RowText::make_object(const std::vector<Field>& fields) {
  ObjectPlan object;
  for (const bmo::Field& field : fields) {
    const Plan& plan = object.fields.emplace_back(make_plan(field));
    object.empty_starts.push_back(object.empties.size());
    if (!plan.optional) object.empties += plan.key + plan.empty;
  }
  object.empty_starts.push_back(object.empties.size());
  return object;
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
  const std::string& fields = plan.children.empties;
  return fields.empty() ? "{}" : "{" + fields.substr(1) + "}";
}

void RowText::reset(Plan& plan) {
  plan.next = 0;
  for (Plan& child : plan.children.fields)
    reset(child);
}

void RowText::start(const Columns& columns) {
  columns_ = &columns;
  for (Plan& plan : plan_.fields)
    reset(plan);
}

void RowText::append_object(std::string& out, std::size_t row) {
  append_fields(out, plan_, columns_->columns, row);
}

void RowText::encode(const Columns& columns, std::span<const EncodedRows* const> alike,
                     std::string_view before, std::string_view after, EncodedRows& out) {
  out.text.clear();
  out.sizes.clear();
  out.json.rows.clear();
  out.json.values.clear();
  start(columns);
  const EncodedRows* const made = find_json(alike);
  const std::size_t width = plan_.fields.size();
  for (std::size_t row = 0; row < columns.rows; ++row) {
    const std::size_t row_start = out.text.size();
    out.text += before;
    const std::size_t begin = out.text.size();
    if (made == nullptr) {
      append_row(out.text, row, out.json);
    } else {
      const JsonSpans::Span from = made->json.rows[row];
      out.text.append(made->text, from.begin, from.end - from.begin);
      for (std::size_t i = row * width; i < (row + 1) * width; ++i) {
        out.json.values.push_back(moved(made->json.values[i], from.begin, begin));
      }
    }
    out.json.rows.push_back({begin, out.text.size()});
    out.text += after;
    out.sizes.push_back(static_cast<std::uint32_t>(out.text.size() - row_start));
  }
}

/// `append_object` that notes where each value lies.
void RowText::append_row(std::string& out, std::size_t row, JsonSpans& spans) {
  const std::size_t begin = out.size();
  for (std::size_t i = 0; i < plan_.fields.size(); ++i) {
    Plan& plan = plan_.fields[i];
    const Column& column = columns_->columns[i];
    const bool is_left_out = plan.optional && is_empty(plan, column, row);
    if (!is_left_out) out += plan.key;
    const std::size_t value = out.size();
    if (!is_left_out) append(out, plan, column, row);
    spans.values.push_back({value, out.size()});
  }
  // Each field has brought a comma before it.
  if (out.size() == begin) out += '{';
  out[begin] = '{';
  out += '}';
}

void RowText::append_value(std::string& out, std::size_t column, std::size_t row) {
  append(out, plan_.fields[column], columns_->columns[column], row);
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
  } else {
    append_given(out, plan, column, at);
  }
}

void RowText::append_given(std::string& out, Plan& plan, const Column& column, std::size_t at) {
  switch (plan.kind) {
    case ColumnKind::kText:
      json::append_string(out, column.text[at]);
      break;
    case ColumnKind::kJson:
      if (plan.nested) {
        kit::append_one_line(out, column.text[at]);
      } else {
        json::append_string(out, column.text[at]);
      }
      break;
    case ColumnKind::kReal:
      append_number(out, column.real[at], plan.whole);
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
    append(out, plan.children.fields[0], column.children[0], i);
  }
  out += ']';
}

void RowText::append_struct(std::string& out, Plan& plan, const Column& column, std::size_t) {
  append_fields(out, plan.children, column.children, plan.next++);
}

void RowText::append_fields(std::string& out, ObjectPlan& object,
                            const std::vector<Column>& columns, std::size_t at) {
  const std::size_t begin = out.size();
  std::size_t written = 0;  // Fields before this one are in `out`.
  const auto append_empties = [&](std::size_t end) {
    const std::size_t from = object.empty_starts[written];
    out.append(object.empties, from, object.empty_starts[end] - from);
  };
  for (std::size_t i = 0; i < object.fields.size(); ++i) {
    Plan& plan = object.fields[i];
    if (is_empty(plan, columns[i], at)) continue;
    append_empties(i);
    out += plan.key;
    append_given(out, plan, columns[i], at);
    written = i + 1;
  }
  append_empties(object.fields.size());
  // Each field has brought a comma before it.
  if (out.size() == begin) out += '{';
  out[begin] = '{';
  out += '}';
}

}  // namespace bmo::formats
