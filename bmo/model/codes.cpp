// The table of codes. Texts end with a full stop; titles do not.
#include "bmo/model/codes.hpp"

#include <algorithm>

namespace bmo {
namespace {

constexpr CodeCard error(std::string_view code, std::string_view title, std::string_view why,
                         std::string_view fix) {
  return {code, Severity::kError, title, why, fix};
}

constexpr CodeCard warning(std::string_view code, std::string_view title, std::string_view why,
                           std::string_view fix) {
  return {code, Severity::kWarning, title, why, fix};
}

constexpr CodeCard note(std::string_view code, std::string_view title, std::string_view why,
                        std::string_view fix) {
  return {code, Severity::kNote, title, why, fix};
}

constexpr CodeCard kCodes[] = {
    // A source: its bytes, compression and archive.
    error("E_INPUT", "The source does not exist or cannot be read",
          "No file, folder or archive member is found under this name, or the system refuses "
          "to open it.",
          "Check the name; a pattern such as \"data/*.jsonl\" must stand in quotes to reach bmo "
          "as it is."),
    error("E_TOKENIZER", "The tokenizer cannot be used",
          "The folder holds no tokenizer file that is known, or the file is broken or of no "
          "known family.",
          "Name the folder that the model was downloaded to; tokenizer.json says most."),
    error("E_TEMPLATE", "The chat template cannot be used",
          "The folder has no chat template, the template has a fault, or it refuses a "
          "conversation.",
          "Copy chat_template.jinja from the instruct model of the same family."),
    error("E_ENCODER", "There is no such encoder",
          "An encoder turns texts into vectors. The name is none of those built in and no table, "
          "model folder or endpoint.",
          "Name static, ngrams, a table that bmo embed fit wrote, a folder with model.onnx and "
          "vocab.txt, or the address of an endpoint and its model: "
          "http://localhost:8080/v1/embeddings#MODEL."),
    error("E_ENDPOINT", "The endpoint gave no vectors",
          "The server could not be reached, refused the request, or answered in a shape that is "
          "not that of OpenAI's embeddings endpoint. What may pass was tried five times.",
          "See that the server runs and has the model; set BMO_ENCODER_KEY where it wants a key."),
    error("E_CURL", "The library that speaks to servers cannot be loaded",
          "Endpoints are asked through libcurl, which is looked for when it is needed.",
          "Run apt install libcurl4, or use an encoder that needs no server."),
    error("E_ENCODER_DIFFERS", "Vectors of two encoders were to be compared",
          "Each encoder has a space of its own; a cosine across two of them means nothing.",
          "Encode both sides with the same --encoder."),
    error("E_CACHE", "The cache holds vectors of another encoder",
          "A cache is bound to the digest of the encoder that filled it.",
          "Name another file with --cache, or remove this one."),
    error("E_TABLE", "The file is no whole table of an encoder",
          "It does not begin as bmo embed fit writes tables, or a part of it is missing.",
          "Fit the table again, or copy the file again."),
    error("E_FIT_TEXTS", "There are too few texts to learn a table from",
          "A row for each word needs many texts that hold the word.",
          "Give more sets to bmo embed fit; any text of the language will do."),
    error("E_VOCABULARY", "The vocabulary is no BERT vocabulary",
          "A line for [UNK], [CLS] or [SEP] is missing.",
          "Put the vocab.txt that the model came with beside its model.onnx."),
    error("E_ONNX_RUNTIME", "ONNX Runtime cannot be loaded",
          "Models are run by a library that bmo looks for when it needs it, and it was not found.",
          "Run pip install onnxruntime in the active environment, or set BMO_ONNXRUNTIME to the "
          "path of libonnxruntime.so."),
    error("E_ONNX_MODEL", "The model cannot be used",
          "ONNX Runtime refuses it, or it is no uncased BERT sentence model.",
          "Name a folder with the model.onnx and vocab.txt of such a model."),
    error("E_NO_CHAT", "This build has no tokenizers and chat templates",
          "They come from a Rust library, which was left out because cargo was missing when bmo "
          "was built, or because the build was told BMO_CHAT=OFF. `--family ID` needs neither.",
          "Install cargo 1.80 or newer (Debian: cargo-web), then build again: cmake --preset "
          "release -DBMO_CHAT=ON && ./dev build."),
    error("E_EMPTY", "The source holds no record",
          "The file is empty, holds nothing but blank lines, or is a table without rows. An "
          "empty training set is never what was meant.",
          "Check that the file was written to its end, or leave it out of the command."),
    error("E_NOT_TEXT", "The source is not text",
          "Its first bytes are those of a program, an image or other binary data, or hold NUL "
          "bytes.",
          "Name the file that holds the records; for Parquet and Arrow, check that the file "
          "is whole."),
    error("E_ENCODING", "The source is not in UTF-8",
          "Its first bytes show UTF-16, UTF-32 or another encoding than UTF-8.",
          "Convert it: iconv -f UTF-16 -t UTF-8 FILE > FIXED"),
    error("E_LINE_ENDING", "The lines end with a lone carriage return",
          "Old Mac line ends (CR without LF) make the whole file look like one line.",
          "Convert it: tr '\\r' '\\n' < FILE > FIXED"),
    error("E_FORMAT", "The kind of file is not known",
          "Neither the first bytes nor the name tell which container this is: JSON Lines, "
          "JSON, CSV, Parquet or Arrow.",
          "See what can be read with `bmo list formats`, and convert the file or correct its "
          "ending."),
    error("E_TRUNCATED", "The file ends too early",
          "Its own structure says that more bytes should follow. A download or a copy was "
          "interrupted.",
          "Fetch the file again and compare its size with that of the origin."),
    error("E_CHECKSUM", "A checksum in the file does not fit its data",
          "The bytes were changed after they were written: by a disk, a transfer or a hand.",
          "Fetch the file again; do not repair it by hand."),
    error("E_TRAILING", "Bytes follow the end of the compressed data",
          "After the last complete gzip member or zstd frame something else stands.",
          "Fetch the file again, or unpack it and check what follows."),
    error("E_NESTED", "A compressed file holds another compressed file",
          "bmo unpacks one layer only, so that a small file cannot unfold without end.",
          "Unpack the outer layer first: gunzip FILE.gz"),
    error("E_EXPANSION", "The compressed file grows beyond measure",
          "It has unfolded to more than 64 MiB and to more than 200 times its size: a mark of "
          "a decompression bomb.",
          "If you trust the file, unpack it yourself and give bmo the result."),
    error("E_WINDOW", "The zstd file asks for too much memory",
          "Its header asks for a window above 128 MiB, which the reader would have to "
          "allocate before the first byte.",
          "Compress it again with a smaller window: zstd -d FILE.zst && zstd --long=27 FILE"),
    error("E_PATH", "A name in the archive points outside of it",
          "An absolute name, \"..\", or a link could make an unpacker write over other files. "
          "bmo never unpacks by name, and refuses such an archive whole.",
          "Make the archive again from inside its folder: zip -r NEW.zip ."),
    error("E_TOO_MANY_ENTRIES", "The archive has too many members",
          "More than 10,000 members in one archive are a mark of an attack on readers.",
          "Join the records into fewer files."),
    error("E_ARCHIVE", "The zip archive cannot be read",
          "Its directory, at the end of the file, is missing or contradicts the file.",
          "Test it with unzip -t FILE, and fetch or pack it again."),
    error("E_COMPRESSION", "The data is packed in a way that cannot be read",
          "bmo reads gzip, zstd and plain zip members; this is another compression, is "
          "encrypted, or stands where no packed file can be used.",
          "Unpack it first and name the result."),
    error("E_TOO_LARGE", "The file is larger than it may be",
          "A file that is read as a whole, such as a mapping or a manifest, is longer than "
          "its limit.",
          "Check that the right file was named."),
    // A container: rows, header, pages.
    error("E_CSV_FIELDS", "A CSV record has another number of fields than the header",
          "Most often a comma stands in a text without quotes, or a quote is missing.",
          "Put the text into double quotes, and double the quotes inside it."),
    error("E_CSV_QUOTE", "A quoted CSV field is never closed, or text follows its end",
          "From an open quote on, all that follows belongs to one field, up to the end of the "
          "file.",
          "Close the quote; a quote inside a quoted field is written twice (\"\")."),
    error("E_CSV_HEADER", "The header of the CSV file cannot be used",
          "Two columns have the same name, or a name is empty: fields could not be told "
          "apart.",
          "Give every column a name of its own in the first line."),
    error("E_CONTROL_CHAR", "A control character stands where none may stand",
          "A NUL or another control character is found outside of any text. Most tools cut or "
          "refuse such a line.",
          "Remove it: tr -d '\\000' < FILE > FIXED"),
    error("E_TOO_MANY_COLUMNS", "The file has too many columns",
          "More than 4,096 columns: most often rows and columns are exchanged, or the "
          "delimiter is not the one in use.",
          "Check the first line of the file."),
    error("E_PARQUET_FOOTER", "The footer of the Parquet file is broken",
          "The length, the marks or the schema at the end of the file contradict the file. It "
          "was cut, or joined with another.",
          "Write or fetch the file again."),
    error("E_PARQUET_PAGE", "A page of the Parquet file is damaged",
          "Its checksum, size or encoding does not fit its bytes. bmo gives no row of such a "
          "file rather than wrong ones.",
          "Fetch the file again; if it is damaged at its origin, write it again from its "
          "source."),
    error("E_ARROW_META", "The metadata of the Arrow file is broken",
          "A length, offset or schema in it contradicts the file.",
          "Write or fetch the file again."),
    // A request: what was asked for.
    error("E_USAGE", "The command cannot be understood",
          "An argument is missing, unknown, or contradicts another.",
          "See `bmo --help`, or `bmo VERB --help`."),
    error("E_VERB", "The verb does not exist",
          "The first word after bmo names what is to be done, and this one names nothing.",
          "See `bmo --help` for the verbs."),
    error("E_KIND", "There is no list of that name",
          "`bmo list` needs one of the kinds that it knows.", "See `bmo list --help`."),
    error("E_SHELL", "There is no completion for that shell",
          "Completions are made for a few shells alone.", "bmo completions bash, zsh or fish"),
    error("E_ARGUMENT", "An argument is missing or one too many",
          "The verb needs what its usage line names.", "See `bmo VERB --help`."),
    error("E_FLAG", "The option does not exist", "No option of this verb has that name.",
          "See `bmo VERB --help` for all options."),
    error("E_FLAG_VALUE", "The value of an option makes no sense",
          "The text after the option is not of the kind it needs: a number, a size such as "
          "64MiB, a share such as 0.9.",
          "See `bmo VERB --help` for what the option takes."),
    error("E_SPEC", "The output asked for does not exist",
          "What follows --to must be CONTAINER[.gz|.zst][:LAYOUT], such as jsonl:alpaca or "
          "parquet.",
          "See `bmo list formats` and `bmo list layouts`."),
    error("E_SPLIT", "The split makes no sense",
          "Names must be train, validation and test, and the shares must add up to 1.",
          "Write it like this: --split train=0.9,validation=0.05,test=0.05"),
    error("E_DEDUP", "The method of finding duplicates is not known",
          "What follows --dedup must be methods with commas; near and semantic alone take a "
          "threshold, from 0.5 to 1.",
          "Write it like this: --dedup exact,near=0.8; see `bmo list dedup`."),
    error(
        "E_LABELS", "An answer that a person gave cannot be read",
        "Of two pairs each row of the file must have `method`, `similarity` and `same`, of a "
        "finding `what` and `right`; the last of them is true, false or empty.",
        "Make the file with `bmo dedup SRC --label FILE` or `bmo check SRC --label FILE`, and set "
        "`same` or `right` in it to true or false."),
    error("E_WIPED_OUT", "Near duplicates would take most of a source",
          "More than half of the pairs of one source, copies not counted, are nearly the same as "
          "others. They rather share a template than repeat each other.",
          "Raise the threshold, ask for exact duplicates alone, or go on with --accept-loss; "
          "`bmo dedup --explain` shows what each threshold takes."),
    error("E_CHECK", "No check has this id",
          "What follows --checks must be core, all, or ids of checks with commas.",
          "See `bmo list checks`."),
    error("E_FIX", "No fix has this id",
          "What follows --fix must be safe, all, or ids of fixes with commas.",
          "See `bmo list fixes`."),
    error("E_REPORT", "The name of a report says no form",
          "What a report is written as is told by the ending of --out.",
          "End it with .html, .pdf, .xlsx, .md, .csv or .json, or name the form by --form."),
    error(
        "E_REPORT_WRITE", "The machine lacks what this form of report needs",
        "Some forms are written by libraries that need memory files, fonts, or to be there at all.",
        "Do what the error's hint says, or take another form: HTML needs nothing."),
    error("E_EXPORT", "There is no such export",
          "An export is named by its folder, which must be complete, or by the id that the "
          "workspace remembers it by.",
          "See `bmo list exports`, or name the --out folder."),
    error("E_TRAINING_LOG", "This is no log of a training run that bmo reads",
          "Losses are read from trainer_state.json, trainer_log.jsonl, metrics.csv, TensorBoard's "
          "event files and what MLX-LM prints; this file is none of them, is damaged, or names no "
          "loss.",
          "Name such a file, or the folder of the run."),
    error("E_PROFILE", "This is no table of profiles",
          "A profile holds the figures of a set that others are compared with, in cells with tabs "
          "between; a column is missing, or a cell is no number.",
          "Take assets/profiles/published.tsv as the pattern."),
    error("E_SIDE", "The file holds no such records",
          "Attempts at generating pairs, and hours spent, are records with fields of their own; "
          "none was found in the file.",
          "bmo explain generation and bmo explain roi say what they need."),
    error("E_SINCE", "Nothing is known since then",
          "Only data sets of a workspace know when a pair came, by the version that brought it.",
          "bmo list versions --dataset NAME shows versions and days."),
    error(
        "E_LIMIT", "This is no condition on a comparison",
        "A condition names a kind of change, or a figure with the change that is too much; the "
        "figure is one of those that were worked out.",
        "Write edited, gone, \"mtld<-5\" or \"response_words>10%\", and name the figure's chapter "
        "with --chapter."),
    error("E_METRIC", "No chapter of figures has this id",
          "What follows --chapter must be ids of metrics with commas.", "See `bmo list metrics`."),
    error("E_SCORE_GATE", "The threshold of a score makes no sense",
          "What follows --min-score must be NAME=NUMBER.",
          "Write it like this: --min-score quality=7"),
    error("E_MAPPING", "The mapping file cannot be used",
          "It is not TOML, or it names a table, field or scale that does not exist.",
          "Correct the line that the message names."),
    error("E_SCHEMA_FILE", "The JSON Schema of a mapping cannot be used",
          "The file is no JSON, or no schema of the drafts 4 to 7, or refers to another document.",
          "Correct the file that [schema] of the mapping names."),
    error("E_SCHEMA", "The record breaks the JSON Schema of the mapping",
          "A field is missing, or has a type or value that the schema does not allow.",
          "Correct the record, or the schema that the mapping names."),
    error("E_FILTER_SYNTAX", "The filter is not one boolean SQL expression",
          "It could not be parsed, or holds more than one expression.",
          "Write it like this: --where \"quality >= 7 AND list_contains(topics, 'billing')\""),
    error("E_FILTER_COLUMN", "The filter names a column that does not exist",
          "Filters may name the canonical columns and the imported scores.",
          "Use the name that the message suggests; dotted names reach into groups, such as "
          "source.document."),
    error("E_FILTER_FORBIDDEN", "The filter uses what filters may not use",
          "Only comparisons, arithmetic and plain functions of the row are allowed: no "
          "queries, files, settings or functions that reach out.",
          "Rewrite the expression with columns, literals and plain functions."),
    error("E_FILTER_TYPE", "The filter does not say yes or no",
          "The expression has another type than boolean, or compares values of types that do "
          "not compare.",
          "Add a comparison, such as quality >= 7."),
    error("E_UNSUPPORTED", "This build or format cannot do what was asked for",
          "The combination is known and refused, rather than done halfway.",
          "Choose another format, or see `bmo doctor` for parts that are missing."),
    error("E_NOT_FOUND", "No record with this id is found",
          "The export that was named has no record of that id.",
          "Ids are given with the data, or are the content hash of the pair; see "
          ".bmo/ledger.parquet for all."),
    error("E_UNKNOWN_NAME", "Nothing of that name exists",
          "No format, layout, check or code is called so.",
          "Use the name that the message suggests, or see `bmo list formats|layouts|checks`."),
    error("E_DUCKDB", "The library that filters run in is missing",
          "Filters (--where) run in DuckDB, whose library is loaded when first needed and was "
          "not found.",
          "./dev build fetches it; see `bmo doctor`."),
    // A workspace: configuration and catalogue.
    error("E_NO_WORKSPACE", "There is no workspace here",
          "What was asked for needs one, and neither this folder nor one above it holds "
          "bmo.toml.",
          "Make one with `bmo init`, or change into its folder."),
    error("E_CONFIG", "The configuration of the workspace cannot be used",
          "The file bmo.toml is not TOML, or sets something that does not exist.",
          "Mend the line that the message names, or compare with the file of a fresh `bmo "
          "init`."),
    error("E_CATALOGUE", "The catalogue of the workspace cannot be used",
          "The file catalog.sqlite is damaged, or was made by another version of bmo.",
          "Use the version of bmo that made it, or move the file away and import again."),
    error("E_DATASET", "There is no such data set",
          "The workspace has no data set, or no version of one, by that name.",
          "See the data sets of the workspace with `bmo list datasets`, or import one with "
          "`bmo import`."),
    error(
        "E_DATASET_NAME", "The name cannot name a data set",
        "A name is 1 to 64 letters, digits, \".\", \"_\" or \"-\" and opens with neither \".\" nor "
        "\"-\".",
        "Choose another name after --dataset."),
    error("E_VERSION", "The data set has gained a version meanwhile",
          "Another import into the same data set has finished first.",
          "Run the same command again."),
    // A run: files, memory, stops.
    error("E_IO", "Reading or writing failed",
          "The system reported a fault of the disk or the file system.",
          "Check the disk and run the same command again: the work done so far is kept."),
    error("E_NO_SPACE", "No space is left for the output",
          "The file system of the output folder is full, or a quota is used up.",
          "Free some space and run the same command again: it goes on where it stopped."),
    error("E_PERMISSION", "The system denies access",
          "The user that runs bmo may not read this file or write to this folder.",
          "Check the owner and mode with ls -l, or choose another folder."),
    error("E_OUTPUT", "The output cannot be created",
          "The output folder is a file, is not empty and not of bmo, or lies inside of a "
          "source.",
          "Name a new folder after --out."),
    error("E_OVERRIDES", "The log of overrides is not as it was written",
          "Each line is sealed to the one before by a hash, and the chain breaks here: a line was "
          "changed, removed or put in.",
          "Put the file back from a copy, or remove it and decide again."),
    error("E_BUSY", "Another run holds the output",
          "A process with this output folder is still at work; its lock frees itself when it "
          "ends.",
          "Wait for it, or choose another folder after --out."),
    error("E_PLAN", "The output belongs to another request",
          "What is asked for now differs from what the unfinished run in this folder was "
          "started with, so its work cannot be gone on with.",
          "Repeat the earlier command, add --restart to begin anew, or choose another folder."),
    error("E_INPUT_CHANGED", "A source changed while it was worked on",
          "Its size, time or bytes differ from those of the first pass. An output made of two "
          "versions would prove nothing.",
          "Run the command again with --restart once the source is at rest."),
    error("E_MAX_BAD", "More records are bad than allowed",
          "The number of records that cannot be used has passed --max-bad.",
          "Correct the records that the findings name, or raise --max-bad."),
    error("E_CONSERVATION", "Not every record could be accounted for",
          "The records that came in and the fates they were given do not add up, so the "
          "output is not published. This is a fault of bmo.",
          "Please report it with the command line; your sources are untouched."),
    error("E_PROOF", "What was written does not read back as what was meant",
          "The check of the finished files by a second reader found a difference, so they are "
          "not published.",
          "Run the command again; if it repeats, please report it."),
    error("E_MANIFEST", "The manifest cannot be read",
          "The file .bmo/manifest.json is missing, damaged or of a newer version.",
          "Name a folder that `bmo export` has finished, or run the export again."),
    error("E_DAMAGED", "The export is damaged", "Files differ from what the manifest says of them.",
          "Run the export again with --restart; `bmo verify DIR` lists each file."),
    warning("W_CONTAMINATED", "The pair holds an item of an evaluation set",
            "It is an item of a pack that --decontaminate names, word for word or nearly so. A "
            "model that was trained on it is measured by what it remembers.",
            "Leave it out of the training data; an export does."),
    note("N_CONTAMINATION_SUSPECT", "The pair may hold part of an evaluation set's item",
         "It holds 30 to 50 % of the words of an item, in runs of eight. That may be a common "
         "phrase.",
         "Compare the pair with the item that the finding names."),
    error("E_PACK", "The pack of an evaluation set cannot be read",
          "The file is no pack, is incomplete, or was changed.",
          "Make the pack again from the evaluation set."),
    error("E_JOURNAL", "The record of the unfinished run cannot be read",
          "The files by which the run would go on are damaged.",
          "Begin anew: the same command with --restart."),
    error("E_MEMORY", "The memory limit would be passed",
          "The work cannot be done within --memory.",
          "Raise --memory, or lower --threads or --batch-size."),
    error("E_STOPPED", "The run was stopped",
          "A signal (Ctrl-C, or a request to end) arrived. All blocks finished so far are "
          "kept.",
          "Run the same command again to go on."),
    error("E_BUG", "An invariant of bmo is broken", "This is a fault of bmo, not of your data.",
          "Please report it with the text shown; your sources are untouched."),
    warning(
        "W_FAMILY", "The chat template of the model family does not take this conversation",
        "Templates differ in where a system prompt may stand, in which order turns come, and in "
        "what becomes of tools: some stop, some drop the message without a word.",
        "Change the conversation, or train a family that takes it: bmo explain FAMILY; "
        "--tokenizer DIR shows what a model's own template makes of it."),
    warning("W_NOT_HELD", "The layout cannot hold this pair",
            "The pair has parts that the layout has no place for, such as tool calls in Alpaca. "
            "It is left out of that output and counted.",
            "Choose a layout that holds it, such as messages, or remove those parts."),
    // Notes about a source.
    note("N_BOM", "A byte order mark was skipped",
         "The file begins with EF BB BF, which some programs write before UTF-8. It is no "
         "part of the first record.",
         "Nothing has to be done."),
    note("N_BLANK_LINES", "Blank lines were skipped",
         "Lines with nothing but white space between records are no records.",
         "Nothing has to be done."),
    note("N_MISSING_COMMA", "Commas are missing between the records of a JSON list",
         "The list was read as it was meant: one record after the other.",
         "Nothing has to be done; to mend the file: jq . FILE > FIXED"),
    note("N_DELIMITER", "Fields are separated by another sign than the comma",
         "The header line shows the separator in use.", "Nothing has to be done."),
};

}  // namespace

std::span<const CodeCard> codes() {
  return kCodes;
}

const CodeCard* find_code(std::string_view code) {
  const auto* const found =
      std::find_if(std::begin(kCodes), std::end(kCodes),
                   [code](const CodeCard& card) { return card.code == code; });
  return found == std::end(kCodes) ? nullptr : found;
}

}  // namespace bmo
