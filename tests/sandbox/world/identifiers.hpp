#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bursar::sandbox {

enum class Entity : std::uint8_t {
  Transaction,
  Group,
  Account,
  Expense,
  Order,
  Item,
  Category,
  PaymentMethod,
  PayoutMethod,
  Member,
  Activity,
  Tier,
  File,
  VirtualCard,
};

/// Turns running numbers into the identifiers the platform shows, and back.
/// Nothing is stored per row: an identifier is the encrypted number plus filler (F 5.1.1, F 6.1).
class Identifiers {
 public:
  explicit Identifiers(std::uint64_t seed) : seed_(seed) {}

  /// `38ee3a4a-c48d-447f-afe2-f922ae43201f`
  void append_uuid(std::string& out, Entity entity, std::uint64_t number) const;
  std::optional<std::uint64_t> from_uuid(Entity entity, std::string_view text) const;

  /// `tx_rvenMf1RuEI2jYJr06K5O`: prefix of the entity and 21 alphanumerics
  void append_public(std::string& out, Entity entity, std::uint64_t number) const;
  std::optional<std::uint64_t> from_public(Entity entity, std::string_view text) const;

  /// `pw8x36ap-znvykb3a-dvj7ogd9-0m4reql9`: ids of things created up to 2026-04-03
  void append_hash(std::string& out, Entity entity, std::uint64_t number) const;
  std::optional<std::uint64_t> from_hash(Entity entity, std::string_view text) const;

  std::string uuid(Entity entity, std::uint64_t number) const;
  std::string public_id(Entity entity, std::uint64_t number) const;
  std::string hash(Entity entity, std::uint64_t number) const;

 private:
  std::uint64_t salt(Entity entity, std::uint64_t purpose) const;

  std::uint64_t seed_;
};

}  // namespace bursar::sandbox
