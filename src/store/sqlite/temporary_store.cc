#include "store/sqlite/temporary_store.h"

#include <fmt/format.h>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX's

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "retally/error.h"
#include "store/sqlite/sqlite_store.h"

namespace retally::sqlite {

namespace {

// Deletes the folder after the store in it has been closed.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_(std::filesystem::temp_directory_path() / "retally-XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr) {
      throw Error(
          ErrorKind::unavailable,
          fmt::format("store in memory: can't make the folder '{}': {}; set TMPDIR to one that can be "
                      "written",
                      path_, std::strerror(errno)));
    }
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string file() const { return path_ + "/store.db"; }

 private:
  std::string path_;
};

class TemporaryStore final : public Store {
 public:
  TemporaryStore() : store_(folder_.file(), {.sync = false}) {}

  Result apply(std::span<const ChangeSet* const> sets) override { return store_.apply(sets); }
  std::vector<ResourceId> put_job_facts(const JobFacts& facts) override {
    return store_.put_job_facts(facts);
  }
  std::vector<ResourceId> put_annotations(std::int64_t job, const AnnotationCount& count) override {
    return store_.put_annotations(job, count);
  }
  std::vector<ResourceId> restore(ResourceId id, TimePoint now) override { return store_.restore(id, now); }
  std::size_t save(std::span<const StoredReport> reports) override { return store_.save(reports); }
  std::size_t forget(TimePoint before, TimePoint now, std::size_t limit) override {
    return store_.forget(before, now, limit);
  }
  std::unique_ptr<Reader> read() override { return store_.read(); }

 private:
  TemporaryFolder folder_;
  SqliteStore store_;
};

}  // namespace

std::unique_ptr<Store> make_temporary_store() {
  return std::make_unique<TemporaryStore>();
}

}  // namespace retally::sqlite
