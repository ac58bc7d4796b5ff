#include "config/profile_table.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include <fmt/format.h>

#include "config/duration.hpp"
#include "document/table_reader.hpp"
#include "error/suggestion.hpp"

namespace bursar::config {
namespace {

namespace fs = std::filesystem;
using document::Node;
using document::Problems;
using document::TableReader;

constexpr std::int64_t seconds_of_day = 24 * 60 * 60;

constexpr std::string_view meaning_of_start =
    "the first day whose rows are handed over; what is dated before counts as known to the books, "
    "as their opening balance: \"2026-01-01\", or \"beginning\" to hand over everything";

// "2 %", "0.5 %", "12,25 %" in hundredths of a per cent. Nothing for anything else, nor for more
// than the whole.
std::optional<std::int64_t> parse_percent(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  text.remove_suffix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  const std::size_t mark = std::min(text.find_first_of(".,"), text.size());
  std::string digits(text.substr(0, mark));
  std::string fraction(mark < text.size() ? text.substr(mark + 1) : "00");
  if (digits.empty() || digits.size() > 3 || fraction.empty() || fraction.size() > 2) {
    return std::nullopt;
  }
  fraction.resize(2, '0');
  digits += fraction;
  std::int64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc() || stop != end || value < 0 || value > 10'000) return std::nullopt;
  return value;
}

// Reads one table; lives no longer than that.
class ProfileReader {
 public:
  ProfileReader(const document::Member& member, fs::path base,
                std::span<const SourceConfig> sources, Problems& problems)
      : member_(member),
        base_(std::move(base)),
        sources_(sources),
        problems_(problems),
        reader_(member.value, fmt::format("[profile.{}]", member.key), problems) {}

  ProfileConfig read() {
    profile_.name = member_.key;
    profile_.origin = {OriginKind::file, problems_.where(member_.value.place)};
    for (const document::Member& key : member_.value.members) {
      profile_.origins[key.key] = {OriginKind::file, problems_.where(key.value.place)};
    }
    for (const std::string_view key : {"source", "layout", "directory"}) reader_.require(key);
    read_what_and_where();
    read_start();
    read_choices();
    read_max_corrections();
    read_delay();
    read_fiscal_year();
    read_file_mode();
    if (const Node* hook = reader_.text("on_batch")) profile_.on_batch = hook->text;
    reader_.refuse_others();
    return std::move(profile_);
  }

 private:
  void read_what_and_where() {
    read_source_name();
    if (const Node* layout = reader_.text("layout")) profile_.layout = name_or_path(layout->text);
    if (const Node* chart = reader_.text("chart")) profile_.chart = name_or_path(chart->text);
    if (const Node* directory = reader_.text("directory")) {
      profile_.directory = resolved(directory->text);
    }
    if (const Node* books = reader_.text("books")) {
      profile_.books = books->text;
      if (books->text.empty()) problems_.add(books->place, "books: a name is expected");
    }
  }

  void read_source_name() {
    const Node* source = reader_.text("source");
    if (source == nullptr) return;
    profile_.source = source->text;
    std::vector<std::string_view> names;
    for (const SourceConfig& known : sources_) names.push_back(known.name);
    if (std::find(names.begin(), names.end(), source->text) != names.end()) return;
    problems_.add(source->place,
                  fmt::format("{} names the source \"{}\", which the file does not have{}",
                              reader_.title(), source->text, did_you_mean(source->text, names)));
  }

  void read_start() {
    const Node* start = reader_.node("start");
    if (start == nullptr) {
      problems_.add(reader_.place(),
                    fmt::format("{} lacks \"start\": {}", reader_.title(), meaning_of_start));
      return;
    }
    const bool readable = start->kind == Node::Kind::text || start->kind == Node::Kind::date;
    if (readable && parse_start(start->text, profile_.start)) return;
    static constexpr std::array<std::string_view, 1> words{"beginning"};
    problems_.add(start->place, fmt::format("start: \"{}\" is no day{}; it is {}", start->text,
                                            did_you_mean(start->text, words), meaning_of_start));
  }

  void read_choices() {
    static constexpr std::array<std::string_view, 3> bases{"created", "effective", "paid"};
    if (const auto word = reader_.choice("date", bases)) {
      profile_.date = static_cast<DateBasis>(*word);
    }
    static constexpr std::array<std::string_view, 2> currencies{"host", "transaction"};
    if (const auto word = reader_.choice("currency", currencies)) {
      profile_.currency = static_cast<BooksCurrency>(*word);
    }
    static constexpr std::array<std::string_view, 2> summaries{"day", "month"};
    if (const auto word = reader_.choice("summary", summaries)) {
      profile_.summary = *word == 0 ? Summary::day : Summary::month;
    }
    static constexpr std::array<std::string_view, 2> names{"full", "ids"};
    if (const auto word = reader_.choice("names", names)) {
      profile_.names = static_cast<Names>(*word);
    }
    profile_.strict = reader_.boolean("strict").value_or(false);
  }

  void read_max_corrections() {
    const Node* limit = reader_.node("max_corrections");
    if (limit == nullptr) return;
    if (limit->kind == Node::Kind::integer && limit->integer >= 0) {
      profile_.max_corrections = {0, limit->integer};
      return;
    }
    if (limit->kind == Node::Kind::text) {
      if (const auto percent = parse_percent(limit->text)) {
        profile_.max_corrections.basis_points = *percent;
        return;
      }
    }
    problems_.add(
        limit->place,
        fmt::format("max_corrections: \"{}\" is no limit; write a share of the "
                    "events handed over so far, as \"2 %\", or a number of events, as 500 "
                    "(without quotes)",
                    limit->text));
  }

  void read_delay() {
    const Node* delay = reader_.node("delay");
    if (delay == nullptr) return;
    const auto seconds =
        delay->kind == Node::Kind::text ? parse_duration(delay->text) : std::nullopt;
    if (!seconds || *seconds % seconds_of_day != 0) {
      problems_.add(
          delay->place,
          fmt::format("delay: \"{}\" is no number of days; write it as \"3 d\"", delay->text));
    } else if (profile_.summary == Summary::none) {
      problems_.add(delay->place,
                    "delay: only summaries wait; add summary = \"day\" or \"month\", or remove it");
    } else {
      profile_.delay_days = *seconds / seconds_of_day;
    }
  }

  void read_fiscal_year() {
    const Node* first = reader_.text("fiscal_year");
    if (first == nullptr) return;
    if (const auto day = ledger::parse_month_day(first->text)) {
      profile_.fiscal_year = *day;
    } else {
      problems_.add(first->place,
                    fmt::format("fiscal_year: \"{}\" is no day of every year; write the month and "
                                "day that fiscal years begin on, as \"04-01\"",
                                first->text));
    }
  }

  void read_file_mode() {
    const Node* mode = reader_.text("file_mode");
    if (mode == nullptr) return;
    unsigned value = 0;
    bool good = mode->text.size() == 4 && mode->text.front() == '0';
    for (const char c : mode->text) {
      good = good && c >= '0' && c <= '7';
      value = value * 8 + static_cast<unsigned>(c - '0');
    }
    // Readable and writable for its owner, executable for nobody, writable for no stranger.
    good = good && (value & 0600U) == 0600U && (value & 0113U) == 0;
    if (good) {
      profile_.file_mode = value;
    } else {
      problems_.add(mode->place,
                    fmt::format("file_mode: \"{}\" is not one of \"0600\", \"0640\", \"0660\", "
                                "\"0644\", \"0664\"",
                                mode->text));
    }
  }

  std::string resolved(const std::string& path) const {
    return (base_ / path).lexically_normal().string();
  }
  std::string name_or_path(const std::string& text) const {
    const bool is_path = text.find('/') != std::string::npos || text.ends_with(".toml");
    return is_path ? resolved(text) : text;
  }

  const document::Member& member_;
  fs::path base_;
  std::span<const SourceConfig> sources_;
  Problems& problems_;
  TableReader reader_;
  ProfileConfig profile_;
};

}  // namespace

ProfileConfig read_profile(const document::Member& member, const fs::path& base,
                           std::span<const SourceConfig> sources, Problems& problems) {
  return ProfileReader(member, base, sources, problems).read();
}

bool parse_start(std::string_view text, std::optional<ledger::CivilDate>& start) {
  const auto date = ledger::parse_civil_date(text);
  if (!date && text != "beginning") return false;
  start = date;
  return true;
}

}  // namespace bursar::config
