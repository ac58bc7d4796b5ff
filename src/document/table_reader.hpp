#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "document/node.hpp"
#include "document/problems.hpp"

namespace bursar::document {

// Reads one table key by key. What is of the wrong type becomes a problem and counts as absent. The
// keys asked for are the keys that exist: refuse_others() complains about all the rest.
class TableReader {
 public:
  // `table` must be of kind table (a problem is recorded and it counts as empty otherwise) and
  // must, like `problems`, outlive the reader. `title` is what messages call it: "[source.asbl]".
  TableReader(const Node& table, std::string title, Problems& problems);

  // The value as it is, or null.
  [[nodiscard]] const Node* node(std::string_view key);
  [[nodiscard]] const Node* table(std::string_view key);
  [[nodiscard]] const Node* list(std::string_view key);
  [[nodiscard]] const Node* text(std::string_view key);
  [[nodiscard]] std::optional<bool> boolean(std::string_view key);
  // Which of `words` it is; a problem with a suggestion when it is none of them.
  [[nodiscard]] std::optional<std::size_t> choice(std::string_view key,
                                                  std::span<const std::string_view> words);
  // A problem at the table itself unless the key is there.
  void require(std::string_view key);
  void refuse_others();

  [[nodiscard]] Place place() const { return table_.place; }
  [[nodiscard]] const std::string& title() const { return title_; }

 private:
  const Node* of_kind(std::string_view key, Node::Kind kind);

  const Node& table_;
  std::string title_;
  Problems& problems_;
  std::vector<std::string> asked_;
};

}  // namespace bursar::document
