#include "cli/command.h"

#include <fmt/format.h>

#include <charconv>

#include "cli/duration.h"
#include "retally/error.h"

namespace retally {

CLI::Validator whole_number(std::uint64_t low) {
  const auto check = [low](const std::string& text) -> std::string {
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [read, error] = std::from_chars(text.data(), end, number);
    if (error == std::errc() && read == end && number >= low) return "";
    return fmt::format("'{}' is not a whole number of {} or more", text, low);
  };
  return {check, ""};
}

void add_page_options(CLI::App& command, PageOptions& options) {
  command.add_option("--page", options.page, "Which page")->check(whole_number(1))->capture_default_str();
  command.add_option("--page-size", options.page_size, "Lines on a page, up to 1000")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
}

CLI::Option* add_duration(CLI::App& command, const std::string& name, Millis& value,
                          const std::string& description) {
  const auto take = [&value, name](const std::string& text) {
    try {
      value = parse_duration(text);
    } catch (const Error& error) {
      throw CLI::ValidationError(name, error.what());
    }
  };
  return command.add_option_function<std::string>(name, take, description)
      ->type_name("DURATION")
      ->default_str(format_duration(value));
}

}  // namespace retally
