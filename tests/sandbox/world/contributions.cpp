#include "world/contributions.hpp"

#include "world/texts.hpp"

namespace bursar::sandbox {
namespace {

/// Books the rows of one contribution: the fees first, the main pair last (F 5.4.2).
class ContributionBooking {
 public:
  ContributionBooking(Stage& stage, const Contribution& plan)
      : stage_(stage), world_(stage.world), plan_(plan), to_(world_.accounts[plan.to]) {
    host_ = plan.host != 0 ? plan.host : to_.host;
    host_currency_ = world_.accounts[host_].currency;
    rate_ = fx_rate(to_.currency, host_currency_, plan.at);
    method_ = plan.method != 0 ? plan.method : stage.world.cast.card;
    clock_ = plan.at;
    era_ = era_of(plan.at);
  }

  GroupNumber run() {
    group_ = world_.ledger.new_group();
    compute();
    order_ = plan_.order != 0 ? plan_.order : new_order();
    world_.orders[order_].updated = plan_.at;
    if (era_ >= Era::HostFeeRows) {
      host_fee();
      if (plan_.tip > 0) tip();
    }
    if (era_ == Era::SeparateRows) {
      processor_fee();
      tax();
    }
    main_pair();
    return group_;
  }

 private:
  bool by_processor() const {
    return method_ == stage_.world.cast.card || method_ == stage_.world.cast.paypal_method;
  }

  std::int64_t share(std::int64_t amount, double fraction, Currency currency) const {
    return platform_round(static_cast<double>(amount) * fraction, currency);
  }

  void compute() {
    const double fraction = plan_.tax_rate / 100000.0;
    tax_ = plan_.tax_rate == 0
               ? 0
               : platform_round(static_cast<double>(plan_.amount) -
                                    static_cast<double>(plan_.amount) / (1 + fraction),
                                to_.currency);
    host_fee_ = share(plan_.amount - tax_, to_.host_fee_percent / 100, to_.currency);
    if (by_processor()) {
      const std::int64_t fixed = platform_round(30 / rate_, to_.currency);
      processor_fee_ = share(plan_.amount, 0.029, to_.currency) + fixed;
    }
    Tax tax;
    tax.type = to_.tax_type;
    tax.rate = plan_.tax_rate;
    tax_index_ = world_.tax_index(tax);
  }

  OrderId new_order() {
    Order order;
    order.from = plan_.from;
    order.to = plan_.to;
    order.created_by = plan_.from;
    order.payment_method = method_;
    order.description = plan_.description != 0
                            ? plan_.description
                            : world_.texts.intern(stage_.random.pick(contribution_titles()));
    order.currency = to_.currency;
    order.amount = static_cast<std::int32_t>(plan_.amount);
    order.tax = static_cast<std::int32_t>(tax_);
    order.tip = static_cast<std::int32_t>(plan_.tip);
    order.has_tip = plan_.tip > 0;
    order.tax_info = world_.taxes[tax_index_];
    order.created = order.updated = plan_.at;
    order.processed = plan_.at;
    order.category = contribution_category();
    if (stage_.random.chance(10)) {
      order.status = OrderStatus::Active;
      order.frequency = Frequency::Monthly;
      order.tier = 1;
    }
    if (stage_.random.chance(5)) order.memo = world_.texts.intern("Memo of the host; \"quoted\"");
    return world_.orders.add(order);
  }

  CategoryId contribution_category() {
    if (!stage_.random.chance(60)) return 0;
    for (CategoryId id = 1; id <= world_.categories.size(); ++id) {
      const Category& category = world_.categories[id];
      const auto kind = method_ == stage_.world.cast.host_method ? CategoryKind::AddedFunds
                                                                 : CategoryKind::Contribution;
      if (category.host == host_ && category.kind == kind && category.has_kind) return id;
    }
    return 0;
  }

  Micros tick() {
    if (plan_.same_instant) return plan_.at;
    const Micros now = clock_;
    clock_ += stage_.random.between(1, 9) * kMillisecond + stage_.random.between(0, 999);
    return now;
  }

  Entry entry(Kind kind, AccountId account, AccountId opposite, std::int64_t amount) {
    Entry entry;
    entry.kind = kind;
    entry.account = account;
    entry.opposite = opposite;
    entry.amount = amount;
    entry.currency = to_.currency;
    entry.created = tick();
    entry.mirror_created = plan_.same_instant ? 0 : tick();
    entry.cleared = plan_.cleared != 0 ? plan_.cleared : plan_.at;
    entry.group = group_;
    entry.order = order_;
    entry.description = world_.orders[order_].description;
    return entry;
  }

  void book_named(Entry entry, const char* description) {
    entry.description = world_.texts.intern(description);
    book(world_, entry);
  }

  void host_fee() {
    if (host_fee_ == 0 || plan_.to == host_) return;
    Entry fee = entry(Kind::HostFee, host_, plan_.to, host_fee_);
    book_named(fee, "Host Fee");
    if (host_ == stage_.world.cast.platform) return;
    const std::int64_t platform_share =
        platform_round(static_cast<double>(host_fee_) * rate_ * 0.15, host_currency_);
    if (platform_share == 0) return;
    Entry part = entry(Kind::HostFeeShare, host_, stage_.world.cast.platform, -platform_share);
    part.currency = host_currency_;
    book_named(part, "Host Fee Share");
    if (!plan_.host_keeps_share) return;
    Entry debt = entry(Kind::HostFeeShareDebt, host_, stage_.world.cast.platform, platform_share);
    debt.currency = host_currency_;
    book_named(debt, "Host Fee Share owed to platform");
  }

  void tip() {
    const bool own_ledger =
        host_ == stage_.world.cast.demo_host && plan_.at >= from_civil(2026, 5, 1);
    const AccountId receiver =
        own_ledger ? stage_.world.cast.platform_tips : stage_.world.cast.platform;
    Entry tip = entry(Kind::PlatformTip, receiver, plan_.from, plan_.tip);
    tip.payment_method = method_;
    tip.mirror = MirrorHost::Nobody;
    book_named(tip, "Financial contribution to Sandbox Platform");
    if (own_ledger && !plan_.host_keeps_share) {
      Entry sweep = entry(Kind::ApplicationFee, stage_.world.cast.platform_tips,
                          stage_.world.cast.platform, -plan_.tip);
      book_named(sweep, "Application fee");
    } else if (!own_ledger) {
      Entry debt = entry(Kind::PlatformTipDebt, host_, stage_.world.cast.platform, plan_.tip);
      book_named(debt, "Platform Tip collected for Sandbox Platform");
    }
  }

  void processor_fee() {
    if (processor_fee_ == 0) return;
    const bool card = method_ == stage_.world.cast.card;
    Entry fee = entry(Kind::PaymentProcessorFee, plan_.to,
                      card ? stage_.world.cast.stripe : stage_.world.cast.paypal, -processor_fee_);
    fee.host = host_;
    if (stage_.random.chance(50)) fee.payment_method = method_;  // null on many (accounting A10)
    book_named(fee, card ? "Stripe payment processor fee" : "PayPal payment processor fee");
  }

  void tax() {
    if (tax_ == 0) return;
    const AccountId vendor =
        to_.tax_type == TaxType::Vat ? stage_.world.cast.vat : stage_.world.cast.gst;
    Entry row = entry(Kind::Tax, plan_.to, vendor, -tax_);
    row.host = host_;
    row.tax_info = tax_index_;
    book_named(row, "VAT");
  }

  void main_pair() {
    const auto kind =
        method_ == stage_.world.cast.host_method ? Kind::AddedFunds : Kind::Contribution;
    Entry main = entry(kind, plan_.to, plan_.from, plan_.amount);
    main.host = host_;
    main.payment_method = method_;
    main.tax_null = era_ == Era::HostOnPayerSide;
    main.tax_info = tax_index_;
    if (by_processor()) main.merchant = static_cast<std::uint32_t>(stage_.random.below(1U << 31));
    main.mirror = by_processor() ? MirrorHost::Nobody : MirrorHost::OfAccount;
    if (era_ != Era::SeparateRows) {
      main.processor_fee =
          -platform_round(static_cast<double>(processor_fee_) * rate_, host_currency_);
      main.tax = -tax_;
    }
    if (era_ == Era::HostOnPayerSide || era_ == Era::InRowFees) {
      main.host_fee = -platform_round(static_cast<double>(host_fee_) * rate_, host_currency_);
    }
    if (era_ == Era::HostOnPayerSide) {
      main.mirror = MirrorHost::Same;
      main.platform_fee =
          -platform_round(static_cast<double>(plan_.amount) * rate_ * 0.05, host_currency_);
    }
    book(world_, main);
  }

  Stage& stage_;
  World& world_;
  const Contribution& plan_;
  const Account& to_;
  AccountId host_ = 0;
  Currency host_currency_ = Currency::USD;
  double rate_ = 1;
  MethodId method_ = 0;
  Micros clock_ = 0;
  Era era_ = Era::SeparateRows;
  GroupNumber group_ = 0;
  OrderId order_ = 0;
  std::int64_t tax_ = 0;
  std::int64_t host_fee_ = 0;
  std::int64_t processor_fee_ = 0;
  std::uint8_t tax_index_ = 0;
};

}  // namespace

GroupNumber contribute(Stage& stage, const Contribution& contribution) {
  return ContributionBooking(stage, contribution).run();
}

GroupNumber add_funds(Stage& stage, AccountId to, AccountId from, std::int64_t amount, Micros at,
                      Micros cleared) {
  Contribution funds;
  funds.to = to;
  funds.from = from;
  funds.amount = amount;
  funds.at = at;
  funds.cleared = cleared;
  funds.method = stage.world.cast.host_method;
  funds.description = stage.world.texts.intern("Added funds: grant \"A\"");
  return contribute(stage, funds);
}

GroupNumber transfer_balance(Stage& stage, AccountId from, AccountId to, std::int64_t amount,
                             Micros at) {
  World& world = stage.world;
  Entry entry;
  entry.kind = Kind::BalanceTransfer;
  entry.account = to;
  entry.opposite = from;
  entry.amount = amount;
  entry.currency = world.accounts[from].currency;
  entry.created = at;
  entry.cleared = at;
  entry.group = world.ledger.new_group();
  entry.description = world.texts.intern("Balance Transfer from " + world.accounts[from].name);
  entry.payment_method = stage.world.cast.collective_method;
  book(world, entry);
  return entry.group;
}

}  // namespace bursar::sandbox
