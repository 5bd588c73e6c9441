#include "generate/format.h"
#include "generate/text.h"

namespace retally::simulated {
namespace {

// Appends the members of one JSON object in turn.
class ObjectWriter {
 public:
  ObjectWriter(std::string& out, JsonStyle style)
      : out_(out),
        escapes_(style == JsonStyle::python ? Escapes::ascii : Escapes::utf8),
        comma_(style == JsonStyle::python ? ", \"" : ",\""),
        colon_(style == JsonStyle::python ? "\": " : "\":") {
    out_ += '{';
  }

  void text(std::string_view key, std::string_view value) {
    begin(key);
    append_json_string(out_, value, escapes_);
  }
  void text_or_null(std::string_view key, std::string_view value) {
    value.empty() ? null(key) : text(key, value);
  }
  void text_if_any(std::string_view key, std::string_view value) {
    if (!value.empty()) text(key, value);
  }
  void number(std::string_view key, std::uint64_t value) {
    begin(key);
    append_number(out_, value);
  }
  void number_or_null(std::string_view key, std::uint64_t value) {
    value == 0 ? null(key) : number(key, value);
  }
  void number_if_any(std::string_view key, std::uint64_t value) {
    if (value != 0) number(key, value);
  }
  void timestamp(std::int64_t time_us) {
    begin("timestamp");
    out_ += '"';
    append_seconds(out_, time_us);
    out_ += '"';
  }
  void end() { out_ += '}'; }

 private:
  void begin(std::string_view key) {
    out_ += first_ ? "\"" : comma_;
    first_ = false;
    out_ += key;
    out_ += colon_;
  }
  void null(std::string_view key) {
    begin(key);
    out_ += "null";
  }

  std::string& out_;
  const Escapes escapes_;
  const std::string_view comma_;
  const std::string_view colon_;
  bool first_ = true;
};

void append_place(ObjectWriter& json, const Row& row) {
  json.number_or_null("project_id", row.project_id);
  json.number_or_null("task_id", row.task_id);
  json.number_or_null("job_id", row.job_id);
}

void append_organisation(ObjectWriter& json, const Row& row) {
  json.number_or_null("org_id", row.org_id);
  json.text_or_null("org_slug", row.org_slug);
}

// What a form passes besides what all server events have.
void append_own(ObjectWriter& json, const Row& row) {
  switch (row.form) {
    case RowForm::resource:
      json.number("obj_id", row.obj_id);
      json.text_or_null("obj_name", row.obj_name);
      break;
    case RowForm::field:
      json.text("obj_name", row.obj_name);
      json.number_or_null("obj_id", row.obj_id);
      json.text("obj_val", row.obj_val);
      break;
    case RowForm::objects:
      json.text_if_any("obj_name", row.obj_name);
      json.number("count", row.count);
      break;
    case RowForm::working_time:
      json.number("duration", row.duration_ms);
      json.number("count", row.count);
      break;
    case RowForm::working_time_draft:
      json.text("obj_name", row.obj_name);
      json.text("obj_val", row.obj_val);
      json.number("count", row.count);
      break;
    case RowForm::server:
      json.number_if_any("count", row.count);
      break;
    case RowForm::client:
      break;
  }
}

void append_server(ObjectWriter& json, const Row& row) {
  json.text("scope", row.scope);
  json.timestamp(row.time_us);
  json.text("source", row.source());
  json.text("payload", row.payload);
  append_own(json, row);
  append_organisation(json, row);
  append_place(json, row);
  json.number("user_id", row.user_id);
  json.text("user_name", row.user_name);
  json.text_or_null("user_email", row.user_email);
}

void append_client(ObjectWriter& json, const Row& row) {
  json.text("scope", row.scope);
  json.number_if_any("count", row.count);
  json.text_if_any("obj_name", row.obj_name);
  json.timestamp(row.time_us);
  json.number("duration", row.duration_ms);
  append_place(json, row);
  json.text("source", row.source());
  append_organisation(json, row);
  json.number("user_id", row.user_id);
  json.text("user_name", row.user_name);
  json.text("user_email", row.user_email);
  json.text("payload", row.payload);
}

}  // namespace

void append_json(std::string& out, const Row& row, JsonStyle style) {
  ObjectWriter json(out, style);
  row.form == RowForm::client ? append_client(json, row) : append_server(json, row);
  json.end();
}

}  // namespace retally::simulated
