#include "generate/generator.h"

#include <optional>
#include <ostream>
#include <utility>

#include "generate/format.h"
#include "generate/order.h"
#include "generate/sender.h"
#include "generate/world.h"
#include "retally/error.h"

namespace retally {

using simulated::Row;

namespace {

// Handed to the stream so many bytes at a time.
constexpr std::size_t kChunkBytes = 256u << 10;

void flush(std::string& text, std::ostream& out) {
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  if (!out) throw Error(ErrorKind::unavailable, "generate: the output can't be written; is the disk full?");
  text.clear();
}

void append_body(std::string& out, std::span<const Row> rows) {
  std::string_view before = "[";
  for (const Row& row : rows) {
    out += before;
    append_json(out, row, simulated::JsonStyle::python);
    before = ", ";
  }
  out += ']';
}

void append_lines(std::string& text, const Body& body, GenerateFormat format) {
  if (format == GenerateFormat::batches) {
    append_body(text, body.rows);
    text += '\n';
    return;
  }
  for (const Row& row : body.rows) {
    append_json(text, row, simulated::JsonStyle::compact);
    text += '\n';
  }
}

void write_csv(const GenerateOptions& options, std::ostream& out) {
  simulated::World world(options);
  simulated::Sender sender(world, options.events);
  simulated::TimeOrder log(sender);
  std::string text(simulated::kCsvHeader);
  while (const Row* row = log.next()) {
    append_csv(text, *row);
    if (text.size() >= kChunkBytes) flush(text, out);
  }
  flush(text, out);
}

}  // namespace

struct Generator::State {
  explicit State(const GenerateOptions& options)
      : world(options), sender(world, options.events), log(sender) {}

  simulated::World world;
  simulated::Sender sender;
  simulated::ArrivalOrder log;
  std::optional<Body> body;
};

Generator::Generator(const GenerateOptions& options) : state_(std::make_unique<State>(options)) {}

Generator::~Generator() = default;

const Body* Generator::next() {
  state_->body = state_->log.next();
  return state_->body ? &*state_->body : nullptr;
}

void generate(const GenerateOptions& options, GenerateFormat format, std::ostream& out) {
  if (format == GenerateFormat::csv) return write_csv(options, out);
  Generator generator(options);
  std::string text;
  while (const Body* body = generator.next()) {
    append_lines(text, *body, format);
    if (text.size() >= kChunkBytes) flush(text, out);
  }
  flush(text, out);
}

std::string to_json(std::span<const Row> rows) {
  std::string json;
  append_body(json, rows);
  return json;
}

}  // namespace retally
