#include "server/document_cache.hpp"

#include "graphql/parser.hpp"
#include "graphql/validate.hpp"

namespace bursar::sandbox {

std::shared_ptr<const CheckedDocument> DocumentCache::get(const std::string& text) {
  constexpr std::size_t kMostDocuments = 1'000;
  {
    const std::lock_guard lock(mutex_);
    const auto found = documents_.find(text);
    if (found != documents_.end()) return found->second;
  }
  auto checked = std::make_shared<const CheckedDocument>(check(text));
  const std::lock_guard lock(mutex_);
  if (documents_.size() >= kMostDocuments) documents_.clear();
  documents_[text] = checked;
  return checked;
}

CheckedDocument DocumentCache::check(const std::string& text) const {
  CheckedDocument checked;
  try {
    checked.document = parse_document(text, limits_.strict ? limits_.tokens : 0);
  } catch (const SyntaxError& error) {
    checked.errors = {{error.what(), {}, kValidationFailed}};
    checked.status = 500;  // not 400: F 12.1
    return checked;
  }
  if (const auto refused = check_limits(checked.document, limits_)) {
    checked.errors = {*refused};
  } else {
    checked.errors = validate(schema_, checked.document);
  }
  if (!checked.errors.empty()) checked.status = 400;
  return checked;
}

}  // namespace bursar::sandbox
