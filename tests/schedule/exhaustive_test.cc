// Every short trace, compared with the model.
//
// Short traces from the idle schedule do not get far: it takes seven steps to fail. So they are played from
// each of a few states that are far apart.
#include <gtest/gtest.h>

#include "trace.h"

namespace retally {
namespace {

const std::vector<std::string> kTraced = {"a", "b"};

const Trace kAlphabet = {{Event::touch, "a"},  {Event::touch, "b"}, {Event::claim, ""},
                         {Event::finish, ""},  {Event::fail, ""},   {Event::extend, ""},
                         {Event::tick, ""},    {Event::expire, ""}, {Event::request, "a"},
                         {Event::cancel, "a"}, {Event::retry, "a"}, {Event::finish_lost, ""}};

struct Start {
  std::string name;
  Trace trace;
  int steps;  // that follow; of twelve kinds, so five of them make 248,832 traces and four 20,736

  friend void PrintTo(const Start& start, std::ostream* out) { *out << start.name; }
};

Trace operator+(Trace left, const Trace& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

std::vector<Start> starts() {
  const Trace run = {{Event::touch, "a"}, {Event::tick, ""}, {Event::claim, ""}};
  const Trace last_attempt = run + Trace{{Event::fail, ""}, {Event::tick, ""}, {Event::claim, ""}};
  return {{"idle", {}, 5},
          {"touched_while_running", run + Trace{{Event::touch, "a"}}, 4},
          {"last_attempt", last_attempt, 4},
          {"failed", last_attempt + Trace{{Event::fail, ""}}, 4},
          {"request_running", Trace{{Event::request, "a"}, {Event::claim, ""}, {Event::touch, "a"}}, 4}};
}

// Every trace that begins with `trace` and has `steps` more; false at the first difference.
bool agree(const SubjectKind& kind, const ScheduleOptions& options, Trace& trace, int steps) {
  if (steps == 0) {
    const std::string why = difference(kind, options, trace, kTraced);
    EXPECT_EQ(why, "");
    return why.empty();
  }
  for (const Step& step : kAlphabet) {
    trace.push_back(step);
    const bool same = agree(kind, options, trace, steps - 1);
    trace.pop_back();
    if (!same) {
      return false;
    }
  }
  return true;
}

class Exhaustive : public testing::TestWithParam<std::tuple<SubjectKind, Start, bool>> {};

TEST_P(Exhaustive, EveryShortTraceAgreesWithTheModel) {
  const auto& [kind, start, is_debounce] = GetParam();
  Trace trace = start.trace;
  EXPECT_TRUE(agree(kind, is_debounce ? debounce() : fixed_window(), trace, start.steps - kind.shorter));
}

std::string name_of(const testing::TestParamInfo<Exhaustive::ParamType>& test) {
  const auto& [kind, start, is_debounce] = test.param;
  return kind.name + "_" + start.name + (is_debounce ? "_debounce" : "_fixed_window");
}

INSTANTIATE_TEST_SUITE_P(, Exhaustive,
                         testing::Combine(testing::ValuesIn(implementations_in_order()),
                                          testing::ValuesIn(starts()), testing::Bool()),
                         name_of);

}  // namespace
}  // namespace retally
