// Lists and unpacks zip archives through our own disk; nothing is ever written by a member's name.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <optional>
#include <set>
#include <utility>

#include <zip.h>

#include "bmo/base/check.hpp"
#include "bmo/base/text.hpp"
#include "bmo/io/decoder.hpp"

namespace bmo::io {
namespace {

/// What libzip reads through, call by call; keeps our own error where the disk fails.
struct Well {
  std::unique_ptr<File> file;
  std::uint64_t size = 0;
  std::uint64_t at = 0;
  std::uint64_t bytes_read = 0;
  std::optional<Error> failure;
};

zip_int64_t draw(Well& well, void* out, zip_uint64_t size) {
  auto got = well.file->read_at(well.at, static_cast<char*>(out), static_cast<std::size_t>(size));
  if (!got) {
    well.failure = std::move(got).error();
    return -1;
  }
  well.at += *got;
  well.bytes_read += *got;
  return static_cast<zip_int64_t>(*got);
}

zip_int64_t seek(Well& well, void* data, zip_uint64_t size) {
  zip_error_t error;
  zip_error_init(&error);
  const zip_int64_t to = zip_source_seek_compute_offset(well.at, well.size, data, size, &error);
  zip_error_fini(&error);
  if (to < 0) return -1;
  well.at = static_cast<std::uint64_t>(to);
  return 0;
}

zip_int64_t describe(const Well& well, void* data) {
  auto* stat = static_cast<zip_stat_t*>(data);
  zip_stat_init(stat);
  stat->valid = ZIP_STAT_SIZE;
  stat->size = well.size;
  return sizeof *stat;
}

zip_int64_t tell_error(void* data, zip_uint64_t size) {
  const int codes[2] = {ZIP_ER_READ, 0};
  if (size < sizeof codes) return -1;
  std::memcpy(data, static_cast<const void*>(codes), sizeof codes);
  return sizeof codes;
}

zip_int64_t serve(void* user, void* data, zip_uint64_t size, zip_source_cmd_t command) {
  Well& well = *static_cast<Well*>(user);
  switch (command) {
    case ZIP_SOURCE_OPEN:
      well.at = 0;
      return 0;
    case ZIP_SOURCE_READ:
      return draw(well, data, size);
    case ZIP_SOURCE_SEEK:
      return seek(well, data, size);
    case ZIP_SOURCE_TELL:
      return static_cast<zip_int64_t>(well.at);
    case ZIP_SOURCE_STAT:
      return describe(well, data);
    case ZIP_SOURCE_ERROR:
      return tell_error(data, size);
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE:
      return 0;
    case ZIP_SOURCE_SUPPORTS:
      return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_SEEK,
                                            ZIP_SOURCE_TELL, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR,
                                            ZIP_SOURCE_CLOSE, ZIP_SOURCE_FREE, -1);
    default:
      return -1;
  }
}

Error archive_error(const std::string& display, std::string_view observed) {
  Error error = bad_source("E_ARCHIVE", display, 0);
  error.place.byte.reset();
  error.message = "the zip archive cannot be read";
  error.why = observed;
  error.hint = "test it with: unzip -t '" + display + "'; or pack it again";
  return error;
}

Error entry_error(const std::string& code, const std::string& path, std::uint64_t entry) {
  Error error = bad_source(code, path, 0);
  error.place.byte.reset();
  error.place.record = entry;
  return error;
}

Error too_many_entries(const std::string& path, std::uint64_t entries, std::uint64_t limit) {
  Error error = entry_error("E_TOO_MANY_ENTRIES", path, 1);
  error.message = "the zip archive has too many entries";
  error.why = "it has " + format_count(entries) + " entries, the limit is " + format_count(limit);
  error.hint = "unpack it and name the folder, or join the files before packing";
  return error;
}

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t length) {
  std::uint64_t value = 0;
  for (std::size_t i = length; i > 0; --i) {
    value = value << 8U | static_cast<unsigned char>(bytes[at + i - 1]);
  }
  return value;
}

/// The number of entries that the archive's end record gives, before libzip takes memory for them;
/// 0 where no end record is found, which libzip words better.
Result<std::uint64_t> count_entries(Well& well) {
  constexpr std::uint64_t kLongestTail = 22 + 65535;
  constexpr std::size_t kEndRecord = 22;
  constexpr std::size_t kCountAt = 10;
  const std::uint64_t length = std::min(well.size, kLongestTail);
  std::string tail(static_cast<std::size_t>(length), '\0');
  BMO_TRY_AS(const std::size_t got,
             well.file->read_at(well.size - length, tail.data(), tail.size()));
  tail.resize(got);
  const std::size_t at = tail.rfind("PK\x05\x06");
  if (at == std::string::npos || tail.size() - at < kEndRecord) return std::uint64_t{0};
  const std::uint64_t count = number_at(tail, at + kCountAt, 2);
  constexpr std::uint64_t kSeeZip64 = 0xFFFF;
  constexpr std::size_t kZip64Record = 56;
  constexpr std::size_t kZip64CountAt = 32;
  const std::size_t wide = count == kSeeZip64 ? tail.rfind("PK\x06\x06", at) : std::string::npos;
  if (wide == std::string::npos || tail.size() - wide < kZip64Record) return count;
  return number_at(tail, wide + kZip64CountAt, 8);
}

/// An open archive. Members are read through `zip()`.
class Archive {
 public:
  static Result<std::unique_ptr<Archive>> open(Disk& disk, const std::string& path,
                                               const SourceLimits& limits) {
    std::unique_ptr<Archive> archive(new Archive(path));
    BMO_TRY_AS(archive->well_.file, disk.open(path, Open::kRead));
    BMO_TRY_AS(const FileInfo info, archive->well_.file->info());
    archive->well_.size = info.bytes;
    BMO_TRY_AS(const std::uint64_t count, count_entries(archive->well_));
    if (count > limits.zip_entries) return too_many_entries(path, count, limits.zip_entries);
    BMO_TRY(archive->start());
    const std::uint64_t entries = archive->num_entries();
    if (entries > limits.zip_entries) return too_many_entries(path, entries, limits.zip_entries);
    return archive;
  }

  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
  ~Archive() {
    if (zip_ != nullptr) zip_discard(zip_);
  }

  zip_t* zip() const { return zip_; }
  const Well& well() const { return well_; }
  std::uint64_t num_entries() const {
    return static_cast<std::uint64_t>(zip_get_num_entries(zip_, 0));
  }

 private:
  explicit Archive(std::string path) : path_(std::move(path)) {}

  Status start() {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_function_create(serve, &well_, &error);
    if (source != nullptr) zip_ = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (zip_ == nullptr && source != nullptr) zip_source_free(source);
    Status status = zip_ != nullptr ? ok() : Status(failure(error));
    zip_error_fini(&error);
    return status;
  }

  Error failure(zip_error_t& error) {
    if (well_.failure) return *well_.failure;
    if (zip_error_code_zip(&error) != ZIP_ER_NOZIP) {
      return archive_error(path_, zip_error_strerror(&error));
    }
    Error truncated = truncated_source(path_, well_.size);
    truncated.why = "the directory that ends every zip archive is missing or cut";
    return truncated;
  }

  std::string path_;
  Well well_;
  zip_t* zip_ = nullptr;
};

/// Why a member's name could leave the folder that it is unpacked in; empty where it could not.
std::string_view fault_of_name(std::string_view name) {
  if (name.empty()) return "its name is empty";
  if (name.front() == '/') return "its name starts at the root of the file system";
  if (name.find('\\') != std::string_view::npos) return "its name holds a backslash";
  if (name.size() > 1 && name[1] == ':') return "its name starts with a drive letter";
  std::size_t at = 0;
  while (at <= name.size()) {
    const std::size_t slash = std::min(name.find('/', at), name.size());
    if (name.substr(at, slash - at) == "..") return "its name climbs out of its folder with `..`";
    at = slash + 1;
  }
  return {};
}

/// Links and devices as Unix packers mark them.
std::string_view fault_of_kind(zip_t* zip, std::uint64_t index) {
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  if (zip_file_get_external_attributes(zip, index, 0, &system, &attributes) != 0) return {};
  constexpr zip_uint32_t kKind = 0170000;
  constexpr zip_uint32_t kRegular = 0100000;
  constexpr zip_uint32_t kFolder = 0040000;
  const zip_uint32_t kind = attributes >> 16U & kKind;
  if (system != ZIP_OPSYS_UNIX || kind == 0 || kind == kRegular || kind == kFolder) return {};
  return "it is a link or a device, not a file";
}

std::string entry_name(zip_t* zip, std::uint64_t index, zip_flags_t reading) {
  const char* name = zip_get_name(zip, index, reading);
  return name != nullptr ? name : "";
}

Error refused_entry(const std::string& path, std::uint64_t entry, std::string_view name,
                    std::string_view why) {
  Error error = entry_error("E_PATH", path, entry);
  error.message =
      "entry " + std::to_string(entry) + " of the zip archive, `" + excerpt(name) + "`, is refused";
  error.why = why;
  error.hint =
      "do not trust this archive; if you must, unpack it in an empty folder, look at it, "
      "and name the files";
  return error;
}

Error expanding_archive(const std::string& path, std::uint64_t expanded, std::uint64_t packed) {
  Error error = bad_source("E_EXPANSION", path, packed);
  error.message = "the zip archive would grow too much";
  error.why = "its " + format_size(packed) + " hold " + format_size(expanded) + " of files";
  error.hint = "if you trust it, unpack it and name the folder";
  return error;
}

/// Unpacks one member.
class ZipDecoder final : public Decoder {
 public:
  ZipDecoder(std::unique_ptr<Archive> archive, zip_file_t* file, std::uint64_t size,
             std::string display)
      : archive_(std::move(archive)),
        file_(file),
        size_(size),
        display_(std::move(display)),
        begin_(archive_->well().bytes_read) {}
  ZipDecoder(const ZipDecoder&) = delete;
  ZipDecoder& operator=(const ZipDecoder&) = delete;
  ~ZipDecoder() override { zip_fclose(file_); }

  Status decode(char* out, std::size_t size, std::size_t& got) override {
    got = 0;
    while (got < size) {
      const zip_int64_t part = zip_fread(file_, out + got, size - got);
      if (part < 0) return failure();
      if (part == 0) break;
      got += static_cast<std::size_t>(part);
    }
    return ok();
  }

  std::uint64_t used() const override {
    return std::min(size_, archive_->well().bytes_read - begin_);
  }
  std::uint64_t total() const override { return size_; }

 private:
  Error failure() {
    if (const auto& failed = archive_->well().failure) return *failed;
    zip_error_t* error = zip_file_get_error(file_);
    if (zip_error_code_zip(error) == ZIP_ER_EOF) return truncated_source(display_, used());
    return damaged_source(display_, used(), zip_error_strerror(error));
  }

  std::unique_ptr<Archive> archive_;
  zip_file_t* file_;
  std::uint64_t size_;
  std::string display_;
  std::uint64_t begin_;
};

Error unopened_member(const std::string& display, zip_t* zip) {
  zip_error_t* error = zip_get_error(zip);
  const int code = zip_error_code_zip(error);
  if (code == ZIP_ER_NOPASSWD || code == ZIP_ER_COMPNOTSUPP || code == ZIP_ER_ENCRNOTSUPP) {
    Error refused = bad_source("E_COMPRESSION", display, 0);
    refused.message = code == ZIP_ER_COMPNOTSUPP
                          ? "the zip member is packed in a way we cannot read"
                          : "the zip member is encrypted";
    refused.why = zip_error_strerror(error);
    refused.hint = "unpack the archive first and name the folder";
    return refused;
  }
  return archive_error(display, zip_error_strerror(error));
}

}  // namespace

Result<std::vector<std::string>> list_zip(Disk& disk, const std::string& path,
                                          const SourceLimits& limits) {
  BMO_TRY_AS(const auto archive, Archive::open(disk, path, limits));
  std::vector<std::string> members;
  std::set<std::string> seen;
  std::uint64_t expanded = 0;
  for (std::uint64_t i = 0; i < archive->num_entries(); ++i) {
    // Judged and shown as the bytes that stand there, used as libzip reads them (old archives have
    // names in code page 437).
    const std::string stored = entry_name(archive->zip(), i, ZIP_FL_ENC_RAW);
    const std::string name = entry_name(archive->zip(), i, ZIP_FL_ENC_GUESS);
    std::string_view fault = fault_of_name(stored);
    if (fault.empty()) fault = fault_of_kind(archive->zip(), i);
    if (fault.empty() && !seen.insert(name).second) fault = "an entry before it has the same name";
    if (!fault.empty()) return refused_entry(path, i + 1, stored, fault);
    zip_stat_t about;
    if (zip_stat_index(archive->zip(), i, 0, &about) == 0) expanded += about.size;
    if (name.back() != '/') members.push_back(name);
  }
  const std::uint64_t packed = archive->well().size;
  if (expanded > limits.min_expanded && expanded / limits.ratio > packed) {
    return expanding_archive(path, expanded, packed);
  }
  return members;
}

Result<std::unique_ptr<Decoder>> make_zip_decoder(Disk& disk, const Input& input,
                                                  const SourceLimits& limits) {
  BMO_TRY_AS(auto archive, Archive::open(disk, input.path, limits));
  const zip_int64_t index = zip_name_locate(archive->zip(), input.member.c_str(), 0);
  zip_stat_t about;
  if (index < 0 ||
      zip_stat_index(archive->zip(), static_cast<zip_uint64_t>(index), 0, &about) != 0) {
    Error error = archive_error(input.display(), "the archive holds no member of this name");
    error.kind = ErrorKind::kNotFound;
    error.code = "E_INPUT";
    error.hint = "see what it holds with: unzip -l '" + input.path + "'";
    return error;
  }
  zip_file_t* file = zip_fopen_index(archive->zip(), static_cast<zip_uint64_t>(index), 0);
  if (file == nullptr) {
    if (const auto& failed = archive->well().failure) return *failed;
    return unopened_member(input.display(), archive->zip());
  }
  return std::unique_ptr<Decoder>(
      std::make_unique<ZipDecoder>(std::move(archive), file, about.comp_size, input.display()));
}

}  // namespace bmo::io
