#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace bursar::tests {

// What a driver of an importer came to: its output is what the importer understood, its errors are
// what does not hold.
struct Understood {
  int exit_status = -1;
  std::string output;
  std::string errors;
};

// Runs importers/NAME.py of this folder by the Python that the distribution's packages belong to.
Understood drive(const std::string& name, const std::vector<std::string>& arguments);

// Whether what a test needs is missing: `probe` is a shell command that succeeds where it is there.
// Says which Debian package has it, and fails the test where BURSAR_REQUIRE_IMPORTERS is set.
bool missing(const std::string& probe, const std::string& package);

// The same for a module of that Python.
bool missing_module(const std::string& module, const std::string& package);

// Half a gigabyte of packages and minutes of clicking: not for every run, but where the environment
// asks for it by BURSAR_GNUCASH.
bool no_gnucash();

}  // namespace bursar::tests
