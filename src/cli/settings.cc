#include "cli/settings.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <toml++/toml.h>
#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "retally/error.h"

namespace retally {
namespace {

std::string key_of(const CLI::Option& option) {
  return option.get_single_name();
}

// `where` is what a person has to look at when the value is refused.
void give(CLI::Option& option, const std::vector<std::string>& values, const std::string& where) {
  try {
    option.clear();
    option.add_result(values);
    option.run_callback();
  } catch (const CLI::Error& error) {
    throw Error(ErrorKind::invalid_input, fmt::format("{}: {}", where, error.what()));
  } catch (const Error& error) {
    throw Error(error.kind(), fmt::format("{}: {}", where, error.what()));
  }
}

toml::table parse_file(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0)
    throw Error(ErrorKind::not_found, fmt::format("configuration {}: there is no such file", path));
  try {
    return toml::parse_file(path);
  } catch (const toml::parse_error& error) {
    throw Error(ErrorKind::invalid_input,
                fmt::format("{}:{}: {}", path, error.source().begin.line, error.description()));
  }
}

// The texts that a value of the file stands for, as if they had been typed; none if it is of a kind that no
// option has.
std::vector<std::string> texts_of(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return {*text};
  if (const auto number = node.value_exact<std::int64_t>()) return {std::to_string(*number)};
  if (const auto flag = node.value_exact<bool>()) return {*flag ? "true" : "false"};
  std::vector<std::string> texts;
  if (const toml::array* array = node.as_array()) {
    for (const toml::node& element : *array) {
      const auto text = element.value_exact<std::string>();
      if (!text) return {};
      texts.push_back(*text);
    }
  }
  return texts;
}

std::string keys_of(const std::vector<CLI::Option*>& options) {
  std::string keys;
  for (const CLI::Option* option : options) keys += (keys.empty() ? "" : ", ") + key_of(*option);
  return keys;
}

}  // namespace

Environment process_environment() {
  return [](const std::string& name) { return std::getenv(name.c_str()); };
}

std::string variable_of(const CLI::Option& option) {
  std::string name = "RETALLY_" + key_of(option);
  for (char& letter : name)
    letter = letter == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  return name;
}

void fill_from_environment(const std::vector<CLI::Option*>& options, const Environment& environment) {
  for (CLI::Option* option : options) {
    if (option->count() > 0) continue;
    const std::string name = variable_of(*option);
    const char* value = environment(name);
    if (value != nullptr && *value != '\0') give(*option, {value}, name);
  }
}

void fill_from_file(const std::vector<CLI::Option*>& options, const std::string& path) {
  const toml::table table = parse_file(path);
  for (const auto& [key, node] : table) {
    const std::string where = fmt::format("{}:{}: {}", path, node.source().begin.line, key.str());
    const auto found =
        std::find_if(options.begin(), options.end(),
                     [&, name = key.str()](const auto* option) { return key_of(*option) == name; });
    if (found == options.end())
      throw Error(ErrorKind::invalid_input,
                  fmt::format("{}: there is no such setting; there are {}", where, keys_of(options)));
    const std::vector<std::string> texts = texts_of(node);
    if (texts.empty())
      throw Error(
          ErrorKind::invalid_input,
          fmt::format("{}: expected a text, a whole number, true or false, or a list of texts", where));
    if ((*found)->count() == 0) give(**found, texts, where);
  }
}

std::vector<CLI::Option*> options_of(CLI::App& command, const std::vector<std::string_view>& without) {
  return command.get_options([&](const CLI::Option* option) {
    const std::string name = option->get_single_name();
    return option != command.get_help_ptr() &&
           std::find(without.begin(), without.end(), name) == without.end();
  });
}

}  // namespace retally
