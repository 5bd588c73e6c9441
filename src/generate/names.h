// What things are called, in the many scripts and with the awkward characters of real installations.
#pragma once

#include <string>
#include <string_view>

#include "generate/random.h"

namespace retally::simulated {

struct PersonName {
  std::string_view first;
  std::string_view mail;  // the part before the @; empty: the person has no address
};

struct OrganisationName {
  std::string_view slug;  // empty: people who work without an organisation
  int utc_hours;          // where its people live
};

const OrganisationName& organisation_name(std::size_t index);  // repeats itself after some
std::size_t organisation_names();
const PersonName& person_name(std::size_t index);
std::string project_name(Random& random, std::uint64_t id);
std::string task_name(Random& random, std::uint64_t id);
std::string_view label_name(Random& random);
std::string_view comment_text(Random& random);
std::string_view export_format(Random& random);
std::string_view function_name(Random& random);

}  // namespace retally::simulated
