// The record of a touch that was answered.
#pragma once

#include "tests/torture/schedule/record.h"
#include "tests/torture/schedule/setup.h"

namespace retally::torture {

inline Record answered(const Record& sent, const Touched& touched) {
  Record record = sent;
  record.kind = Kind::touched;
  record.detail = touched.result == TouchResult::scheduled ? 1 : 0;
  record.at = ms(touched.at);
  record.due = ms(touched.due);
  return record;
}

}  // namespace retally::torture
