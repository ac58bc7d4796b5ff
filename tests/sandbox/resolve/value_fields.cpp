#include <cmath>

#include "resolve/execution.hpp"
#include "resolve/resolvers.hpp"

/// Amounts, taxes, methods, categories, tiers: small values inside other objects.
namespace bursar::sandbox {
namespace {

const Tax& tax_of(const Node& node) {
  return *static_cast<const Tax*>(node.extra);
}

/// `percentage` is an Int computed with two decimals: a fractional rate fails the field (F 6.10).
void write_percentage(Execution& ex, const Node& node, PlannedField&) {
  const double percentage = tax_of(node).rate / 1000.0;
  if (percentage != std::floor(percentage)) {
    std::string text = std::to_string(percentage);
    while (text.back() == '0') text.pop_back();
    throw FieldError::plain("Int cannot represent non-integer value: " + text);
  }
  ex.integer(static_cast<std::int64_t>(percentage));
}

constexpr Resolver kTaxType = [](Execution& ex, const Node& node, PlannedField&) {
  ex.quoted(name(tax_of(node).type));
};
constexpr Resolver kTaxRate = [](Execution& ex, const Node& node, PlannedField&) {
  ex.real(tax_of(node).rate / 100000.0);
};

void add_amounts(Resolvers& resolvers) {
  resolvers.add("Amount",
                {{"value",
                  [](Execution& ex, const Node& node, PlannedField& field) {
                    if (!node.visible) return ex.null(field);
                    ex.hundredths(node.cents);
                  }},
                 {"valueInCents",
                  [](Execution& ex, const Node& node, PlannedField& field) {
                    if (!node.visible) return ex.null(field);
                    ex.integer(node.cents);
                  }},
                 {"currency", [](Execution& ex, const Node& node,
                                 PlannedField&) { ex.quoted(code(node.currency)); }},
                 {"exchangeRate", [](Execution& ex, const Node& node, PlannedField& field) {
                    if (node.extra == nullptr) return ex.null(field);
                    ex.object(field, node);
                  }}});
  resolvers.add("TaxInfo", {{"id", kTaxType},
                            {"type", kTaxType},
                            {"rate", kTaxRate},
                            {"percentage", write_percentage},
                            {"idNumber",
                             [](Execution& ex, const Node& node, PlannedField& field) {
                               if (!node.visible || tax_of(node).id_number == 0) {
                                 return ex.null(field);
                               }
                               ex.raw(ex.world().texts.json(tax_of(node).id_number));
                             }},
                            {"hasTaxIdNumber", [](Execution& ex, const Node& node, PlannedField&) {
                               ex.boolean(tax_of(node).id_number != 0);
                             }}});
  resolvers.add("OrderTax",
                {{"type", kTaxType}, {"rate", kTaxRate}, {"percentage", write_percentage}});
}

const PaymentMethod& payment_method_of(const Execution& ex, const Node& node) {
  return ex.world().payment_methods[node.number];
}

void add_payment_methods(Resolvers& resolvers) {
  constexpr Resolver kCreated = [](Execution& ex, const Node& node, PlannedField& field) {
    ex.time(payment_method_of(ex, node).created, field);
  };
  constexpr Resolver kId = [](Execution& ex, const Node& node, PlannedField&) {
    ex.quoted(ex.world().ids.public_id(Entity::PaymentMethod, node.number));
  };
  resolvers.add(
      "PaymentMethod",
      {{"id", kId},
       {"publicId", kId},
       {"legacyId", [](Execution& ex, const Node& node,
                       PlannedField&) { ex.integer(700 + std::int64_t{node.number}); }},
       {"createdAt", kCreated},
       {"updatedAt", kCreated},
       {"name",
        [](Execution& ex, const Node& node, PlannedField& field) {
          ex.text_or_null(payment_method_of(ex, node).name, field);
        }},
       {"service", [](Execution& ex, const Node& node,
                      PlannedField&) { ex.quoted(name(payment_method_of(ex, node).service)); }},
       {"type", [](Execution& ex, const Node& node, PlannedField&) {
          ex.quoted(name(payment_method_of(ex, node).type));
        }}});
}

const PayoutMethod& payout_method_of(const Execution& ex, const Node& node) {
  return ex.world().payout_methods[node.number];
}

/// `visible` of the node says whether the viewer may see the details (F 1.4).
void add_payout_methods(Resolvers& resolvers) {
  constexpr Resolver kCreated = [](Execution& ex, const Node& node, PlannedField& field) {
    ex.time(payout_method_of(ex, node).created, field);
  };
  constexpr Resolver kId = [](Execution& ex, const Node& node, PlannedField&) {
    ex.quoted(ex.world().ids.public_id(Entity::PayoutMethod, node.number));
  };
  resolvers.add(
      "PayoutMethod",
      {{"id", kId},
       {"publicId", kId},
       {"type", [](Execution& ex, const Node& node,
                   PlannedField&) { ex.quoted(name(payout_method_of(ex, node).type)); }},
       {"currency", [](Execution& ex, const Node& node,
                       PlannedField&) { ex.quoted(code(payout_method_of(ex, node).currency)); }},
       {"name",
        [](Execution& ex, const Node& node, PlannedField& field) {
          if (!node.visible) return ex.null(field);
          ex.text_or_null(payout_method_of(ex, node).name, field);
        }},
       {"isSaved",
        [](Execution& ex, const Node& node, PlannedField& field) {
          if (!node.visible) return ex.null(field);
          ex.boolean(payout_method_of(ex, node).saved);
        }},
       {"data",
        [](Execution& ex, const Node& node, PlannedField& field) {
          if (!node.visible) return ex.null(field);
          ex.raw(payout_method_of(ex, node).data);
        }},
       {"createdAt", kCreated},
       {"updatedAt", kCreated}});
}

const Category& category_of(const Execution& ex, const Node& node) {
  return ex.world().categories[node.number];
}

void add_categories(Resolvers& resolvers) {
  resolvers.add(
      "AccountingCategory",
      {{"id",
        [](Execution& ex, const Node& node, PlannedField&) {
          ex.quoted(
              shown_id(ex.world(), Entity::Category, node.number, category_of(ex, node).created));
        }},
       {"publicId",
        [](Execution& ex, const Node& node, PlannedField&) {
          ex.quoted(ex.world().ids.public_id(Entity::Category, node.number));
        }},
       {"code", [](Execution& ex, const Node& node,
                   PlannedField&) { ex.text(category_of(ex, node).code); }},
       {"name", [](Execution& ex, const Node& node,
                   PlannedField&) { ex.text(category_of(ex, node).name); }},
       {"friendlyName",
        [](Execution& ex, const Node& node, PlannedField& field) {
          ex.text_or_null(category_of(ex, node).friendly_name, field);
        }},
       {"instructions",
        [](Execution& ex, const Node& node, PlannedField& field) {
          ex.text_or_null(category_of(ex, node).instructions, field);
        }},
       {"hostOnly", [](Execution& ex, const Node& node,
                       PlannedField&) { ex.boolean(category_of(ex, node).host_only); }},
       {"account", [](Execution& ex, const Node& node,
                      PlannedField& field) { ex.account(field, category_of(ex, node).host); }},
       {"expensesTypes",
        [](Execution& ex, const Node& node, PlannedField& field) {
          const auto& types = category_of(ex, node).expense_types;
          if (types.empty()) return ex.null(field);
          ex.list(field, types.size(), [&](std::size_t i) { ex.quoted(name(types[i])); });
        }},
       {"kind",
        [](Execution& ex, const Node& node, PlannedField& field) {
          if (!category_of(ex, node).has_kind) return ex.null(field);
          ex.quoted(name(category_of(ex, node).kind));
        }},
       {"createdAt", [](Execution& ex, const Node& node,
                        PlannedField& field) { ex.time(category_of(ex, node).created, field); }},
       {"appliesTo", [](Execution& ex, const Node& node, PlannedField&) {
          ex.quoted(category_of(ex, node).for_host ? "HOST" : "HOSTED_COLLECTIVES");
        }}});
}

void add_tiers(Resolvers& resolvers) {
  constexpr Resolver kId = [](Execution& ex, const Node& node, PlannedField&) {
    ex.quoted(ex.world().ids.public_id(Entity::Tier, node.number));
  };
  resolvers.add("Tier",
                {{"id", kId},
                 {"publicId", kId},
                 {"legacyId", [](Execution& ex, const Node& node,
                                 PlannedField&) { ex.integer(50 + std::int64_t{node.number}); }},
                 {"slug", [](Execution& ex, const Node& node,
                             PlannedField&) { ex.text(ex.world().tiers[node.number - 1].slug); }},
                 {"name", [](Execution& ex, const Node& node,
                             PlannedField&) { ex.text(ex.world().tiers[node.number - 1].name); }},
                 {"currency",
                  [](Execution& ex, const Node& node, PlannedField&) {
                    ex.quoted(code(ex.world().tiers[node.number - 1].currency));
                  }},
                 {"amount", [](Execution& ex, const Node& node, PlannedField& field) {
                    const Tier& tier = ex.world().tiers[node.number - 1];
                    ex.amount(field, tier.amount, tier.currency);
                  }}});
}

}  // namespace

void add_value_resolvers(Resolvers& resolvers) {
  add_amounts(resolvers);
  add_payment_methods(resolvers);
  add_payout_methods(resolvers);
  add_categories(resolvers);
  add_tiers(resolvers);
}

}  // namespace bursar::sandbox
