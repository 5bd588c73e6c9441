// CVAT's count of a job's objects.
//
// A track is told by its key frames: from each one on the object is where that key frame says, or is outside
// of the picture. What is counted is the frames on which it is seen, say with key frames a and c inside, b
// outside, and 9 the last frame of the job:
//
//     frame       0  1  2  3  4  5  6  7  8  9
//     key frame      a           b        c
//     counted        1  1  1  1  1           1      1 + (5 - 1) + (9 - 8) = 6
//
// CVAT counts 1 for the first key frame; then, for each key frame that is not outside, the frames up to and
// with the next one (so the frame on which a track turns outside is counted, and the one on which it comes
// back is not); and after the last key frame those up to the stop frame, unless it is outside.
// docs/metrics.md has the exact rule and its special cases.
#include "report/annotations.h"

#include <simdjson.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "retally/error.h"

namespace retally {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

// CVAT keeps a frame number in 32 bits with a sign.
constexpr std::int64_t kMaxFrame = std::numeric_limits<std::int32_t>::max();

// CVAT's own documents are 9 deep: {tracks: [{elements: [{shapes: [{attributes: [{}]}]}]}]}. The rest is
// room.
constexpr std::size_t kMaxDepth = 32;

// Where in the document we are: a chain of names and indices, put into words only when something is wrong.
struct Place {
  const Place* parent = nullptr;
  std::string_view key;
  std::optional<std::size_t> index = {};

  std::string text() const {
    if (index) return parent->text() + "[" + std::to_string(*index) + "]";
    const std::string before = parent == nullptr ? "" : parent->text();
    return before.empty() ? std::string(key) : before + "." + std::string(key);
  }
};

[[noreturn]] void fail(const Place& place, const std::string& what) {
  const std::string where = place.text();
  throw Error(ErrorKind::invalid_input, "annotations: " + (where.empty() ? what : where + ": " + what));
}

// The value of a key; none if it is absent or null.
std::optional<element> find(const object& from, std::string_view key) {
  element value;
  if (from.at_key(key).get(value) != simdjson::SUCCESS || value.is_null()) return std::nullopt;
  return value;
}

element need(const object& from, const Place& place) {
  const auto value = find(from, place.key);
  if (!value) fail(place, "is missing");
  return *value;
}

object need_object(const element& value, const Place& place) {
  object result;
  if (value.get(result) != simdjson::SUCCESS) fail(place, "is not an object");
  return result;
}

std::string_view need_text(const element& value, const Place& place) {
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) fail(place, "is not a string");
  return text;
}

std::int64_t need_frame(const object& from, const Place& place) {
  std::int64_t frame = 0;
  if (need(from, place).get(frame) != simdjson::SUCCESS || frame < 0 || frame > kMaxFrame)
    fail(place, "is not a frame number, 0 to " + std::to_string(kMaxFrame));
  return frame;
}

bool flag(const object& from, const Place& place) {
  const auto value = find(from, place.key);
  bool result = false;
  if (value && value->get(result) != simdjson::SUCCESS) fail(place, "is neither true nor false");
  return result;
}

// Calls `each(object, its place)` for each object of the list that `list` names.
template <class Each>
void for_each_object(const element& value, const Place& list, Each&& each) {
  array items;
  if (value.get(items) != simdjson::SUCCESS) fail(list, "is not an array");
  std::size_t index = 0;
  for (const element item : items) {
    const Place place{&list, {}, index++};
    each(need_object(item, place), place);
  }
}

bool from_file(const object& from, const Place& place) {
  const auto source = find(from, "source");
  return source && need_text(*source, {&place, "source"}) == "file";
}

bool is_skeleton(const object& shape, const Place& place) {
  const Place type{&place, "type"};
  return need_text(need(shape, type), type) == "skeleton";
}

std::int64_t count_tags(const element& tags, const Place& list) {
  std::int64_t count = 0;
  for_each_object(tags, list,
                  [&](const object& tag, const Place& place) { count += from_file(tag, place) ? 0 : 1; });
  return count;
}

// NOLINTNEXTLINE(misc-no-recursion): kMaxDepth bounds it
std::int64_t count_shapes(const element& shapes, const Place& list) {
  std::int64_t count = 0;
  for_each_object(shapes, list, [&](const object& shape, const Place& place) {
    const bool counted = !is_skeleton(shape, place) && !from_file(shape, place);
    if (counted) ++count;
    if (const auto elements = find(shape, "elements"))
      count += count_shapes(*elements, Place{&place, "elements"});
  });
  return count;
}

struct KeyFrame {
  std::int64_t frame = 0;
  bool outside = false;
  bool skeleton = false;
};

std::vector<KeyFrame> key_frames(const object& track, const Place& place) {
  std::vector<KeyFrame> keys;
  const Place list{&place, "shapes"};
  for_each_object(need(track, list), list, [&](const object& shape, const Place& at) {
    keys.push_back(
        {need_frame(shape, {&at, "frame"}), flag(shape, {&at, "outside"}), is_skeleton(shape, at)});
  });
  std::ranges::stable_sort(keys, {}, &KeyFrame::frame);
  return keys;
}

std::int64_t seen_frames(const std::vector<KeyFrame>& keys, std::int64_t stop_frame) {
  if (keys.empty() || keys.front().skeleton) return 0;
  const KeyFrame& last = keys.back();
  const std::int64_t after_last = std::max<std::int64_t>(0, stop_frame - last.frame);
  if (keys.size() == 1) return last.frame <= stop_frame ? after_last + 1 : 0;
  std::int64_t count = 1;
  for (std::size_t i = 0; i + 1 < keys.size(); ++i)
    if (!keys[i].outside) count += keys[i + 1].frame - keys[i].frame;
  return last.outside ? count : count + after_last;
}

// NOLINTNEXTLINE(misc-no-recursion): kMaxDepth bounds it
std::int64_t count_tracks(const element& tracks, const Place& list, std::int64_t stop_frame) {
  std::int64_t count = 0;
  for_each_object(tracks, list, [&](const object& track, const Place& place) {
    const std::int64_t frames = seen_frames(key_frames(track, place), stop_frame);
    if (!from_file(track, place)) count += frames;
    if (const auto elements = find(track, "elements"))
      count += count_tracks(*elements, Place{&place, "elements"}, stop_frame);
  });
  return count;
}

object parse(simdjson::dom::parser& parser, std::string_view document, const Place& root) {
  element value;
  simdjson::error_code error = parser.allocate(std::max<std::size_t>(document.size(), 32), kMaxDepth);
  if (error == simdjson::SUCCESS) error = parser.parse(document.data(), document.size()).get(value);
  if (error != simdjson::SUCCESS)
    fail(root, std::string("not JSON that can be read: ") + simdjson::error_message(error));
  if (!value.is_object())
    fail(root,
         "not an object; send the answer of CVAT's GET /api/jobs/<id>/annotations with start_frame and "
         "stop_frame added");
  return need_object(value, root);
}

}  // namespace

AnnotationCount count_annotations(std::string_view document) {
  const Place root;
  simdjson::dom::parser parser;
  const object annotations = parse(parser, document, root);
  const auto at = [&](std::string_view key) { return Place{&root, key}; };

  AnnotationCount count;
  count.start_frame = need_frame(annotations, at("start_frame"));
  count.stop_frame = need_frame(annotations, at("stop_frame"));
  if (count.stop_frame < count.start_frame) fail(at("stop_frame"), "is before start_frame");
  count.tags = count_tags(need(annotations, at("tags")), at("tags"));
  count.shapes = count_shapes(need(annotations, at("shapes")), at("shapes"));
  count.track_frames = count_tracks(need(annotations, at("tracks")), at("tracks"), count.stop_frame);
  return count;
}

}  // namespace retally
