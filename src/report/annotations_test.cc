#include "report/annotations.h"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "retally/error.h"

namespace retally {
namespace {

using Json = nlohmann::json;
using ::testing::HasSubstr;

// A job of the frames 0 to 9.
Json job(Json parts) {
  Json document = {
      {"version", 0},     {"tags", Json::array()}, {"shapes", Json::array()}, {"tracks", Json::array()},
      {"start_frame", 0}, {"stop_frame", 9}};
  document.update(parts);
  return document;
}

AnnotationCount count(const Json& parts) {
  return count_annotations(job(parts).dump());
}

Json shape(const char* type, const char* source = "manual") {
  return {{"type", type}, {"source", source}, {"frame", 3}, {"elements", Json::array()}};
}

TEST(Annotations, OfAnEmptyJobAreNone) {
  const AnnotationCount none = count({{"start_frame", 5}});
  EXPECT_EQ(none.total(), 0);
  EXPECT_EQ(none.start_frame, 5);
  EXPECT_EQ(none.stop_frame, 9);
}

TEST(Annotations, TagsCountOneEachButForThoseFromAFile) {
  const Json tags = {{{"frame", 0}, {"source", "manual"}},
                     {{"frame", 0}, {"source", "file"}},
                     {{"frame", 1}, {"source", nullptr}},
                     {{"frame", 2}, {"source", "auto"}},
                     {{"frame", 3}}};
  EXPECT_EQ(count({{"tags", tags}}).tags, 4);
}

TEST(Annotations, ShapesCountOneEachButForThoseFromAFile) {
  const Json shapes = {shape("rectangle"), shape("mask", "file"), shape("polygon", "semi-auto")};
  EXPECT_EQ(count({{"shapes", shapes}}).shapes, 2);
}

TEST(Annotations, OfASkeletonTheElementsCount) {
  Json skeleton = shape("skeleton");
  skeleton["elements"] = {shape("points"), shape("points"), shape("points", "file")};
  EXPECT_EQ(count({{"shapes", {skeleton}}}).shapes, 2);
}

TEST(Annotations, EachShapeIsJudgedByItsOwnSource) {
  Json skeleton = shape("skeleton", "file");
  skeleton["elements"] = {shape("points"), shape("points", "file")};
  EXPECT_EQ(count({{"shapes", {skeleton}}}).shapes, 1);
}

Json key(std::int64_t frame, bool outside = false, const char* type = "rectangle") {
  return {{"type", type}, {"frame", frame}, {"outside", outside}};
}

// (A list of key frames is a vector: compilers differ on what Json{key} is, a copy or an array of one.)
Json track(std::vector<Json> shapes, const char* source = "manual") {
  return {{"frame", 0}, {"source", source}, {"shapes", std::move(shapes)}, {"elements", Json::array()}};
}

struct TrackCase {
  const char* what;
  std::vector<Json> shapes;
  std::int64_t frames;
};

TEST(Annotations, ATrackCountsTheFramesOnWhichItIsSeen) {
  const TrackCase cases[] = {
      {"no shapes", {}, 0},
      {"one shape runs to the stop frame", {key(3)}, 7},
      {"one shape on the stop frame", {key(9)}, 1},
      {"one shape after the stop frame", {key(12)}, 0},
      {"one shape counts even outside", {key(3, true)}, 7},
      {"first is a skeleton", {key(0, false, "skeleton"), key(4)}, 0},
      {"one skeleton", {key(0, false, "skeleton")}, 0},
      {"a later one is a skeleton", {key(0), key(4, true, "skeleton")}, 5},
      {"two inside run to the stop frame", {key(2), key(5)}, 8},
      {"the frame of turning outside counts", {key(2), key(5, true)}, 4},
      {"first outside still counts its frame", {key(2, true), key(5)}, 5},
      {"all outside count one frame", {key(2, true), key(5, true), key(7, true)}, 1},
      {"gone and back", {key(1), key(5, true), key(8)}, 6},
      {"last on the stop frame", {key(2), key(9)}, 8},
      {"last after the stop frame", {key(2), key(12)}, 11},
      {"frames out of order", {key(8), key(1), key(5, true)}, 6},
      {"first by frame is a skeleton", {key(4), key(1, false, "skeleton")}, 0},
      {"two on one frame", {key(3), key(3)}, 7},
  };
  for (const TrackCase& c : cases)
    EXPECT_EQ(count({{"tracks", {track(c.shapes)}}}).track_frames, c.frames) << c.what;
}

TEST(Annotations, ElementsOfATrackAreTracksOfTheirOwn) {
  Json skeleton = track({key(0, false, "skeleton"), key(9, false, "skeleton")});
  skeleton["elements"] = {track({key(0)}), track({key(5), key(7, true)}), track({key(0)}, "file")};
  EXPECT_EQ(count({{"tracks", {skeleton}}}).track_frames, 10 + 3);
}

TEST(Annotations, EachTrackIsJudgedByItsOwnSource) {
  Json outer = track({key(0)}, "file");
  outer["elements"] = Json::array({track({key(8)})});
  EXPECT_EQ(count({{"tracks", {outer, track({key(9)}, "auto")}}}).track_frames, 2 + 1);
}

TEST(Annotations, OutsideMayBeLeftOut) {
  const std::vector<Json> shapes = {{{"type", "points"}, {"frame", 0}}, {{"type", "points"}, {"frame", 4}}};
  EXPECT_EQ(count({{"tracks", {track(shapes)}}}).track_frames, 10);
}

TEST(Annotations, TheLargestFramesDoNotOverflow) {
  constexpr std::int64_t kMax = 2'147'483'647;
  Json tracks = Json::array();
  for (int i = 0; i < 5; ++i) tracks.push_back(track({key(0), key(kMax)}));
  EXPECT_EQ(count({{"stop_frame", kMax}, {"tracks", tracks}}).track_frames, 5 * (kMax + 1));
}

struct BadDocument {
  std::string document;
  const char* message;
};

TEST(Annotations, SayWhatIsWrongAndWhere) {
  const auto with = [](Json parts) { return job(std::move(parts)).dump(); };
  const auto without = [](const char* part) {
    Json document = job(Json::object());
    document.erase(part);
    return document.dump();
  };
  Json no_type = {{"frame", 0}};
  Json deep_error = track({key(0)});
  deep_error["elements"] = {track({key(0)}), track({key(1), {{"frame", 2}, {"type", 7}}})};
  const BadDocument cases[] = {
      {"", "annotations: not JSON that can be read: "},
      {"{\"tags\":[", "annotations: not JSON that can be read: "},
      {std::string(40, '[') + std::string(40, ']'), "annotations: not JSON that can be read: "},
      {"[]", "annotations: not an object; send the answer of"},
      {without("tags"), "annotations: tags: is missing"},
      {without("shapes"), "annotations: shapes: is missing"},
      {without("tracks"), "annotations: tracks: is missing"},
      {without("start_frame"), "annotations: start_frame: is missing"},
      {without("stop_frame"), "annotations: stop_frame: is missing"},
      {with({{"start_frame", 10}}), "annotations: stop_frame: is before start_frame"},
      {with({{"stop_frame", "9"}}), "annotations: stop_frame: is not a frame number, 0 to 2147483647"},
      {with({{"tags", 5}}), "annotations: tags: is not an array"},
      {with({{"tags", {1}}}), "annotations: tags[0]: is not an object"},
      {with({{"tags", {{{"source", 1}}}}}), "annotations: tags[0].source: is not a string"},
      {with({{"shapes", {shape("mask"), no_type}}}), "annotations: shapes[1].type: is missing"},
      {with({{"tracks", {Json::object()}}}), "annotations: tracks[0].shapes: is missing"},
      {with({{"tracks", {track({key(-1)})}}}),
       "annotations: tracks[0].shapes[0].frame: is not a frame number"},
      {with({{"tracks", {track({key(2'147'483'648)})}}}), "annotations: tracks[0].shapes[0].frame: is not a"},
      {with({{"tracks", {track({{{"frame", 1.5}, {"type", "mask"}}})}}}),
       "tracks[0].shapes[0].frame: is not"},
      {with({{"tracks", {track({{{"frame", 1}, {"type", "mask"}, {"outside", 0}}})}}}),
       "annotations: tracks[0].shapes[0].outside: is neither true nor false"},
      {with({{"tracks", {deep_error}}}),
       "annotations: tracks[0].elements[1].shapes[1].type: is not a string"},
  };
  for (const BadDocument& c : cases) {
    try {
      count_annotations(c.document);
      ADD_FAILURE() << "taken: " << c.document;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::invalid_input);
      EXPECT_THAT(error.what(), HasSubstr(c.message));
    }
  }
}

// CVAT's rule as one would tell it to a person with the video at hand: walk over the frames and ask of each
// one whether it counts.
std::int64_t frame_by_frame(std::vector<std::pair<int, bool>> keys, int stop_frame) {
  if (keys.empty()) return 0;
  std::ranges::stable_sort(keys, {}, &std::pair<int, bool>::first);
  const int first = keys.front().first;
  const int last = std::max(stop_frame, keys.size() == 1 ? 0 : keys.back().first);
  std::int64_t count = 0;
  for (int frame = first; frame <= last; ++frame) {
    bool seen = true;  // on the first frame whatever its key says; a single key says nothing
    for (const auto& [key_frame, outside] : keys)
      if (keys.size() > 1 && key_frame < frame) seen = !outside;
    count += seen ? 1 : 0;
  }
  return count;
}

RC_GTEST_PROP(Annotations, ATrackCountsAsOneWouldFrameByFrame, ()) {
  const auto keys = *rc::gen::container<std::vector<std::pair<int, bool>>>(
      rc::gen::pair(rc::gen::inRange(0, 40), rc::gen::arbitrary<bool>()));
  const int stop_frame = *rc::gen::inRange(0, 40);
  std::vector<Json> shapes;
  for (const auto& [frame, outside] : keys) shapes.push_back(key(frame, outside));
  RC_ASSERT(count({{"stop_frame", stop_frame}, {"tracks", {track(shapes)}}}).track_frames ==
            frame_by_frame(keys, stop_frame));
}

}  // namespace
}  // namespace retally
