#include "generate/format.h"
#include "generate/text.h"

namespace retally::simulated {
namespace {

// Python's csv.writer with minimal quoting: only what needs quotes gets them.
void append_field(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (std::size_t quote = text.find('"'); quote != std::string_view::npos; quote = text.find('"')) {
    out += text.substr(0, quote + 1);
    out += '"';
    text.remove_prefix(quote + 1);
  }
  out += text;
  out += '"';
}

void append_if_any(std::string& out, std::uint64_t number) {
  if (number != 0) append_number(out, number);
}

}  // namespace

constexpr std::string_view kCsvHeader =
    "scope,obj_name,obj_id,obj_val,source,timestamp,count,duration,project_id,task_id,job_id,user_id,user_"
    "name,"
    "user_email,org_id,org_slug,payload\r\n";

void append_csv(std::string& out, const Row& row) {
  out += row.scope;
  out += ',';
  append_field(out, row.obj_name);
  out += ',';
  append_if_any(out, row.obj_id);
  out += ',';
  append_field(out, row.obj_val);
  out += ',';
  out += row.source();
  out += ',';
  append_datetime(out, row.time_us);
  out += ',';
  append_if_any(out, row.count);
  out += ',';
  append_number(out, row.duration_ms);  // 0, not NULL
  for (const std::uint64_t id : {row.project_id, row.task_id, row.job_id, row.user_id}) {
    out += ',';
    append_if_any(out, id);
  }
  out += ',';
  append_field(out, row.user_name);
  out += ',';
  append_field(out, row.user_email);
  out += ',';
  append_if_any(out, row.org_id);
  out += ',';
  append_field(out, row.org_slug);
  out += ',';
  append_field(out, row.payload);
  out += "\r\n";
}

}  // namespace retally::simulated
