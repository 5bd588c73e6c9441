#include "generate/names.h"

#include <array>

namespace retally::simulated {
namespace {

constexpr std::array<OrganisationName, 5> kOrganisations{
    {{"acme", 2}, {"nihon-mobility", 9}, {"", 0}, {"são-paulo-visão", -3}, {"labelers_of_pune", 5}}};

constexpr std::array<PersonName, 24> kPeople{{{"admin", "admin"},
                                              {"Zoë", "zoe"},
                                              {"田中 花子", "hanako.tanaka"},
                                              {"André", "andre"},
                                              {"Иван Петров", "ivan"},
                                              {"प्रिया शर्मा", "priya"},
                                              {"O'Brien", "obrien"},
                                              {"محمد", ""},
                                              {"Łukasz", "lukasz"},
                                              {"김민준", "minjun"},
                                              {"Nguyễn Văn An", "an.nguyen"},
                                              {"annotator_07", ""},
                                              {"Ελένη", "eleni"},
                                              {"José \"Pepe\" García", "pepe"},
                                              {"佐藤 健", "ken.sato"},
                                              {"Müller, Hans", "hans"},
                                              {"Олена", "olena"},
                                              {"דוד", "david"},
                                              {"Ana 🌻", "ana"},
                                              {"สมชาย", "somchai"},
                                              {"Jürgen", "juergen"},
                                              {"Chloé", "chloe"},
                                              {"রহিম", "rahim"},
                                              {"bob", "bob"}}};

constexpr std::array<std::string_view, 14> kProjects{
    "Verkehr Süd",     "駐車場",        "Пешеходы, ночь",  "🚗 Dashcam 🌧", "\"Night\" drives",
    "Retail shelves",  "إشارات المرور", "फसल की बीमारी",   "Medical / X-ray",   "Drohnen – Dächer",
    "L'Île-de-France", "자율주행",      "cells (4×, 10×)", "Zażółć gęślą jaźń"};

constexpr std::array<std::string_view, 14> kTasks{
    "batch",   "Kreuzung A",  "駐車場 2024", "камера 3",        "video_0001.mp4",   "clip, cut \"B\"",
    "shelf ☕", "schräg/oben", "दिन",         "rain 🌧 night", "C:\\data\\frames", "sesión mañana",
    "층 2",    "re-label"};

constexpr std::array<std::string_view, 14> kLabels{
    "car",   "pedestrian", "自転車",    "грузовик", "traffic light", "Fahrrad", "lesion",
    "🚌 bus", "bâtiment",   "\"other\"", "road",     "sign, stop",    "कार",     "cell"};

constexpr std::array<std::string_view, 8> kComments{
    "The box is too large.\nPlease keep to the edge of the car.",
    "Fußgänger fehlt in Frame 17",
    "\"ignore\" is for what is more than 80 % hidden",
    "この車のラベルが違います。\n\n1. 12フレーム\n2. 40フレーム",
    "ok 👍",
    "Посмотрите кадры 3, 4, 9",
    "wrong class, see the guide:\r\nhttps://example.org/guide?a=1&b=2",
    "Merci !"};

constexpr std::array<std::string_view, 6> kFormats{
    "CVAT for images 1.1", "CVAT for video 1.1", "COCO 1.0", "YOLO 1.1", "Datumaro 1.0", "PASCAL VOC 1.1"};

constexpr std::array<std::string_view, 4> kFunctions{"SAM", "YOLO v7", "Mask RCNN, \"X101\"", "顔検出"};

}  // namespace

const OrganisationName& organisation_name(std::size_t index) {
  return kOrganisations[index % kOrganisations.size()];
}

std::size_t organisation_names() {
  return kOrganisations.size();
}

const PersonName& person_name(std::size_t index) {
  return kPeople[index % kPeople.size()];
}

std::string project_name(Random& random, std::uint64_t id) {
  return std::string(random.pick(kProjects)) + " " + std::to_string(id);
}

std::string task_name(Random& random, std::uint64_t id) {
  return std::string(random.pick(kTasks)) + " #" + std::to_string(id);
}

std::string_view label_name(Random& random) {
  return random.pick(kLabels);
}

std::string_view comment_text(Random& random) {
  return random.pick(kComments);
}

std::string_view export_format(Random& random) {
  return random.pick(kFormats);
}

std::string_view function_name(Random& random) {
  return random.pick(kFunctions);
}

}  // namespace retally::simulated
