#include "importers/importer_driver.hpp"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bursar::tests {
namespace {

namespace fs = std::filesystem;

std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

int exit_status(const std::string& command) {
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string taken(const fs::path& file) {
  std::string text;
  {
    std::ifstream in(file, std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(in), {});
  }
  fs::remove(file);
  return text;
}

// Another Python may come first on the path; its modules are not those of the packages.
std::string python() {
  return fs::exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
}

}  // namespace

Understood drive(const std::string& name, const std::vector<std::string>& arguments) {
  const fs::path stem = fs::temp_directory_path() / ("bursar-driver-" + std::to_string(::getpid()));
  const std::string out = stem.string() + ".out";
  const std::string err = stem.string() + ".err";
  // -B: no compiled modules are left in the source tree.
  std::string command = "LC_ALL=C.UTF-8 " + python() + " -B " +
                        quoted((fs::path(BURSAR_IMPORTERS_DIR) / (name + ".py")).string());
  for (const std::string& argument : arguments) command += " " + quoted(argument);
  Understood understood;
  understood.exit_status = exit_status(command + " > " + quoted(out) + " 2> " + quoted(err));
  understood.output = taken(out);
  understood.errors = taken(err);
  return understood;
}

bool missing(const std::string& probe, const std::string& package) {
  if (exit_status("{ " + probe + "; } > /dev/null 2>&1") == 0) return false;
  const char* required = std::getenv("BURSAR_REQUIRE_IMPORTERS");
  if (required != nullptr && *required != '\0') {
    ADD_FAILURE() << "the Debian package " << package << " is missing";
  } else {
    std::cerr << "SKIPPED: install the Debian package " << package << " to run this test\n";
  }
  return true;
}

bool missing_module(const std::string& module, const std::string& package) {
  return missing(python() + " -c 'import " + module + "'", package);
}

bool no_gnucash() {
  const char* asked_for = std::getenv("BURSAR_GNUCASH");
  return asked_for == nullptr || *asked_for == '\0' ||
         missing("command -v gnucash && command -v xvfb-run && command -v xdotool", "gnucash");
}

}  // namespace bursar::tests
