// A CSV record of CVAT's export as the JSON event that it stands for, so that it can be sent to a server.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/csv_record.h"

namespace retally {

class CsvToJson {
 public:
  // Neither the header nor the records have their line ends.
  explicit CsvToJson(std::string_view header);

  // Appends the event. Empty fields are left out: absent, null and empty are the same.
  void append(std::string_view record, std::string& json);

 private:
  std::vector<std::string> columns_;
  CsvRecord record_;
};

}  // namespace retally
