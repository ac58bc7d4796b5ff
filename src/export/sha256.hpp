#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace bursar::exporting {

// SHA-256 of bytes that come piece by piece: what auditors compare files by.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  void add(std::string_view bytes);
  // 64 hexadecimal digits; to be called once, at the end.
  [[nodiscard]] std::string digest();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bursar::exporting
