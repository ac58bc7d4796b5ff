#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "document/node.hpp"
#include "error/error.hpp"

namespace bursar::document {

// More than one thing that is wrong. `what()` has all of it on one line, for those who take an
// error's text; those who show it can give each problem a line of its own.
class SeveralProblems : public Error {
 public:
  SeveralProblems(std::vector<std::string> problems, const std::string& next_step);
  [[nodiscard]] std::string heading() const;  // "2 problems in the configuration"
  [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }

 private:
  std::vector<std::string> problems_;
};

// Gathers what is wrong with a document, so that a person can correct all of it in one go.
class Problems {
 public:
  // `name` is what messages call the document.
  explicit Problems(std::string name) : name_(std::move(name)) {}

  void add(Place place, const std::string& message);
  // For what stands in no document: "BURSAR_TIMEOUT: …".
  void add(const std::string& where, const std::string& message);

  [[nodiscard]] std::string where(Place place) const;  // "bursar.toml:12:3"
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::size_t count() const { return found_.size(); }

  // Throws one Error(config) with all of them, in the order of the document: SeveralProblems where
  // there are several.
  void throw_if_any(const std::string& next_step) const;

 private:
  struct Found {
    Place place;  // line 0: outside the document
    std::string text;
  };
  std::string name_;
  std::vector<Found> found_;
};

}  // namespace bursar::document
