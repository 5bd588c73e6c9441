#include "report/annotators.h"

#include <algorithm>
#include <unordered_map>

#include "report/average_annotation_speed.h"

namespace retally {

namespace {

AnnotatorDay day_of(const UserDayTally& day) {
  const Tally& tally = day.tally;
  return {day.day, tally.total(Action::create), tally.total(Action::update), tally.total(Action::remove),
          tally.working_ms};
}

void add(AnnotatorDay& total, const AnnotatorDay& day) {
  total.created += day.created;
  total.updated += day.updated;
  total.deleted += day.deleted;
  total.working_ms += day.working_ms;
}

std::unordered_map<std::int64_t, std::string_view> index(std::span<const UserName> names) {
  std::unordered_map<std::int64_t, std::string_view> by_user;
  for (const UserName& name : names) by_user.emplace(name.user, name.name);
  return by_user;
}

std::vector<std::int64_t> users_of(std::span<const UserDayTally> days) {
  std::vector<std::int64_t> users;  // `days` is in their order
  for (const UserDayTally& day : days) {
    if (users.empty() || users.back() != day.user) users.push_back(day.user);
  }
  return users;
}

bool comes_first(const Annotator& a, const Annotator& b) {
  if (a.total.working_ms != b.total.working_ms) return a.total.working_ms > b.total.working_ms;
  return a.user < b.user;
}

}  // namespace

double Annotator::speed() const {
  return speed_of(total.created - total.deleted, total.working_ms);
}

AnnotatorsReport make_annotators(ResourceId id, const Period& period, std::span<const UserDayTally> days,
                                 std::span<const UserName> names) {
  AnnotatorsReport report{id, period, {}};
  const auto name_by_user = index(names);
  for (const UserDayTally& day : days) {
    auto& annotators = report.annotators;
    if (annotators.empty() || annotators.back().user != day.user) {
      const auto name = name_by_user.find(day.user);
      annotators.push_back({day.user, std::string(name == name_by_user.end() ? "" : name->second), {}, {}});
    }
    annotators.back().days.push_back(day_of(day));
    add(annotators.back().total, annotators.back().days.back());
  }
  std::ranges::sort(report.annotators, comes_first);
  return report;
}

AnnotatorsReport make_annotators(Reader& reader, ResourceId id, const Period& period) {
  const std::vector<UserDayTally> days = reader.user_days(id, period.from, period.to);
  return make_annotators(id, period, days, reader.user_names(users_of(days)));
}

}  // namespace retally
