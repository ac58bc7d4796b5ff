#include "cli/init_sources.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "cli/table.hpp"
#include "config/source_table.hpp"
#include "error/error.hpp"

namespace bursar::cli {
namespace {

using opencollective::Ability;
using opencollective::Client;
using opencollective::Membership;

struct Wanted {
  std::string slug;
  std::optional<config::Perspective> perspective;  // nothing: whichever fits
};

Wanted wanted(const Membership& membership) {
  return {membership.account.slug,
          membership.is_host ? config::Perspective::host : config::Perspective::account};
}

// What another one in the list covers is left out: children with their parent, what is hosted with
// its host.
std::vector<Membership> independent(const std::vector<Membership>& all) {
  const auto covers = [](const Membership& one, const Membership& other) {
    const bool is_host = one.is_host && other.account.host == one.account.public_id;
    return one.account.public_id != other.account.public_id &&
           (is_host || other.account.parent == one.account.public_id);
  };
  std::vector<Membership> left;
  for (const Membership& membership : all) {
    const bool covered = std::any_of(
        all.begin(), all.end(), [&](const Membership& one) { return covers(one, membership); });
    if (!covered) left.push_back(membership);
  }
  return left;
}

const char* role(const Membership& membership) {
  if (membership.is_admin) return membership.is_accountant ? "admin, accountant" : "admin";
  return "accountant";
}

Lines numbered(const std::vector<Membership>& memberships, Output& output) {
  Table table{{{"", true}, {"account"}, {"name"}, {"kind"}, {"currency"}, {"role"}}, {}};
  for (const Membership& membership : memberships) {
    table.rows.push_back({std::to_string(table.rows.size() + 1), membership.account.slug,
                          membership.account.name, membership.is_host ? "fiscal host" : "account",
                          std::string(membership.account.currency.code()), role(membership)});
  }
  return format_table(table, output.err_terminal().width);
}

// The words of an answer such as "1, 3 my-collective".
std::vector<std::string> words_of(std::string answer) {
  std::replace(answer.begin(), answer.end(), ',', ' ');
  std::istringstream in(answer);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::optional<std::size_t> number(const std::string& word) {
  std::size_t value = 0;
  const char* end = word.data() + word.size();
  const auto [stop, error] = std::from_chars(word.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

std::string selection_problem(const std::string& answer, std::size_t choices) {
  const std::vector<std::string> words = words_of(answer);
  if (words.empty()) return "name at least one account";
  for (const std::string& word : words) {
    const auto chosen = number(word);
    if (chosen && (*chosen < 1 || *chosen > choices)) {
      return fmt::format("there is no number {}; they go up to {}", word, choices);
    }
    if (std::string problem = config::slug_problem(word); !chosen && !problem.empty()) {
      return problem;
    }
  }
  return {};
}

std::vector<Wanted> ask_for(const std::vector<Membership>& choices, Dialogue& dialogue,
                            Output& output) {
  std::string question = "Which account (the last part of its page's address)";
  if (!choices.empty()) {
    dialogue.tell(Lines()
                      .add("")
                      .add("This token may look into the books of:")
                      .add("")
                      .add(numbered(choices, output))
                      .add(""));
    question = "Whose books are to be kept (numbers, or the slug of another account)";
  }
  const std::string answer = dialogue.ask(
      question, choices.empty() ? "" : "1",
      [&](const std::string& given) { return selection_problem(given, choices.size()); });
  std::vector<Wanted> all;
  for (const std::string& word : words_of(answer)) {
    const auto chosen = number(word);
    all.push_back(chosen ? wanted(choices[*chosen - 1]) : Wanted{word, std::nullopt});
  }
  return all;
}

std::vector<Wanted> only_one(const std::vector<Membership>& choices) {
  if (choices.size() == 1) return {wanted(choices.front())};
  std::vector<std::string> flags;
  for (const Membership& one : choices) {
    flags.push_back(fmt::format("--{} {}", one.is_host ? "host" : "account", one.account.slug));
  }
  throw Error(ErrorKind::usage,
              choices.empty() ? "nothing says whose books are to be kept"
                              : "the token administers several accounts",
              choices.empty() ? "name the account: --account SLUG or --host SLUG"
                              : fmt::format("choose one of: {}", fmt::join(flags, ", ")));
}

void warn_of_scopes(const opencollective::TokenProbe& token, Output& output) {
  if (token.anonymous) return;
  for (const auto& [name, ability] :
       {std::pair{"transactions", token.transactions_scope},
        std::pair{"expenses", token.expenses_scope}, std::pair{"account", token.account_scope}}) {
    if (ability != Ability::no) continue;
    output.warning(fmt::format(
        "the token lacks the scope \"{}\"; see `bursar doctor` for what that means", name));
  }
}

ChosenSource look_up(const Wanted& one, Client& client, Output& output) {
  const bool as_host = one.perspective == config::Perspective::host;
  const opencollective::Probe probe = client.probe(
      one.slug, as_host ? opencollective::Perspective::host : opencollective::Perspective::account);
  warn_of_scopes(probe.token, output);
  const auto fitting =
      probe.source.is_host ? config::Perspective::host : config::Perspective::account;
  return {one.perspective.value_or(fitting), probe.source};
}

std::vector<Membership> memberships(Client& client, Output& output) {
  const auto viewer = client.viewer();
  if (!viewer) return {};
  for (const Membership& membership : viewer->memberships) {
    nlohmann::json event = nlohmann::json::object();
    event["type"] = "administered";
    event["account"] = membership.account.public_id;
    event["slug"] = membership.account.slug;
    event["host"] = membership.is_host;
    event["admin"] = membership.is_admin;
    event["accountant"] = membership.is_accountant;
    output.event(event);
  }
  output.note(fmt::format("the token is {}'s, who looks after {} accounts", viewer->account.slug,
                          viewer->memberships.size()));
  return independent(viewer->memberships);
}

}  // namespace

std::vector<ChosenSource> choose_sources(Invocation& invocation, Dialogue* dialogue,
                                         Client& client) {
  const config::Overrides& flags = invocation.overrides;
  const std::vector<Membership> choices = memberships(client, invocation.output);
  std::vector<Wanted> all;
  if (flags.account) {
    all = {{*flags.account, config::Perspective::account}};
  } else if (flags.host) {
    all = {{*flags.host, config::Perspective::host}};
  } else {
    all = dialogue != nullptr ? ask_for(choices, *dialogue, invocation.output) : only_one(choices);
  }
  std::vector<ChosenSource> sources;
  for (const Wanted& one : all) sources.push_back(look_up(one, client, invocation.output));
  return sources;
}

}  // namespace bursar::cli
