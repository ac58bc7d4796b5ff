#include "cli/profile_check.hpp"

#include <filesystem>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "error/error.hpp"
#include "mapping/chart.hpp"
#include "mapping/record.hpp"

namespace bursar::cli {
namespace {

namespace fs = std::filesystem;
using document::Problems;
using mapping::LayoutKind;

constexpr std::string_view correct_it = "correct this, then try `bursar config check`";

std::string title(const PlannedProfile& planned) {
  return fmt::format("[profile.{}]", planned.profile->name);
}

std::string_view kind_of(const PlannedProfile& planned) {
  return mapping::kind_name(planned.layout.kind);
}

void add(const PlannedProfile& planned, std::string_view key, const std::string& message,
         Problems& problems) {
  problems.add(config::describe(planned.profile->origin_of(key)),
               fmt::format("{} {}", title(planned), message));
}

// "account the-band", "host ledger-host"
std::string root(const config::SourceConfig& source) {
  return fmt::format("{} {}", source.perspective == config::Perspective::host ? "host" : "account",
                     source.slug);
}

// Whether two profiles go to the same books, as far as anybody has said.
enum class Books { same, apart, unsaid };
Books books(const PlannedProfile& a, const PlannedProfile& b) {
  const std::string& first = a.profile->books;
  const std::string& second = b.profile->books;
  constexpr std::string_view none = "none";  // files that nobody imports
  if (first == none || second == none) return Books::apart;
  if (first.empty() || second.empty()) return Books::unsaid;
  return first == second ? Books::same : Books::apart;
}

// Two profiles of one kind whose sources are known to overlap.
void check_overlap(const PlannedProfile& a, const PlannedProfile& b, Problems& problems,
                   Advice& advice) {
  const std::string both =
      fmt::format("{}s of {} and of {}", kind_of(a), root(*a.source), root(*b.source));
  if (books(a, b) == Books::same) {
    add(b, "books",
        fmt::format("and {} are both {}, which overlap, in the books \"{}\": rows would be booked "
                    "twice; keep one of the two, or exclude accounts from a source, or give them "
                    "different books if they go to different ones",
                    title(a), both, b.profile->books),
        problems);
  } else {
    advice.warnings.push_back(fmt::format(
        "{}: {} and {} are both {}, which overlap; if they go to the same books, rows are booked "
        "twice. Say which books each goes to: books = \"…\"",
        config::describe(b.profile->origin), title(a), title(b), both));
  }
}

// A statement and a journal of one source, and nobody said which books they go to
// (accounting-2.md R11).
void refuse_unsaid(const PlannedProfile& a, const PlannedProfile& b, Problems& problems) {
  const PlannedProfile& without = b.profile->books.empty() ? b : a;
  add(without, "books",
      fmt::format("lacks \"books\": {} is a {} and {} a {} of the source {}, and its rows would be "
                  "posted twice; say which books each goes to: books = \"…\", or books = \"none\" "
                  "for files that nobody imports",
                  title(a), kind_of(a), title(b), kind_of(b), a.source->name),
      problems);
}

// Two profiles in one `books` of whose sources only the platform knows whether they overlap.
void advise_on_unknown(const PlannedProfile& a, const PlannedProfile& b, Advice& advice) {
  const bool hosted = a.source->perspective != b.source->perspective;
  const std::string text = fmt::format(
      "{}: {} and {} go to the same books, and only the platform knows whether {} and {} overlap "
      "({}); if they do, rows are booked twice: exclude = [\"…\"] in one of the sources",
      config::describe(b.profile->origin), title(a), title(b), root(*a.source), root(*b.source),
      hosted ? "the host may host the account" : "one may be a project or event of the other");
  // Several accounts in one set of books are usual, an account beside a host is not.
  (hosted ? advice.warnings : advice.notes).push_back(text);
}

void check_double_booking(const PlannedProfile& a, const PlannedProfile& b, Problems& problems,
                          Advice& advice) {
  const bool tables = a.layout.kind == LayoutKind::table || b.layout.kind == LayoutKind::table;
  if (tables || books(a, b) == Books::apart) return;
  const config::Overlap overlap = config::overlap(*a.source, *b.source);
  if (overlap == config::Overlap::none) return;
  if (a.layout.kind != b.layout.kind) {
    if (books(a, b) == Books::unsaid) {
      if (a.source->name == b.source->name) refuse_unsaid(a, b, problems);
      return;
    }
    if (overlap == config::Overlap::unknown) return;
    const PlannedProfile& statement = a.layout.kind == LayoutKind::statement ? a : b;
    const PlannedProfile& journal = a.layout.kind == LayoutKind::statement ? b : a;
    advice.notes.push_back(fmt::format(
        "{}: {} is a statement beside the journal of {}: in the books \"{}\", code each line of "
        "the statement to the journal's money account (the chart's money), nowhere else",
        config::describe(statement.profile->origin), title(statement), title(journal),
        statement.profile->books));
  } else if (overlap == config::Overlap::certain) {
    check_overlap(a, b, problems, advice);
  } else if (books(a, b) == Books::same) {
    advise_on_unknown(a, b, advice);
  }
}

// The name of a profile's files where account, currency, batch and the like have no say.
std::string constant_name(const PlannedProfile& planned) {
  mapping::Record record;
  record.set(mapping::Field::profile, std::string_view(planned.profile->name));
  std::string name;
  planned.layout.file.name.render(record, '.', name);
  return name;
}

// One directory may be reached by several paths.
fs::path directory_of(const PlannedProfile& planned) {
  std::error_code unreadable;
  fs::path real = fs::weakly_canonical(planned.profile->directory, unreadable);
  if (unreadable) real = planned.profile->directory.lexically_normal();
  return real.has_filename() ? real : real.parent_path();
}

void check_file_names(const PlannedProfile& a, const PlannedProfile& b, Problems& problems) {
  if (directory_of(a) != directory_of(b) || constant_name(a) != constant_name(b)) return;
  add(b, "directory",
      fmt::format("and {} write to the same directory, and their files may get the same names; "
                  "give them a directory each, or put {{profile}} into [file] name of the layout",
                  title(a)),
      problems);
}

// The chart can be read, and has the accounts that the layout's way to show VAT needs.
void check_chart(const PlannedProfile& planned, Problems& problems) {
  if (planned.profile->chart.empty()) return;
  try {
    const mapping::Chart chart = mapping::load_chart(planned.profile->chart);
    if (planned.layout.kind != LayoutKind::journal) return;
    const auto missing = chart.missing_for(planned.layout.journal.tax);
    if (missing)
      add(planned, "chart", fmt::format("has a chart that lacks an account: {}", *missing),
          problems);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::config) throw;
    problems.add(config::describe(planned.profile->origin_of("chart")), error.what());
  }
}

}  // namespace

std::vector<PlannedProfile> plan_profiles(const config::Config& config, Problems& problems) {
  std::vector<PlannedProfile> planned;
  for (const config::ProfileConfig& profile : config.profiles) {
    // --account and --host leave one source; the profiles of others are not meant.
    for (const config::SourceConfig& source : config.sources) {
      if (source.name != profile.source) continue;
      try {
        planned.push_back({&profile, &source, mapping::load_layout(profile.layout)});
      } catch (const Error& error) {
        if (error.kind() != ErrorKind::config) throw;
        problems.add(config::describe(profile.origin_of("layout")), error.what());
      }
    }
  }
  return planned;
}

void check_alone(const PlannedProfile& planned, Problems& problems) {
  check_chart(planned, problems);
  const config::ProfileConfig& profile = *planned.profile;
  const LayoutKind kind = planned.layout.kind;
  const auto useless = [&](std::string_view key, std::string_view what_for) {
    if (profile.origins.count(key) == 0) return;
    add(planned, key,
        fmt::format("{} is for {}; the layout {} is a {}: remove it, or choose another layout", key,
                    what_for, planned.layout.name, kind_of(planned)),
        problems);
  };
  if (mapping::needs_chart(planned.layout) && profile.chart.empty()) {
    add(planned, "layout",
        fmt::format("lacks \"chart\": the layout {} names ledger accounts, and only a chart of "
                    "accounts says which one each line belongs to",
                    planned.layout.name),
        problems);
  }
  if (kind != LayoutKind::journal) {
    useless("summary", "journals");
    useless("strict", "journals");
  }
  if (kind == LayoutKind::table) useless("max_corrections", "statements and journals");
  const bool expenses = planned.layout.rows == mapping::Rows::expenses ||
                        planned.layout.rows == mapping::Rows::expense_items;
  if (profile.date == config::DateBasis::paid && !(kind == LayoutKind::table && expenses)) {
    add(planned, "date",
        fmt::format("cannot be dated by \"paid\": transactions have no such date, only expenses; "
                    "write \"{}\"",
                    kind == LayoutKind::journal ? "effective" : "created"),
        problems);
  }
}

void check_together(const std::vector<PlannedProfile>& profiles, Problems& problems,
                    Advice& advice) {
  for (std::size_t second = 1; second < profiles.size(); ++second) {
    for (std::size_t first = 0; first < second; ++first) {
      check_double_booking(profiles[first], profiles[second], problems, advice);
      check_file_names(profiles[first], profiles[second], problems);
    }
  }
}

void refuse_double_booking(const config::Config& config) {
  Problems unreadable("bursar.toml");
  const std::vector<PlannedProfile> profiles = plan_profiles(config, unreadable);
  Problems problems("bursar.toml");
  Advice advice;
  for (std::size_t second = 1; second < profiles.size(); ++second) {
    for (std::size_t first = 0; first < second; ++first) {
      check_double_booking(profiles[first], profiles[second], problems, advice);
    }
  }
  problems.throw_if_any(std::string(correct_it));
}

}  // namespace bursar::cli
