// What retally writes for Python to read: calls and dicts of plain values.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace retally::rq {

// RQ's DefaultSerializer, and its JSONSerializer. Workers read with one of them: they can't tell.
enum class Serializer { pickle, json };

// Names and values, in their order. Text is UTF-8; in JSON, bytes that are none are replaced.
using Fields = std::vector<std::pair<std::string, std::variant<std::int64_t, std::string>>>;

std::string write_dict(const Fields& fields, Serializer serializer);

// The `data` of a job that calls a function with these keyword arguments, compressed as RQ has it.
std::string write_call(const std::string& function, const Fields& arguments, Serializer serializer);

}  // namespace retally::rq
