#include "generate/annotator.h"

#include <utility>

#include "generate/habits.h"
#include "generate/names.h"
#include "generate/text.h"

namespace retally::simulated {
namespace {

// The browser posts what it has after so long, and on Save.
constexpr std::int64_t kPostAfterUs = 90 * kSecondUs;

constexpr std::string_view kStack =
    "TypeError: Cannot read properties of undefined (reading 'points')\n"
    "    at CanvasViewImpl.setupObjects (canvasView.ts:1834:21)\n"
    "    at async Promise.all (index 0)";

}  // namespace

Annotator::Annotator(World& world, const Person& person)
    : world_(world),
      random_(world.random()),
      person_(person),
      hours_(person.organisation->utc_hours, world.has_weekends()),
      favourite_shape_(random_.below(kShapeTypes.size())) {
  client_member_ =
      "{\"client_id\": \"" + std::to_string(random_.between(100'000, 999'999)) + "\", \"is_active\": true";
}

std::int64_t Annotator::first_us() {
  return hours_.next(world_.start_us() + 20 * kMinuteUs) +
         static_cast<std::int64_t>(random_.around(40 * 60'000)) * 1000;
}

std::int64_t Annotator::step(std::int64_t now_us, std::vector<Request>& requests) {
  now_us_ = now_us;
  if (!at_work_) {
    at_work_ = true;
    client_event("load:cvat");
  }
  if (!open_job(requests)) {
    spend_ms(random_.around(4'000));
    client_event("click:element");
    post(requests);
    return now_us_ + 10 * kMinuteUs;
  }
  const std::size_t actions = random_.between(3, 13);
  for (std::size_t i = 0; i < actions && now_us_ - now_us < kPostAfterUs; ++i) do_something();
  if (job_->work_left > 0) --job_->work_left;
  if (random_.permille(600) || job_->work_left == 0) save(requests);
  if (job_->work_left == 0) finish_job(requests);
  post(requests);
  worked_today_us_ += now_us_ - now_us;
  return pause();
}

// A browser's clock has no more than milliseconds.
Row& Annotator::client_event(std::string_view scope) {
  Row row = make_row(RowForm::client, scope, person_, job_ == nullptr ? Place{} : place_of(*job_));
  row.time_us = now_us_ / 1000 * 1000;
  row.payload.reserve(160);
  row.payload = client_member_;
  return unsent_.emplace_back(std::move(row));
}

bool Annotator::open_job(std::vector<Request>& requests) {
  if (job_ != nullptr && !job_->deleted) return true;
  created_ = updated_ = deleted_ = {};
  job_ = nullptr;
  find_job();
  if (job_ == nullptr) return false;
  assign(requests);
  spend_ms(500 + random_.around(2'000));
  client_event("load:job").duration_ms = static_cast<std::uint32_t>(300 + random_.around(1'500));
  frame_ = 0;
  if (job_->state != "in progress") set_state("in progress", requests);
  if (random_.permille(15)) upload_annotations(requests);
  if (random_.permille(60)) run_function(requests);
  return true;
}

void Annotator::find_job() {
  const auto take = [this](std::deque<Job*>& jobs) {
    while (job_ == nullptr && !jobs.empty()) {
      if (!jobs.front()->deleted) job_ = jobs.front();
      jobs.pop_front();
    }
  };
  take(person_.organisation->to_do);
  if (job_ != nullptr) return;
  take(person_.organisation->reviewed);  // nothing new: an old job is opened again
  if (job_ != nullptr) job_->work_left = static_cast<std::uint32_t>(3 + random_.around(8));
}

void Annotator::assign(std::vector<Request>& requests) {
  RequestLog log(world_, *person_.organisation->manager, now_us_);
  std::string value = "{'id': " + std::to_string(person_.id) + ", 'username': '" + person_.name + "'}";
  log.updated("update:job", "assignee", value, person_.id, "null", place_of(*job_));
  requests.push_back(log.take());
}

void Annotator::set_state(std::string_view state, std::vector<Request>& requests) {
  spend_ms(50 + random_.around(200));
  RequestLog log(world_, person_, now_us_);
  log.updated("update:job", "state", state, 0, std::string("\"").append(job_->state) + "\"", place_of(*job_));
  job_->state = state;
  requests.push_back(log.take());
}

// Replaces everything there was.
void Annotator::upload_annotations(std::vector<Request>& requests) {
  spend_ms(1'000);
  RequestLog log(world_, person_, now_us_);
  log.other("import:dataset", 0, place_of(*job_),
            std::string(R"("format":")").append(export_format(random_)) + '"');
  log.objects("delete", job_->objects, place_of(*job_));
  ObjectCounts uploaded;
  uploaded.shapes[favourite_shape_] = static_cast<std::uint32_t>(random_.between(40, 300));
  job_->objects = uploaded;
  log.objects("create", uploaded, place_of(*job_));
  requests.push_back(log.take());
  client_event("upload:annotations").duration_ms = 2'500;
}

void Annotator::run_function(std::vector<Request>& requests) {
  spend_ms(2'000);
  RequestLog log(world_, person_, now_us_);
  std::string body = "\"function\":{\"name\":";
  append_json_string(body, function_name(random_), Escapes::utf8);
  log.other("call:function", 0, place_of(*job_), body + '}');
  requests.push_back(log.take());
}

void Annotator::do_something() {
  const std::uint64_t what = random_.below(1000);
  if (what < 240) return draw();
  if (what < 400) return change_some();
  if (what < 425) return delete_some();
  if (what < 428) return fail();
  spend_ms(200 + random_.around(5'500));
  const Habit& habit = pick_habit(random_);
  Row& row = client_event(habit.scope);
  if (habit.most_count > 0) row.count = static_cast<std::uint32_t>(random_.between(1, habit.most_count));
  if (habit.mean_duration_ms > 0) {
    row.duration_ms = static_cast<std::uint32_t>(random_.around(habit.mean_duration_ms * row.count));
    spend_ms(row.duration_ms);
  }
  if (habit.scope != "change:frame") return;
  const std::uint32_t to = (frame_ + row.count) % job_->frames;
  row.payload += ", \"from\": ";
  append_number(row.payload, frame_);
  row.payload += ", \"to\": ";
  append_number(row.payload, to);
  row.payload += ", \"step\": 1";
  frame_ = to;
}

void Annotator::draw() {
  spend_ms(500 + random_.around(2'500));
  const std::size_t type = random_.permille(600) ? favourite_shape_ : random_.below(kShapeTypes.size());
  Row& row = client_event("draw:object");
  row.count = 1;
  row.obj_name = kShapeTypes[type];
  row.duration_ms = static_cast<std::uint32_t>(800 + random_.around(4'000));
  spend_ms(row.duration_ms);
  const std::uint64_t what = random_.below(100);
  if (what < 80) {
    ++created_.shapes[type];
  } else if (what < 93) {
    ++created_.tracks[type];
  } else {
    ++created_.tags;
    row.obj_name = "tag";
  }
}

void Annotator::change_some() {
  spend_ms(500 + random_.around(3'000));
  Row& row = client_event(random_.permille(500) ? "drag:object" : "resize:object");
  row.duration_ms = static_cast<std::uint32_t>(random_.around(1'200));
  spend_ms(row.duration_ms);
  const std::uint64_t at = random_.below(kShapeTypes.size());
  if (job_->objects.shapes[at] > 0) {
    ++updated_.shapes[at];
  } else if (job_->objects.shapes[favourite_shape_] > 0 && random_.permille(500)) {
    ++updated_.shapes[favourite_shape_];
  } else if (job_->objects.tracks[at] > 0) {
    ++updated_.tracks[at];
  } else if (job_->objects.tags > 0) {
    ++updated_.tags;
  }
}

void Annotator::delete_some() {
  spend_ms(500 + random_.around(2'000));
  client_event("delete:object").count = 1;
  const std::uint64_t at = random_.below(kShapeTypes.size());
  const auto take = [](std::uint32_t& from, std::uint32_t& to) {
    if (from == 0) return false;
    --from;
    ++to;
    return true;
  };
  ObjectCounts& there = job_->objects;
  if (take(there.tracks[at], deleted_.tracks[at]) || take(there.shapes[at], deleted_.shapes[at])) return;
  if (!take(there.shapes[favourite_shape_], deleted_.shapes[favourite_shape_])) {
    take(there.tags, deleted_.tags);
  }
}

void Annotator::fail() {
  spend_ms(300);
  Row& row = client_event("send:exception");
  row.count = 1;
  row.payload += ", \"message\": \"Cannot read properties of undefined\", \"stack\": ";
  append_json_string(row.payload, kStack, Escapes::ascii);
}

void Annotator::save(std::vector<Request>& requests) {
  spend_ms(300 + random_.around(1'500));
  const std::int64_t begin_us = now_us_;
  if (created_.total() + updated_.total() + deleted_.total() > 0) {
    RequestLog log(world_, person_, now_us_);
    log.objects("create", created_, place_of(*job_));
    log.objects("update", updated_, place_of(*job_));
    log.objects("delete", deleted_, place_of(*job_));
    requests.push_back(log.take());
    job_->objects += created_;
    created_ = updated_ = deleted_ = {};
  }
  spend_ms(80 + random_.around(400));
  client_event("save:job").duration_ms = static_cast<std::uint32_t>((now_us_ - begin_us) / 1000);
}

void Annotator::finish_job(std::vector<Request>& requests) {
  set_state("completed", requests);
  person_.organisation->to_review.push_back(job_);
  job_ = nullptr;
}

// The server corrects the browser's clock by when the batch arrived, and works out the working time.
void Annotator::post(std::vector<Request>& requests) {
  spend_ms(30 + random_.around(300));
  const auto skew_us = static_cast<std::int64_t>(random_.between(3'000, 400'000));
  for (Row& row : unsent_) row.time_us += skew_us;
  now_us_ += skew_us;
  const WorkingTime::Batch worked = working_time_.add(unsent_);

  RequestLog log(world_, person_, now_us_);
  for (std::size_t i = 0; i < unsent_.size(); ++i) {
    std::string& payload = unsent_[i].payload;
    if (world_.age() == ServerAge::payload) {
      payload += ", \"working_time\": ";
      append_number(payload, static_cast<std::uint64_t>(worked.events_us[i] / 1000));
      payload += ", \"username\": ";
      append_json_string(payload, person_.name, Escapes::ascii);
    }
    payload += '}';
    log.add_client(std::move(unsent_[i]));
  }
  unsent_.clear();

  for (const WorkingTime::Sum& sum : worked.sums) {
    const std::int64_t ms = sum.sum_us / 1000;
    if (ms == 0 || world_.age() == ServerAge::payload) continue;
    const bool draft = world_.age() == ServerAge::draft;
    if (draft && sum.place.job_id == 0) continue;  // the draft knew jobs only
    Row row = make_row(draft ? RowForm::working_time_draft : RowForm::working_time, "send:working_time",
                       person_, sum.place);
    row.count = 1;
    row.time_us = draft ? log.time_us() : sum.first_us;
    if (draft) {
      row.obj_name = "working_time";
      row.obj_val = std::to_string(ms);
    } else {
      row.duration_ms = static_cast<std::uint32_t>(ms);
    }
    log.add(std::move(row), "\"working_time\":" + std::to_string(ms));
  }
  requests.push_back(log.take());
}

std::int64_t Annotator::pause() {
  if (worked_today_us_ >= world_.working_day_us() || !hours_.open(now_us_)) return go_home();
  if (random_.permille(6)) return now_us_ + 45 * kMinuteUs;  // lunch
  if (random_.permille(25)) return now_us_ + static_cast<std::int64_t>(random_.around(8 * 60'000)) * 1000;
  return now_us_ + static_cast<std::int64_t>(500 + random_.around(4'000)) * 1000;
}

std::int64_t Annotator::go_home() {
  at_work_ = false;
  worked_today_us_ = 0;
  const std::int64_t late_us = static_cast<std::int64_t>(random_.around(60 * 60'000)) * 1000;
  return hours_.next_day(now_us_) + late_us;
}

}  // namespace retally::simulated
