// retally import: logs into a store, or to a running server.
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <thread>

#include "cli/command.h"
#include "cli/duration.h"
#include "cli/exit_code.h"
#include "cli/importer.h"
#include "cli/place.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "events/file_source.h"
#include "retally/error.h"

namespace retally {
namespace {

constexpr auto kImportHelp = R"(Examples:
  retally import events.csv                     CVAT's CSV export
  retally import log-*.ndjson.gz --store sqlite:retally.db
  zcat log.gz | retally import - --server http://127.0.0.1:8460

A log is CSV, NDJSON, a JSON array, or an array a line, plain or gzipped; which one is told by its content.
An event that was taken before is not counted again, so a log can be imported any number of times.

What is rejected is listed, and kept with its reasons in the --rejects file: mend it and import that file.
A file that can't be read, or is no log, stops none of the others; one that is not there stops all at once.
The exit code is 0 only when all was read and nothing was rejected.)";

struct ImportOptions {
  std::vector<std::string> files;
  std::string rejects;
  PlaceOptions place;
};

std::string file_name(const std::string& file) {
  return file == "-" ? "stdin" : std::filesystem::path(file).filename().string();
}

// Where the rejected records go; must be none of the logs, which it would overwrite.
std::string rejects_path(const ImportOptions& options) {
  const std::string path =
      options.rejects.empty() ? file_name(options.files.front()) + ".rejects" : options.rejects;
  std::error_code ignored;
  for (const std::string& file : options.files) {
    if (std::filesystem::equivalent(file, path, ignored))
      throw Error(ErrorKind::invalid_input,
                  fmt::format("import: the rejects would overwrite the log {}; say --rejects FILE", file));
  }
  return path;
}

// Over the progress bar, if there is one.
void wait_for_server(Millis delay, const std::string& why) {
  fmt::print(stderr, "{}{}; trying again in {}\n", is_terminal(stderr) ? "\r\x1b[K" : "", why,
             format_duration(delay));
  std::this_thread::sleep_for(delay);
}

std::unique_ptr<Destination> open_destination(const Place& place, const std::string& token) {
  if (place.kind == Place::Kind::store) return std::make_unique<StoreDestination>(place.url);
  return std::make_unique<ServerDestination>(HttpClient(place.url, token), wait_for_server);
}

// How many bytes of all files are read, and of how many; with a pipe among them nobody knows.
class Bytes {
 public:
  // Throws Error(not_found) for a file that isn't there, and Error(invalid_input) for a directory, before any
  // is read. None is opened: a named pipe can be opened once.
  explicit Bytes(const std::vector<std::string>& files) {
    namespace fs = std::filesystem;
    for (const std::string& file : files) {
      std::error_code error;
      const fs::file_status status = fs::status(file, error);
      if (file != "-" && !fs::exists(status))
        throw Error(ErrorKind::not_found, fmt::format("import {}: there is no such file", file));
      if (file != "-" && fs::is_directory(status))
        throw Error(ErrorKind::invalid_input,
                    fmt::format("import {}: is a directory; name the logs in it", file));
      known_ = known_ && file != "-" && fs::is_regular_file(status);
      if (known_) total_ += fs::file_size(file, error);
    }
  }

  std::uint64_t total() const { return known_ ? total_ : 0; }
  std::uint64_t read(const FileSource& current) const { return before_ + current.position(); }
  void end(const FileSource& file) { before_ += file.position(); }

 private:
  bool known_ = true;
  std::uint64_t total_ = 0;
  std::uint64_t before_ = 0;
};

// What became of all files.
struct Imported {
  ImportSummary summary;
  std::vector<Error> unread;  // of each file that could not be read to its end, why
};

Imported read_all(const ImportOptions& options, RejectsFile& rejects, ProgressBar& bar) {
  Bytes bytes(options.files);
  const Place place = choose_place(options.place);
  if (!options.place.named()) fmt::print(stderr, "into {}\n", place.url);
  const std::unique_ptr<Destination> destination = open_destination(place, options.place.token);
  SystemClock clock;
  const FileSource* current = nullptr;
  Importer importer(*destination, rejects, clock, [&](std::uint64_t events) {
    bar.show({file_name(current->path()), bytes.read(*current), bytes.total(), events});
  });
  Imported imported;
  for (const std::string& file : options.files) {
    try {
      FileSource source(file);
      current = &source;
      importer.read(file_name(file), source);
      bytes.end(source);
    } catch (const Error& error) {
      imported.unread.emplace_back(error.kind(), fmt::format("import {}: {}", file, error.what()));
      if (importer.failed()) importer.finish();  // throws why; that counts more
    }
  }
  imported.summary = importer.finish();
  return imported;
}

void print_unread(const std::vector<Error>& unread) {
  for (const Error& error : unread) fmt::print(stderr, "retally: {}\n", error.what());
}

void print_rejected(const ImportSummary& summary) {
  for (const auto& [place, reason] : summary.shown) fmt::print(stderr, "{}: {}\n", place, reason);
  if (summary.rejected > summary.shown.size())
    fmt::print(stderr, "… and {} more\n", with_commas(summary.rejected - summary.shown.size()));
}

void print_summary(const ImportSummary& summary, double seconds, const std::string& rejects) {
  const auto per_second =
      static_cast<std::uint64_t>(static_cast<double>(summary.events) / std::max(seconds, 1e-3));
  fmt::print("{} events read in {:.1f} s, {} a second\n", with_commas(summary.events), seconds,
             with_commas(per_second));
  const auto line = [](const char* what, std::uint64_t count) {
    fmt::print("  {:<14}{:>15}\n", what, with_commas(count));
  };
  line("new", summary.fresh);
  line("already known", summary.known);
  line("of no interest", summary.no_interest);
  line("rejected", summary.rejected);
  if (summary.warnings > 0)
    fmt::print("{} events count objects without saying how many: they count 0\n",
               with_commas(summary.warnings));
  if (summary.rejected > 0) fmt::print("Mend {} and import it.\n", rejects);
}

int import(ImportOptions& options) {
  complete(options.place, process_environment());
  RejectsFile rejects(rejects_path(options));
  Imported imported;
  double seconds = 0;
  {
    ProgressBar bar;
    imported = read_all(options, rejects, bar);
    seconds = bar.elapsed().count();
  }
  print_rejected(imported.summary);
  print_unread(imported.unread);
  print_summary(imported.summary, seconds, rejects.path());
  if (!imported.unread.empty()) return exit_code(imported.unread.front().kind());
  return imported.summary.rejected == 0 ? kExitDone : kExitRejected;
}

}  // namespace

void add_import(CLI::App& app, Command& chosen) {
  CLI::App* command =
      app.add_subcommand("import", "Take the events of logs: CSV, NDJSON or JSON, plain or gzipped");
  const auto options = std::make_shared<ImportOptions>();
  command->add_option("FILE", options->files, "The logs; - is the standard input")->required();
  command
      ->add_option("--rejects", options->rejects, "Where to keep what is rejected (default: ./NAME.rejects)")
      ->type_name("FILE");
  add_place_options(*command, options->place);
  command->footer(kImportHelp);
  command->callback([options, &chosen] { chosen = [options] { return import(*options); }; });
}

}  // namespace retally
