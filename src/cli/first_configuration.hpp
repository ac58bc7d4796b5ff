#pragma once

#include <string>
#include <vector>

#include "config/source.hpp"
#include "opencollective/client.hpp"

namespace bursar::cli {

// What `bursar init` has found out, to be written down.
struct FirstSource {
  config::Perspective perspective = config::Perspective::account;
  std::string slug;
  std::string title;  // for people
  std::string chart;  // a shipped one; empty: the layout needs none
};
struct FirstConfiguration {
  std::string time_zone;
  std::string token_file;  // empty: none
  std::string api_url;     // empty: the default
  std::string ca_file;     // empty: the system's
  std::string database;    // empty: the default
  std::vector<FirstSource> sources;
  std::string layout;
  std::string layout_about;
  std::string directory;
  std::string start;  // a date or "beginning"
};

// A bursar.toml with comments: a source and a profile for each of the sources.
[[nodiscard]] std::string configuration_text(const FirstConfiguration& first);

// The shipped chart that is nearest to how such an account usually keeps its books: a start for a
// chart of one's own, no more.
[[nodiscard]] const char* nearest_chart(const opencollective::AccountDetails& account,
                                        config::Perspective perspective);

}  // namespace bursar::cli
