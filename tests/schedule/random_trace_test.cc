// Long random traces over more targets, compared with the model.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "trace.h"

namespace retally {
namespace {

const std::vector<std::string> kNames = {"a", "b", "project:1", "task:2", "job-3", "job:3"};

rc::Gen<Step> any_step() {
  // As often as each is listed: mostly what happens all day.
  const std::vector<Event> events = {Event::touch,   Event::touch,  Event::touch,  Event::touch,
                                     Event::claim,   Event::claim,  Event::claim,  Event::finish,
                                     Event::fail,    Event::fail,   Event::extend, Event::tick,
                                     Event::tick,    Event::tick,   Event::expire, Event::retry,
                                     Event::request, Event::forget, Event::cancel, Event::finish_lost};
  return rc::gen::build<Step>(rc::gen::set(&Step::event, rc::gen::elementOf(events)),
                              rc::gen::set(&Step::target, rc::gen::elementOf(kNames)));
}

class RandomTrace : public testing::TestWithParam<SubjectKind> {};

TEST_P(RandomTrace, AgreesWithTheModel) {
  const bool agrees = rc::check("a long trace agrees with the model", [&] {
    const auto trace = *rc::gen::scale(10, rc::gen::container<Trace>(any_step()));
    const bool is_debounce = *rc::gen::arbitrary<bool>();
    const std::string why = difference(GetParam(), is_debounce ? debounce() : fixed_window(), trace, kNames);
    RC_ASSERT(why == "");
  });
  EXPECT_TRUE(agrees);
}

INSTANTIATE_TEST_SUITE_P(, RandomTrace, testing::ValuesIn(implementations_in_order()),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace retally
