#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "server/http_types.hpp"

/// Answers as the bytes that go over the wire, for what no HTTP library would send.
namespace bursar::sandbox {

/// The reply up to a place within it. `where`: "status-line", "header", "blank-line" (headers are
/// whole, the empty line is missing), "body" (nothing of it came), "first-byte", "character"
/// (inside a UTF-8 character), "number", "string", "last-byte" (is missing), "chunk-size", "chunk",
/// "last-chunk" (is missing), "compressed", "checksum" (of what is compressed), "unframed" (a body
/// whose length nobody tells). Throws std::invalid_argument for any other.
std::string torn_answer(const Reply& reply, const std::string& where);

/// A whole answer of some thousandth of `bytes` that unfolds to so many spaces.
std::string gzip_bomb(std::size_t bytes);

/// As HTTP writes the time of this machine, so many seconds later: whatever time it is in the
/// world, a server's clock is not its ledger's.
std::string http_date(std::int64_t seconds_ahead = 0);

}  // namespace bursar::sandbox
