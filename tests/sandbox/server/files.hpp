#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "resolve/viewer.hpp"
#include "server/http_types.hpp"
#include "server/misbehaviour.hpp"
#include "world/world.hpp"

namespace bursar::sandbox {

/// Attachments: the platform's file route, `/files/:id`, and the storage that it redirects to
/// (F 6.17). The storage is the same server by another name: another origin to every client.
class Files {
 public:
  /// `/files/:id`, asked by a viewer who got past the token middleware.
  static Reply route(const World& world, const Viewer& viewer, const Request& request);
  /// `/storage/:id`: the bytes, to whoever has a signed address.
  static Reply storage(const World& world, const Request& request);

  /// Requests for files so far: host, path and whether a token of ours came along.
  void note(const Request& request);
  nlohmann::json noted() const;

 private:
  mutable std::mutex mutex_;
  nlohmann::json noted_ = nlohmann::json::array();
};

}  // namespace bursar::sandbox
