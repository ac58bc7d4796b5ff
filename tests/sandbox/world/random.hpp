#pragma once

#include <cstddef>
#include <cstdint>

namespace bursar::sandbox {

/// The finalizer of SplitMix64: a bijection on 64 bits.
constexpr std::uint64_t mix64(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

/// The inverse of mix64.
constexpr std::uint64_t unmix64(std::uint64_t x) {
  x = (x ^ (x >> 31) ^ (x >> 62)) * 0x319642B2D24D8EC3U;
  x = (x ^ (x >> 27) ^ (x >> 54)) * 0x96DE1B173F119089U;
  return x ^ (x >> 30) ^ (x >> 60);
}

/// SplitMix64. Written out, because the standard distributions differ between libraries and the
/// world must not.
class Random {
  __extension__ using Wide = unsigned __int128;

 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() { return mix64(state_ += 0x9E3779B97F4A7C15U); }

  /// 0 ... bound - 1
  std::uint64_t below(std::uint64_t bound) {
    return static_cast<std::uint64_t>((static_cast<Wide>(next()) * bound) >> 64);
  }

  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low + 1)));
  }

  bool chance(unsigned percent) { return below(100) < percent; }

  template <typename Container>
  const auto& pick(const Container& container) {
    return container[static_cast<std::size_t>(below(container.size()))];
  }

 private:
  std::uint64_t state_;
};

}  // namespace bursar::sandbox
