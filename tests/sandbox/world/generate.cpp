#include "world/generate.hpp"

#include <algorithm>
#include <cmath>

#include "world/casting.hpp"
#include "world/contributions.hpp"
#include "world/expenses.hpp"
#include "world/refunds.hpp"
#include "world/scenes.hpp"

namespace bursar::sandbox {
namespace {

constexpr std::uint32_t kLongestEvent = 16;  ///< rows

/// Plays scenes and everyday events in order of time until the world has its size.
class Timeline {
 public:
  Timeline(World& world, const WorldOptions& options)
      : options_(options), stage_{world, Random(options.seed)}, scenes_(all_scenes()) {
    start_ = clock_ = from_civil(2015, 1, 5);
    dense_rows_ = options.dense_instant != 0 ? options.dense_instant
                                             : std::min(options.transactions / 8, 4'000U);
  }

  void run() {
    const std::uint32_t target = std::max(options_.transactions, kLongestEvent) - kLongestEvent;
    while (rows() < target) {
      advance();
      play_scenes();
      if (rows() < target) event();
    }
    while (next_scene_ < scenes_.size()) play_next_scene();
    while (stage_.world.expenses.size() < options_.expenses) unpaid_expense();
    while (rows() < options_.transactions) single_row();
  }

 private:
  std::uint32_t rows() const { return stage_.world.ledger.size(); }
  const Cast& cast() const { return stage_.cast(); }

  /// The busier the later: the time is a power of the share of rows written, the dense instant
  /// not counted.
  void advance() {
    const double written = rows() - (dense_done_ ? dense_rows_ : 0U);
    const double share = written / (options_.transactions - dense_rows_);
    const auto span = static_cast<double>(options_.now - kHour - start_);
    const Micros due = start_ + static_cast<Micros>(span * std::pow(share, 0.55));
    clock_ = std::max(clock_ + stage_.random.between(1, 400'000), due);
    clock_ = std::min(clock_, options_.now - kHour);
  }

  void play_scenes() {
    while (next_scene_ < scenes_.size() && scenes_[next_scene_].at <= clock_) play_next_scene();
    if (!dense_done_ && clock_ >= from_civil(2025, 11, 15)) dense_instant();
  }

  void play_next_scene() {
    const Scene& scene = scenes_[next_scene_++];
    scene.play(stage_, scene.at);
  }

  void event() {
    const std::uint32_t expenses_left =
        options_.expenses - std::min(options_.expenses, stage_.world.expenses.size());
    const std::uint32_t events_left = (options_.transactions - rows()) / 5 + 1;
    if (stage_.random.below(events_left) < expenses_left) return expense();
    const auto dice = stage_.random.below(100);
    if (dice < 6) return funds();
    if (dice < 8) return transfer();
    if (dice < 11 && last_group_ != 0) return undo_last();
    last_group_ = contribute(stage_, contribution(collective()));
  }

  AccountId collective() {
    const Era era = era_of(clock_);
    if (era == Era::HostOnPayerSide) return cast().legacy_collective;
    if (!cast().extra_collectives.empty() && stage_.random.chance(45)) {
      return stage_.random.pick(cast().extra_collectives);
    }
    const auto dice = stage_.random.below(100);
    if (dice < 50) return cast().demo_collective;
    if (dice < 62) return cast().euro_collective;
    if (dice < 70 && era >= Era::HostFeeRows) return cast().yen_collective;
    if (dice < 84) return cast().repair_cafe;
    if (dice < 90 && clock_ > from_civil(2020, 3, 1)) return cast().demo_project;
    if (dice < 93 && clock_ > from_civil(2026, 5, 1)) return cast().demo_event;
    if (dice < 96 && clock_ > from_civil(2021, 2, 1)) return cast().repair_project;
    return cast().demo_collective;
  }

  Contribution contribution(AccountId to) {
    Random& random = stage_.random;
    Contribution plan;
    plan.to = to;
    plan.from = random.pick(cast().contributors);
    plan.at = clock_;
    plan.amount = random.between(1, 300) * 100 + (random.chance(40) ? random.between(0, 99) : 0);
    if (zero_decimal(stage_.world.accounts[to].currency)) plan.amount *= 100;
    if (random.chance(25)) plan.method = cast().paypal_method;
    if (random.chance(20)) plan.tip = plan.amount / 1000 * 100;
    plan.host_keeps_share = random.chance(70);
    if (stage_.world.accounts[to].tax_registered && random.chance(40)) {
      plan.tax_rate = random.chance(70) ? 21'000 : 6'000;
    }
    if (era_of(clock_) == Era::HostOnPayerSide) {
      plan.cleared = kNever;
    } else if (random.chance(30)) {
      plan.cleared = clock_ - random.between(1, 3 * 24) * kHour;
    }
    return plan;
  }

  void funds() {
    const Micros cleared = stage_.random.chance(30) ? kNever : floor_to(clock_ - 3 * kDay, kDay);
    add_funds(stage_, collective(), stage_.random.pick(cast().contributors),
              stage_.random.between(10, 5'000) * 10'000, clock_, cleared);
  }

  void transfer() {
    if (clock_ < from_civil(2020, 3, 1)) return;
    transfer_balance(stage_, cast().demo_project, cast().demo_collective,
                     stage_.random.between(1'000, 9'000), clock_);
  }

  void undo_last() {
    const bool cover = stage_.random.chance(70);
    refund(stage_.world, {last_group_, RefundKind::Refund, clock_, clock_, cover});
    last_group_ = 0;
  }

  ExpenseId new_expense(Micros at) {
    ExpensePlan plan;
    plan.account = collective();
    plan.payee = stage_.random.pick(cast().contributors);
    plan.at = at;
    plan.type = static_cast<ExpenseType>(stage_.random.below(6));
    if (plan.type == ExpenseType::FundingRequest && at > from_civil(2022, 1, 1)) {
      plan.type = ExpenseType::Invoice;
    }
    if (stage_.world.accounts[plan.account].tax_registered && stage_.random.chance(50)) {
      plan.tax_rate = stage_.random.chance(50) ? 21'000 : 6'000;
    }
    return create_expense(stage_, plan);
  }

  void expense() {
    const ExpenseId id = new_expense(clock_ - stage_.random.between(1, 240) * kHour);
    if (stage_.random.chance(80)) {
      move_to(stage_.world, id, ExpenseStatus::Approved, cast().admin, clock_ - kMinute);
      pay_expense(stage_, id, clock_);
    } else {
      const auto status = static_cast<ExpenseStatus>(stage_.random.below(13));
      if (status != ExpenseStatus::Paid) {
        move_to(stage_.world, id, status, cast().admin, clock_ - kMinute);
      }
    }
  }

  void unpaid_expense() { new_expense(clock_ - stage_.random.between(1, 2'000) * kHour); }

  /// Thousands of rows with one createdAt: more than a page in one 10-second bucket.
  void dense_instant() {
    dense_done_ = true;
    const std::uint32_t end = rows() + dense_rows_;
    const Micros at = from_civil(2025, 11, 15);
    while (rows() + 8 < end) {
      Contribution plan = contribution(cast().demo_collective);
      plan.at = at;
      plan.cleared = at;
      plan.same_instant = true;
      contribute(stage_, plan);
    }
  }

  /// Both sides are one account: a single row (F 5.2.1).
  void single_row() {
    World& world = stage_.world;
    Entry entry;
    entry.kind = Kind::AddedFunds;
    entry.account = entry.opposite = cast().demo_host;
    entry.amount = stage_.random.between(100, 900);
    entry.created = std::min(clock_ += kSecond, options_.now - kHour);
    entry.group = world.ledger.new_group();
    entry.payment_method = cast().host_method;
    entry.description = world.texts.intern("Interest");
    book(world, entry);
  }

  const WorldOptions& options_;
  Stage stage_;
  std::vector<Scene> scenes_;
  std::size_t next_scene_ = 0;
  std::uint32_t dense_rows_ = 0;
  bool dense_done_ = false;
  Micros start_ = 0;
  Micros clock_ = 0;
  GroupNumber last_group_ = 0;
};

}  // namespace

Micros default_now() {
  return from_civil(2026, 11, 23) + 12 * kHour;
}

World generate(const WorldOptions& options) {
  World world(options.seed, options.now);
  const std::uint32_t contributors = std::clamp(options.transactions / 40, 40U, 2'000U);
  const std::uint32_t extras =
      options.transactions < 20'000 ? 0 : std::min(options.transactions / 5'000, 400U);
  hire_cast(world, contributors, extras);
  Timeline(world, options).run();
  world.ledger.build_indexes();
  world.touch();
  return world;
}

}  // namespace bursar::sandbox
