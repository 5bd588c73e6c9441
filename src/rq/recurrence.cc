#include "rq/recurrence.h"

#include <chrono>

#include "retally/error.h"
#include "rq/cron.h"
#include "rq/document.h"
#include "rq/meta_patch.h"

namespace retally::rq {
namespace {

[[noreturn]] void refuse_key(const std::string& name, const std::string& what) {
  throw Error(ErrorKind::invalid_input, "'" + name + "' of its meta is not " + what);
}

// None where the dict has no such key, or None under it.
std::optional<std::int64_t> number_in(const Document& meta, const std::string& name) {
  const Node* const node = meta.find(meta.root(), name);
  if (node == nullptr || node->kind == Kind::none) return std::nullopt;
  if (node->kind != Kind::integer && node->kind != Kind::boolean) refuse_key(name, "a whole number");
  return node->integer;
}

std::string text_in(const Document& meta, const std::string& name) {
  const Node* const node = meta.find(meta.root(), name);
  if (node == nullptr || node->kind == Kind::none) return "";
  if (node->kind != Kind::text) refuse_key(name, "text");
  return node->string;
}

// When it is due next, if it recurs.
std::string next_time(const Recurrence& recurrence, Micros now) {
  if (recurrence.interval > 0) return "+" + std::to_string(recurrence.interval);
  if (recurrence.cron.empty()) return "";
  const auto after = std::chrono::floor<std::chrono::seconds>(std::chrono::sys_time<Micros>(now));
  const auto next = Cron(recurrence.cron).next(after, recurrence.local ? Zone::local : Zone::utc);
  return next ? std::to_string(next->time_since_epoch().count()) : "";
}

}  // namespace

Recurrence read_recurrence(std::string_view bytes) {
  const Document meta = read_document(bytes);
  Recurrence recurrence;
  recurrence.interval = number_in(meta, "interval").value_or(0);
  if (recurrence.interval < 0) refuse_key("interval", "more than 0");
  recurrence.cron = text_in(meta, "cron_string");
  recurrence.local = number_in(meta, "use_local_timezone").value_or(0) != 0;
  recurrence.repeat = number_in(meta, "repeat");
  return recurrence;
}

std::string to_text(const Recurrence& recurrence) {
  std::string text;
  if (recurrence.interval > 0) {
    text = "every " + std::to_string(recurrence.interval) + " s";
  } else if (!recurrence.cron.empty()) {
    text = "cron " + recurrence.cron + (recurrence.local ? " (local)" : " (UTC)");
  } else {
    return "";
  }
  if (recurrence.repeat) text += ", " + std::to_string(*recurrence.repeat) + " times more";
  return text;
}

Next next_after(std::string_view meta, Micros now) {
  const Recurrence recurrence = read_recurrence(meta);
  Next next{next_time(recurrence, now), ""};
  if (!recurrence.repeat) return next;
  // rq-scheduler counts down from any number but 0, and stops at 0: so a negative one is for ever.
  const std::int64_t left = *recurrence.repeat - (*recurrence.repeat != 0 ? 1 : 0);
  if (left != *recurrence.repeat) next.meta = with_number(meta, "repeat", left);
  if (left == 0) next.time.clear();
  return next;
}

}  // namespace retally::rq
