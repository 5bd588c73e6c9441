// Each column is one 64-bit word: a number its value, a text its hash or 0 when it is empty. One word more
// says which numbers are there at all, so that 0 is not absent. The hash is that of the words in the order of
// the columns.
#include "events/identity.h"

#include "events/columns.h"
#include "events/hashing.h"

namespace retally {

namespace {

class Words {
 public:
  void add(std::uint64_t word) { words_[size_++] = word; }
  void add(std::string_view text) { add(text.empty() ? 0 : hash_text(text)); }
  void add(std::optional<std::uint64_t> number) {
    if (number) words_.back() |= std::uint64_t{1} << size_;
    add(number.value_or(0));
  }
  std::uint64_t hash() const { return XXH3_64bits(words_.data(), sizeof(words_)); }

 private:
  // All columns but the timestamp, and which numbers are there.
  std::array<std::uint64_t, kColumns - 1 + 1> words_{};
  std::size_t size_ = 0;
};

}  // namespace

std::uint64_t hash_columns(const Event& event, std::uint64_t payload_hash) {
  Words words;
  words.add(event.scope);
  words.add(event.obj_name);
  words.add(event.obj_id);
  words.add(event.obj_val);
  words.add(event.source);
  words.add(event.count ? std::optional(*event.count % kCountModulus) : std::nullopt);
  words.add(event.duration_ms % kDurationModulus);
  words.add(event.project_id);
  words.add(event.task_id);
  words.add(event.job_id);
  words.add(event.user_id);
  words.add(event.user_name);
  words.add(event.user_email);
  words.add(event.org_id);
  words.add(event.org_slug);
  words.add(payload_hash);
  return words.hash();
}

}  // namespace retally
