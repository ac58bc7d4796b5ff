#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "graphql/limits.hpp"
#include "graphql/schema.hpp"

namespace bursar::sandbox {

/// A document after parsing and validation.
struct CheckedDocument {
  Document document;
  std::vector<RequestError> errors;
  int status = 200;
};

/// Parses and validates each text once.
class DocumentCache {
 public:
  DocumentCache(const Schema& schema, DocumentLimits limits) : schema_(schema), limits_(limits) {}

  std::shared_ptr<const CheckedDocument> get(const std::string& text);

 private:
  CheckedDocument check(const std::string& text) const;

  const Schema& schema_;
  DocumentLimits limits_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const CheckedDocument>> documents_;
};

}  // namespace bursar::sandbox
