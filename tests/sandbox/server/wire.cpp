#include "server/wire.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <ctime>
#include <stdexcept>

namespace bursar::sandbox {
namespace {

constexpr const char* kGzipOpening = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff";
constexpr std::size_t kGzipOpeningSize = 10;

std::uint32_t crc32(const std::string& bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

void append_number(std::string& out, std::uint64_t number, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>((number >> (8 * i)) & 0xFFU);
}

/// Compressed as badly as the format allows: in blocks that are stored as they are.
std::string gzip(const std::string& bytes) {
  constexpr std::size_t kMostOfABlock = 65'535;
  std::string out(kGzipOpening, kGzipOpeningSize);
  for (std::size_t at = 0; at == 0 || at < bytes.size(); at += kMostOfABlock) {
    const std::string block = bytes.substr(at, kMostOfABlock);
    out += at + kMostOfABlock >= bytes.size() ? '\1' : '\0';
    append_number(out, block.size(), 2);
    append_number(out, ~block.size(), 2);
    out += block;
  }
  append_number(out, crc32(bytes), 4);
  append_number(out, bytes.size(), 4);
  return out;
}

std::string head(const Reply& reply, const std::string& framing) {
  std::string out = "HTTP/1.1 " + std::to_string(reply.status) +
                    " Whatever\r\nContent-Type: " + reply.content_type + "\r\n";
  for (const auto& [name, value] : reply.headers)
    out.append(name).append(": ").append(value) += "\r\n";
  return out + framing + "\r\n";
}

std::string length_of(const std::string& body) {
  return "Content-Length: " + std::to_string(body.size()) + "\r\n";
}

/// In chunks of a third, so that there is one in the middle.
std::string chunked(const std::string& body) {
  const std::size_t size = body.size() / 3 + 1;
  std::string out;
  for (std::size_t at = 0; at < body.size(); at += size) {
    const std::string chunk = body.substr(at, size);
    std::string hex;
    for (std::size_t rest = chunk.size(); rest > 0; rest /= 16)
      hex += "0123456789abcdef"[rest % 16];
    std::reverse(hex.begin(), hex.end());
    out += hex + "\r\n" + chunk + "\r\n";
  }
  return out + "0\r\n\r\n";
}

/// How many bytes come before the middle of the first character (number, string) of the kind.
std::size_t within(const std::string& body, const std::string& where) {
  for (std::size_t i = body.size() / 2; i + 2 < body.size(); ++i) {
    const auto digit = [&](std::size_t at) {
      return std::isdigit(static_cast<unsigned char>(body[at])) != 0;
    };
    if (where == "character" && (static_cast<unsigned char>(body[i]) & 0xC0U) == 0xC0U)
      return i + 1;
    if (where == "number" && body[i] == ':' && digit(i + 1) && digit(i + 2)) return i + 2;
    if (where == "string" && body.compare(i, 2, ":\"") == 0) return i + 3;
  }
  return body.size() / 2;
}

std::string torn_head(const Reply& reply, const std::string& where) {
  const std::string whole = head(reply, length_of(reply.body));
  if (where == "status-line") return whole.substr(0, 11);
  if (where == "header") return whole.substr(0, whole.find("Content-Type") + 18);
  return whole.substr(0, whole.size() - (where == "blank-line" ? 2 : 0));
}

std::string torn_chunks(const Reply& reply, const std::string& where) {
  const std::string body = chunked(reply.body);
  const std::size_t size_line = body.find("\r\n") + 2;
  std::size_t end = size_line + reply.body.size() / 6;  // within the first chunk
  if (where == "chunk-size") end = size_line + reply.body.size() / 3 + 1 + 2 + 1;
  if (where == "last-chunk") end = body.size() - 5;
  return head(reply, "Transfer-Encoding: chunked\r\n") + body.substr(0, end);
}

std::string torn_compressed(const Reply& reply, const std::string& where) {
  const std::string body = gzip(reply.body);
  const std::size_t end = where == "checksum" ? body.size() - 5 : body.size() / 2;
  return head(reply, "Content-Encoding: gzip\r\nConnection: close\r\n") + body.substr(0, end);
}

std::string torn_body(const Reply& reply, const std::string& where) {
  const std::string& body = reply.body;
  std::size_t end = within(body, where);
  if (where == "first-byte") end = 1;
  if (where == "last-byte") end = body.size() - 1;
  const std::string framing = where == "unframed" ? "Connection: close\r\n" : length_of(body);
  return head(reply, framing) + body.substr(0, end);
}

/// The least significant bit first, as deflate has them.
class Bits {
 public:
  void add(unsigned bits, int count) {
    for (int i = 0; i < count; ++i) {
      byte_ |= ((bits >> i) & 1U) << used_;
      if (++used_ == 8) flush();
    }
  }
  std::string take() {
    if (used_ > 0) flush();
    return std::move(out_);
  }

 private:
  void flush() {
    out_ += static_cast<char>(byte_);
    byte_ = 0;
    used_ = 0;
  }
  std::string out_;
  unsigned byte_ = 0;
  int used_ = 0;
};

}  // namespace

std::string torn_answer(const Reply& reply, const std::string& where) {
  const auto is_one_of = [&](std::initializer_list<const char*> places) {
    return std::find(places.begin(), places.end(), where) != places.end();
  };
  if (is_one_of({"status-line", "header", "blank-line", "body"})) return torn_head(reply, where);
  if (is_one_of({"chunk-size", "chunk", "last-chunk"})) return torn_chunks(reply, where);
  if (is_one_of({"compressed", "checksum"})) return torn_compressed(reply, where);
  if (is_one_of({"first-byte", "character", "number", "string", "last-byte", "unframed"})) {
    return torn_body(reply, where);
  }
  throw std::invalid_argument("no place is called " + where);
}

std::string gzip_bomb(std::size_t bytes) {
  // One block of fixed codes: a space, then over and over "the last 258 bytes again": 13 bits each.
  constexpr std::size_t kLongest = 258;
  Bits bits;
  bits.add(0b011, 3);       // the last block, of fixed codes
  bits.add(0b00001010, 8);  // literal 32, its code 01010000 from the back
  for (std::size_t made = 1; made < bytes; made += kLongest) {
    bits.add(0b10100011, 8);  // length 258, its code 11000101 from the back
    bits.add(0b00000, 5);     // distance 1
  }
  bits.add(0, 7);  // the end
  Reply reply;
  reply.body = std::string(kGzipOpening, kGzipOpeningSize) + bits.take();
  return head(reply, "Content-Encoding: gzip\r\n" + length_of(reply.body)) + reply.body;
}

std::string http_date(std::int64_t seconds_ahead) {
  const std::time_t then = std::time(nullptr) + seconds_ahead;
  std::tm parts{};
  gmtime_r(&then, &parts);
  char text[64];
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return text;
}

}  // namespace bursar::sandbox
