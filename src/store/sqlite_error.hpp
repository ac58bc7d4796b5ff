#pragma once

#include <filesystem>
#include <utility>

#include <SQLiteCpp/Exception.h>

#include "error/error.hpp"

namespace bursar::store {

// What an exception of SQLite means to the person who runs Bursar: its kind, the file it is about
// and what to do next.
[[nodiscard]] Error translate(const SQLite::Exception& exception,
                              const std::filesystem::path& file);

// The border of this room: every public function does its work inside, so that no exception of
// SQLite leaves it.
template <typename Work>
decltype(auto) at_border(const std::filesystem::path& file, Work&& work) {
  try {
    return std::forward<Work>(work)();
  } catch (const SQLite::Exception& exception) {
    throw translate(exception, file);
  }
}

}  // namespace bursar::store
