// Reads Parquet back with a decoder of our own, column by column, straight into the rows' hashes.
//
// A column's entries are a value and two levels: how much of its path is there, and in which list
// it goes on (Melnik et al., "Dremel", VLDB 2010). What a list or struct adds of itself is added
// by the first of the columns below it.
#include <cstring>

#include "bmo/table/parquet_pages.hpp"
#include "bmo/table/proof.hpp"
#include "bmo/table/typed_hash.hpp"

namespace bmo::table {
namespace {

/// A node on the way from the root to a column's values.
struct Step {
  const Field* field = nullptr;
  std::size_t index = 0;  ///< Among its parent's fields; not used by elements.
  bool is_element = false;
  bool is_fixed = false;  ///< Not within a list: the node has one `place` in every row.
  Place place = 0;
  bool leads = false;        ///< Is this the first column below the node?
  bool may_be_null = false;  ///< There only where the level is `definition` or more.
  unsigned definition = 0;
  unsigned list = 0;  ///< Of a list: the repetition level of its elements.
};

struct Leaf {
  std::vector<Step> steps;
  LevelLimits limits;
  ParquetType type = ParquetType::kGroup;
};

ParquetType type_of(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::kText:
    case ColumnKind::kJson:
      return ParquetType::kBytes;
    case ColumnKind::kReal:
      return ParquetType::kDouble;
    case ColumnKind::kInteger:
      return ParquetType::kInt64;
    case ColumnKind::kFlag:
      return ParquetType::kBoolean;
    case ColumnKind::kList:
    case ColumnKind::kStruct:
      break;
  }
  return ParquetType::kGroup;
}

/// Holds a file's tree of columns against the schema, and lists the columns on the way.
class TreeWalk {
 public:
  explicit TreeWalk(const std::vector<ParquetNode>& nodes) : nodes_(nodes) {}

  bool run(const Schema& schema, std::vector<Leaf>& out) {
    leaves_ = &out;
    if (nodes_.empty() || nodes_[0].children != schema.size()) return false;
    at_ = 1;
    for (std::size_t i = 0; i < schema.size(); ++i) {
      if (!field(schema[i], i, schema[i].name)) return false;
    }
    return at_ == nodes_.size();
  }

 private:
  bool field(const Field& field, std::size_t index, std::string_view name) {
    return node(field, name, {.field = &field, .index = index});
  }

  bool node(const Field& field, std::string_view name, Step step) {
    if (at_ == nodes_.size()) return false;
    const ParquetNode& node = nodes_[at_++];
    if (node.name != name || node.type != type_of(field.kind) ||
        node.repetition == ParquetRepetition::kRepeated) {
      return false;
    }
    const LevelLimits before = limits_;
    step.may_be_null = node.repetition == ParquetRepetition::kOptional;
    limits_.definition += step.may_be_null ? 1 : 0;
    step.definition = limits_.definition;
    step.leads = true;
    step.list = limits_.repetition + 1;
    step.is_fixed = limits_.repetition == 0;
    step.place = field_place(path_.empty() ? 0 : path_.back().place, step.index);
    path_.push_back(step);
    const bool is_sound = below(field, node);
    path_.pop_back();
    limits_ = before;
    return is_sound;
  }

  bool below(const Field& field, const ParquetNode& node) {
    if (field.kind == ColumnKind::kList) return list(field, node);
    if (field.kind == ColumnKind::kStruct) return structure(field, node);
    const bool is_text = field.kind == ColumnKind::kText || field.kind == ColumnKind::kJson;
    leaves_->push_back({.steps = path_, .limits = limits_, .type = node.type});
    for (Step& step : path_)
      step.leads = false;
    return node.children == 0 && node.is_text == is_text;
  }

  bool list(const Field& field, const ParquetNode& node) {
    if (node.children != 1 || at_ == nodes_.size()) return false;
    const ParquetNode& repeated = nodes_[at_++];
    if (repeated.type != ParquetType::kGroup || repeated.children != 1 ||
        repeated.repetition != ParquetRepetition::kRepeated) {
      return false;
    }
    ++limits_.definition;
    ++limits_.repetition;
    return this->node(field.children[0], "element",
                      {.field = &field.children[0], .is_element = true});
  }

  bool structure(const Field& field, const ParquetNode& node) {
    if (node.children != field.children.size()) return false;
    for (std::size_t i = 0; i < field.children.size(); ++i) {
      if (!this->field(field.children[i], i, field.children[i].name)) return false;
    }
    return true;
  }

  const std::vector<ParquetNode>& nodes_;
  std::size_t at_ = 0;
  std::vector<Leaf>* leaves_ = nullptr;
  std::vector<Step> path_;
  LevelLimits limits_;
};

/// Adds one column's entries of a row group to the hashes of its rows.
class LeafWalk {
 public:
  LeafWalk(const Leaf& leaf, PageReader& pages, std::vector<Hash128>& rows)
      : leaf_(leaf), pages_(pages), rows_(rows), lists_(leaf.limits.repetition + 1) {
    for (unsigned level = 0; level <= leaf.limits.definition; ++level)
      is_silent_.push_back(is_silent(level));
  }

  /// False where the column does not have an entry for each row, or is no column at all.
  bool run() {
    while (pages_.next_page()) {
      for (std::uint64_t left = pages_.entries(); left > 0;) {
        const std::uint64_t taken = entries(left);
        if (taken == 0) return false;
        left -= taken;
      }
    }
    close_lists(0);
    return !pages_.is_bad() && !is_bad_ && next_row_ == rows_.size();
  }

 private:
  /// A list that has begun: its elements may go on in the next entry.
  struct List {
    bool is_open = false;
    bool leads = false;
    Place place = 0;
    std::uint64_t count = 0;
    std::size_t element = 0;  ///< The step of its elements.
  };

  /// Entries with the same two levels; how many they were, 0 at a fault.
  std::uint64_t entries(std::uint64_t most) {
    if (definition_.count == 0) definition_ = pages_.definition(most);
    if (repetition_.count == 0) repetition_ = pages_.repetition(most);
    const std::uint64_t count = std::min(definition_.count, repetition_.count);
    definition_.count -= count;
    repetition_.count -= count;
    if (definition_.number > leaf_.limits.definition ||
        repetition_.number > leaf_.limits.repetition) {
      return 0;
    }
    if (repetition_.number == 0 && is_silent_[definition_.number]) {
      close_lists(0);
      next_row_ += count;
      return next_row_ > rows_.size() ? 0 : count;
    }
    for (std::uint64_t i = 0; i < count && !is_bad_; ++i)
      entry(repetition_.number, definition_.number);
    return is_bad_ || pages_.is_bad() ? 0 : count;
  }

  void entry(unsigned repetition, unsigned definition) {
    close_lists(repetition);
    if (repetition == 0) {
      is_bad_ = next_row_ >= rows_.size();
      if (is_bad_) return;
      ++next_row_;
      walk(0, 0, definition);
      return;
    }
    List& list = lists_[repetition];
    is_bad_ = !list.is_open;
    if (is_bad_) return;
    ++list.count;
    walk(list.element, list.place, definition);
  }

  /// Ends the lists within the one that the next entry goes on with.
  void close_lists(unsigned level) {
    for (std::size_t inner = level + 1; inner < lists_.size(); ++inner) {
      List& list = lists_[inner];
      if (list.is_open && list.leads) add(row(), list.place, Tag::kCount, list.count);
      list.is_open = false;
    }
  }

  /// Goes from step `at`, whose parent stands at `place`, as far as the level says.
  void walk(std::size_t at, Place place, unsigned definition) {
    for (; at < leaf_.steps.size(); ++at) {
      const Step& step = leaf_.steps[at];
      place = place_of(step, place);
      if (step.may_be_null && definition < step.definition) return nothing(step, place);
      if (step.field->kind != ColumnKind::kList) continue;
      if (definition <= step.definition) return empty_list(step, place);
      lists_[step.list] = {
          .is_open = true, .leads = step.leads, .place = place, .count = 1, .element = at + 1};
    }
    value(*leaf_.steps.back().field, place);
  }

  Place place_of(const Step& step, Place parent) const {
    if (step.is_fixed) return step.place;
    if (!step.is_element) return field_place(parent, step.index);
    return element_place(parent, lists_[step.list - 1].count - 1);
  }

  /// What a null at a node says: it is how some leave out what is empty.
  static bool adds_null(const Field& field) {
    switch (field.kind) {
      case ColumnKind::kReal:
      case ColumnKind::kFlag:
        return false;
      case ColumnKind::kInteger:
      case ColumnKind::kStruct:
        return true;
      default:
        return !field.optional;
    }
  }

  void nothing(const Step& step, Place place) {
    if (step.leads && adds_null(*step.field)) add(row(), place, Tag::kNull);
  }

  void empty_list(const Step& step, Place place) {
    if (step.leads && step.field->optional) add(row(), place, Tag::kGiven);
  }

  void value(const Field& field, Place place) {
    switch (field.kind) {
      case ColumnKind::kText:
      case ColumnKind::kJson:
        return text(field, place);
      case ColumnKind::kReal:
        return add(row(), place, Tag::kReal, pages_.word());
      case ColumnKind::kFlag:
        return add(row(), place, pages_.word() != 0 ? Tag::kTrue : Tag::kFalse);
      default:
        return add(row(), place, Tag::kInteger, pages_.word());
    }
  }

  void text(const Field& field, Place place) {
    const PageReader::TextHash text = pages_.text();
    if (text.size > 0) {
      add(row(), place, Tag::kText, text.hash);
    } else if (field.optional) {
      add(row(), place, Tag::kGiven);
    }
  }

  /// Do entries that begin a row and reach no further than this level add nothing?
  bool is_silent(unsigned definition) const {
    for (const Step& step : leaf_.steps) {
      if (step.may_be_null && definition < step.definition) {
        return !step.leads || !adds_null(*step.field);
      }
      if (step.field->kind != ColumnKind::kList) continue;
      return definition <= step.definition && !(step.leads && step.field->optional);
    }
    return false;
  }

  Hash128& row() { return rows_[next_row_ - 1]; }

  const Leaf& leaf_;
  PageReader& pages_;
  std::vector<Hash128>& rows_;
  std::size_t next_row_ = 0;
  std::vector<List> lists_;  ///< By the repetition level of their elements.
  std::vector<bool> is_silent_;
  NumberRun definition_;
  NumberRun repetition_;
  bool is_bad_ = false;
};

class FileReader {
 public:
  explicit FileReader(const ProofFile& file) : file_(file) {}

  Status run(const TakeHashes& take) {
    BMO_TRY_AS(disk_file_, file_.disk.open(file_.path, io::Open::kRead));
    BMO_TRY_AS(const io::FileInfo info, disk_file_->info());
    size_ = info.bytes;
    BMO_TRY(read_footer());
    std::vector<Leaf> leaves;
    if (!TreeWalk(footer_.nodes).run(file_.schema, leaves)) return fault("columns");
    std::uint64_t rows = 0;
    for (const ParquetRowGroup& group : footer_.groups) {
      BMO_TRY(read_group(group, leaves));
      rows += group.rows;
      BMO_TRY(take(hashes_));
    }
    return rows == footer_.rows ? ok() : fault("rows");
  }

 private:
  static constexpr std::string_view kMagic = "PAR1";

  Status fault(const char* what) const {
    return Error{.kind = ErrorKind::kInternal,
                 .code = "E_PROOF",
                 .message = "a written file cannot be read back",
                 .why = std::string("its ") + what + " are not those of the Parquet file meant",
                 .hint = "please report this; the input is untouched",
                 .place = {.file = file_.path}};
  }

  Status fill(std::string& out, std::uint64_t size, std::uint64_t place) {
    if (place > size_ || size > size_ - place) return fault("places");
    out.resize(size);
    for (std::size_t done = 0; done < size;) {
      BMO_TRY_AS(const std::size_t got,
                 disk_file_->read_at(place + done, out.data() + done, size - done));
      if (got == 0) return fault("bytes");
      done += got;
    }
    return ok();
  }

  /// The file's last bytes: what describes it, the size of that, and the mark it also begins with.
  Status read_footer() {
    std::uint32_t size = 0;
    constexpr std::uint64_t kTail = sizeof size + kMagic.size();
    if (size_ < kTail + kMagic.size()) return fault("last bytes");
    BMO_TRY(fill(text_, kTail, size_ - kTail));
    std::memcpy(&size, text_.data(), sizeof size);
    if (!text_.ends_with(kMagic) || size > size_ - kTail) return fault("last bytes");
    BMO_TRY(fill(text_, kMagic.size(), 0));
    if (text_ != kMagic) return fault("first bytes");
    BMO_TRY(fill(footer_text_, size, size_ - kTail - size));
    return read_parquet_footer(footer_text_, footer_) ? ok() : fault("last bytes");
  }

  Status read_group(const ParquetRowGroup& group, const std::vector<Leaf>& leaves) {
    constexpr std::uint64_t kMostRows = std::uint64_t{1} << 24U;  // What a bad count can cost.
    if (group.chunks.size() != leaves.size() || group.rows > kMostRows) return fault("groups");
    for (const ParquetChunk& chunk : group.chunks) {
      if (group.rows > chunk.entries) return fault("groups");
    }
    hashes_.assign(group.rows, {});
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      const ParquetChunk& chunk = group.chunks[i];
      if (chunk.type != leaves[i].type) return fault("columns");
      BMO_TRY(fill(text_, chunk.size, chunk.begin));
      pages_.start(text_, chunk, leaves[i].limits);
      if (!LeafWalk(leaves[i], pages_, hashes_).run()) return fault("pages");
    }
    return ok();
  }

  const ProofFile& file_;
  std::unique_ptr<io::File> disk_file_;
  std::uint64_t size_ = 0;
  std::string footer_text_;
  ParquetFooter footer_;
  std::string text_;
  PageReader pages_;
  std::vector<Hash128> hashes_;
};

}  // namespace

Status read_parquet_again(const ProofFile& file, const TakeHashes& take) {
  return file.by_others ? read_parquet_by_duckdb(file, take) : FileReader(file).run(take);
}

}  // namespace bmo::table
