#include "cli/shown_url.h"

#include <gtest/gtest.h>

namespace retally {
namespace {

TEST(ShownUrl, HidesWhatMayBeSecret) {
  for (const auto& [url, shown] : {
           std::pair{"sqlite:/a@b/c?d.db", "sqlite:/a@b/c?d.db"},
           {"postgresql://h/db", "postgresql://h/db"},
           {"postgresql://u:secret@h:5432/db", "postgresql://h:5432/db"},
           {"postgresql://u:se@c/r@e:t@h/db", "postgresql://h/db"},
           {"postgres:///db?host=/run&password=secret", "postgres:///db"},
           {"postgresql://u:secret@h/db?user=a@b", "postgresql://h/db"},
           {"http://u:secret@127.0.0.1:8460", "http://127.0.0.1:8460"},
           {"u:secret@127.0.0.1:8460", "127.0.0.1:8460"},
           {"", ""},
       })
    EXPECT_EQ(shown_url(url), shown);
}

}  // namespace
}  // namespace retally
