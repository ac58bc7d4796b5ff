#include "world/texts.hpp"

#include <array>

namespace bursar::sandbox {

const std::vector<std::string>& contribution_titles() {
  static const std::vector<std::string> titles{
      "Monthly contribution",
      "One-time contribution",
      "Contribution \"in kind\", thanks",
      "Soutien à la communauté — été",
      "=1+1",
      "@SUM(A1:A9)",
      "+32 2 555 01 23",
      "-2+3",
      "Ticket(s) for Demo Event 🎟️",
      "月次寄付",
      "تبرع شهري",
      "Sponsor; gold, 'annual' | tier",
      "Line one\nline two",
      "Back\\slash and tab\there",
      "<script>alert(1)</script>",
      "Dons & legs <été> 100 %",
      "A long title that goes on and on so that any column that is cut at a hundred characters "
      "has something to cut, and a column that is cut at two hundred as well, and the ones that "
      "are "
      "cut at two hundred and fifty-five, the platform's own limit, too."};
  return titles;
}

const std::vector<std::string>& expense_titles() {
  static const std::vector<std::string> titles{"Hosting invoice",
                                               "Design work, phase 2",
                                               "Réunion d’équipe",
                                               "Travel to the yearly meeting",
                                               "Printer \"ink\"",
                                               "Consulting 100%",
                                               "=HYPERLINK(\"http://example.test\")",
                                               "印刷費",
                                               "נסיעות",
                                               "Snacks 🍕 & drinks",
                                               "Software licences (3×)",
                                               "Mileage; parking",
                                               "Refund of deposit\r\nsecond line"};
  return titles;
}

const std::vector<std::string>& item_titles() {
  static const std::vector<std::string> titles{"Hosting",
                                               "Mileage &amp; parking",
                                               "Design &lt;phase 2&gt;",
                                               "Consulting 100%",
                                               "Printer &quot;ink&quot;",
                                               "Réunion d’équipe",
                                               "=SUM(1;2)",
                                               "交通費",
                                               "Train &amp; bus"};
  return titles;
}

std::string contributor_name(std::uint32_t number) {
  constexpr std::array<const char*, 12> kPatterns{"Contributor",
                                                  "Contributor",
                                                  "Contributeur éàü",
                                                  "寄付者",
                                                  "مساهم",
                                                  "Contributor \"X\"",
                                                  "=Contributor",
                                                  "Contributor 🎈",
                                                  "<b>Contributor</b>",
                                                  "Contributor; --",
                                                  "Contributor, Inc.",
                                                  "O'Contributor"};
  return std::string(kPatterns[number % kPatterns.size()]) + ' ' + std::to_string(number);
}

}  // namespace bursar::sandbox
