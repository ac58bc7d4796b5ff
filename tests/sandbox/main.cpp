#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include <CLI/CLI.hpp>

#include "server/server.hpp"
#include "world/dump.hpp"

namespace {

using namespace bursar::sandbox;

struct Arguments {
  SandboxOptions options;
  int port = 0;
  std::string now;
  std::string pace = "off";
  std::string rate_limit = "100";
  std::string views = "live";
  std::string limits = "strict";
  std::string plan_file;
  std::string dump_directory;
  bool demo = false;
};

void declare(CLI::App& app, Arguments& given) {
  WorldOptions& world = given.options.world;
  app.add_option("--port", given.port, "Port on 127.0.0.1; 0 picks a free one");
  app.add_option("--seed", world.seed, "Seed of the world");
  app.add_option("--transactions", world.transactions, "Ledger rows");
  app.add_option("--expenses", world.expenses, "Expenses");
  app.add_option("--dense", world.dense_instant, "Rows sharing one createdAt (0: an eighth)");
  app.add_flag("--demo", given.demo, "The small demo world (the default)");
  app.add_flag("--ordered-ledger", given.options.ordered_ledger,
               "10-second buckets without a final tie-break");
  app.add_option("--pace", given.pace, "real: as slow as the real API; off")
      ->check(CLI::IsMember({"real", "off"}));
  app.add_option("--rate-limit", given.rate_limit, "Requests per minute and token; off");
  app.add_option("--views", given.views, "live: always fresh; lagging: refreshed by the clock")
      ->check(CLI::IsMember({"live", "lagging"}));
  app.add_option("--limits", given.limits,
                 "strict: too many tokens and too high a cost are refused; real: they are not")
      ->check(CLI::IsMember({"strict", "real"}));
  app.add_option("--plan", given.plan_file, "JSON file with rules of misbehaviour");
  app.add_option("--now", given.now, "The world's clock, RFC 3339");
  app.add_option("--dump", given.dump_directory, "Write the world's TSV files there and exit");
}

nlohmann::json read_json(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  const auto plan = nlohmann::json::parse(file);
  return plan.is_object() && plan.contains("rules") ? plan["rules"] : plan;
}

void finish(Arguments& given) {
  SandboxOptions& options = given.options;
  if (!given.now.empty()) {
    const auto now = parse_rfc3339(given.now);
    if (!now) throw std::runtime_error("--now: not a date-time: " + given.now);
    options.world.now = *now;
  }
  options.views_lag = given.views == "lagging";
  options.limits.strict = given.limits == "strict";
  options.pace.real = given.pace == "real";
  options.rate.enabled = given.rate_limit != "off";
  if (options.rate.enabled) {
    options.rate.per_token = std::stoi(given.rate_limit);
    options.rate.anonymous = options.rate.per_token / 10;
  }
  if (!given.plan_file.empty()) options.plan = read_json(given.plan_file);
}

void write_dump(const SandboxOptions& options, const std::string& directory) {
  const World world = generate(options.world);
  std::filesystem::create_directories(directory);
  const auto write = [&](const char* name, const std::string& text) {
    const std::string path = directory + '/' + name;
    std::ofstream file(path, std::ios::binary);
    if (!(file << text)) throw std::runtime_error("cannot write " + path);
  };
  write("transactions.tsv", dump_transactions(world, {}));
  write("expenses.tsv", dump_expenses(world, {}));
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("An imitation of the Open Collective API on the loopback interface");
  Arguments given;
  declare(app, given);
  CLI11_PARSE(app, argc, argv);
  try {
    finish(given);
    if (!given.dump_directory.empty()) {
      write_dump(given.options, given.dump_directory);
      return 0;
    }
    SandboxServer server(given.options, given.port);
    std::cout << "listening on " << server.url() << std::endl;
    server.wait();
  } catch (const std::exception& error) {
    std::cerr << "bursar-sandbox: " << error.what() << '\n';
    return 1;
  }
  return 0;
}
