#pragma once

#include <string>
#include <string_view>

namespace bursar::os {

// Holds an access token. It cannot be printed, formatted or compared by accident; its memory is
// locked and kept out of core dumps where the system allows it, and overwritten when it goes.
class Secret {
 public:
  Secret() = default;
  // Copies `text` and overwrites nothing: wipe the source yourself (see wipe()).
  explicit Secret(std::string_view text);
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  // The one way out; for the code that puts the token on the wire, and for redaction.
  // The view lives as long as this object is not assigned to or destroyed.
  [[nodiscard]] std::string_view reveal() const noexcept { return {data_, size_}; }

 private:
  void release() noexcept;
  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t mapped_ = 0;
};

// Overwrites the characters of `text` with zeros in a way the compiler may not leave out.
void wipe(std::string& text) noexcept;

// Replaces each occurrence of the secret in `text` by "[token]". Does nothing for an empty secret.
[[nodiscard]] std::string redact(std::string text, const Secret& secret);

}  // namespace bursar::os
