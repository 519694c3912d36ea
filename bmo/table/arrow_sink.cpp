// Writes Arrow IPC streams and files so that they can be continued after a crash.
//
// A stream is its schema, then batches, then an end mark; a file is ARROW1, a stream, and a footer
// that says where each batch lies. Batches are written one message at a time, so nothing of a
// stream lies in memory; for a file, the lengths of each batch's two parts are kept (they are the
// blobs), and `finish` has Arrow make the footer from messages of those lengths, all else dropped.
#include <charconv>

#include <arrow/ipc/message.h>
#include <arrow/ipc/options.h>
#include <arrow/ipc/writer.h>

#include "bmo/table/group_writer.hpp"

namespace bmo::table {
namespace {

constexpr std::string_view kFileHead{"ARROW1\0\0", 8};
constexpr std::string_view kStreamEnd{"\xFF\xFF\xFF\xFF\0\0\0\0", 8};

struct Block {
  std::int32_t metadata = 0;  ///< Bytes of the message's description, its prefix included.
  std::int64_t body = 0;
};

std::string to_blob(const std::vector<Block>& blocks) {
  std::string text;
  for (const Block& block : blocks) {
    text += std::to_string(block.metadata) + ' ' + std::to_string(block.body) + '\n';
  }
  return text;
}

void add_from_blob(const std::string& blob, std::vector<Block>& blocks) {
  const char* at = blob.data();
  const char* const end = at + blob.size();
  while (at < end) {
    Block block;
    at = std::from_chars(at, end, block.metadata).ptr;
    at = std::from_chars(at + 1, end, block.body).ptr + 1;
    blocks.push_back(block);
  }
}

class ArrowSink final : public GroupSink {
 public:
  ArrowSink(Output& out, std::shared_ptr<arrow::Schema> schema, FileKind kind,
            const std::vector<std::string>& blobs)
      : out_(out),
        stream_(out, static_cast<std::int64_t>(out.size())),
        schema_(std::move(schema)),
        kind_(kind),
        options_(arrow::ipc::IpcWriteOptions::Defaults()) {
    options_.use_threads = false;
    for (const std::string& blob : blobs)
      add_from_blob(blob, blocks_);
    blocks_in_blobs_ = blocks_.size();
  }

  Status start() {
    if (out_.size() > 0) return ok();
    return to_status(guarded([&] {
      if (kind_ == FileKind::kArrowFile) ARROW_RETURN_NOT_OK(write(kFileHead));
      ARROW_ASSIGN_OR_RAISE(auto schema, arrow::ipc::SerializeSchema(*schema_));
      return write({reinterpret_cast<const char*>(schema->data()),
                    static_cast<std::size_t>(schema->size())});
    }));
  }

  Status write_group(const arrow::RecordBatch& group) override {
    return to_status(guarded([&] {
      Block block;
      ARROW_RETURN_NOT_OK(
          arrow::ipc::WriteRecordBatch(group, 0, &stream_, &block.metadata, &block.body, options_));
      blocks_.push_back(block);
      return arrow::Status::OK();
    }));
  }

  Result<std::string> take_blob() override {
    std::string blob =
        to_blob({blocks_.begin() + static_cast<std::ptrdiff_t>(blocks_in_blobs_), blocks_.end()});
    blocks_in_blobs_ = blocks_.size();
    return blob;
  }

  Status finish() override {
    return to_status(guarded([&] {
      if (kind_ == FileKind::kArrowFile) return write_footer();
      return write(kStreamEnd);
    }));
  }

 private:
  arrow::Status write(std::string_view bytes) {
    return stream_.Write(bytes.data(), static_cast<std::int64_t>(bytes.size()));
  }

  /// Walks Arrow's file writer over the file once more without its bytes; the end mark and the
  /// footer are all that it really writes.
  arrow::Status write_footer() {
    const std::int64_t end = stream_.Tell().ValueOrDie();
    stream_.set_dropping(true);
    stream_.set_position(0);
    ARROW_ASSIGN_OR_RAISE(auto writer,
                          arrow::ipc::internal::MakePayloadFileWriter(&stream_, schema_, options_));
    ARROW_RETURN_NOT_OK(pass_over_schema(*writer));
    for (const Block& block : blocks_) {
      ARROW_RETURN_NOT_OK(pass_over(block, *writer));
    }
    if (stream_.Tell().ValueOrDie() != end) {
      return arrow::Status::Invalid("batches do not add up to the file");
    }
    stream_.set_dropping(false);
    return writer->Close();
  }

  arrow::Status pass_over_schema(arrow::ipc::internal::IpcPayloadWriter& writer) {
    ARROW_RETURN_NOT_OK(writer.Start());
    arrow::ipc::IpcPayload schema;
    ARROW_RETURN_NOT_OK(arrow::ipc::GetSchemaPayload(
        *schema_, options_, arrow::ipc::DictionaryFieldMapper(*schema_), &schema));
    return writer.WritePayload(schema);
  }

  arrow::Status pass_over(const Block& block, arrow::ipc::internal::IpcPayloadWriter& writer) {
    constexpr std::int32_t kPrefix = 8;
    arrow::ipc::IpcPayload payload;
    payload.type = arrow::ipc::MessageType::RECORD_BATCH;
    ARROW_ASSIGN_OR_RAISE(payload.metadata, arrow::AllocateBuffer(block.metadata - kPrefix));
    payload.body_length = block.body;
    // Arrow took a batch's start at the end of the one before: the body may be counted first.
    stream_.set_position(stream_.Tell().ValueOrDie() + block.body);
    return writer.WritePayload(payload);
  }

  Status to_status(const arrow::Status& status) {
    return status.ok() ? ok() : Status(write_error(stream_, status));
  }

  Output& out_;
  OutputStream stream_;
  std::shared_ptr<arrow::Schema> schema_;
  FileKind kind_;
  arrow::ipc::IpcWriteOptions options_;
  std::vector<Block> blocks_;
  std::size_t blocks_in_blobs_ = 0;
};

}  // namespace

Result<std::unique_ptr<GroupSink>> open_arrow_sink(Output& out,
                                                   std::shared_ptr<arrow::Schema> schema,
                                                   const WriterOptions& options,
                                                   const std::vector<std::string>& blobs) {
  auto sink = std::make_unique<ArrowSink>(out, std::move(schema), options.kind, blobs);
  BMO_TRY(sink->start());
  return std::unique_ptr<GroupSink>(std::move(sink));
}

}  // namespace bmo::table
