#include "server/files.hpp"

#include <algorithm>
#include <vector>

#include "resolve/expense_access.hpp"
#include "server/authentication.hpp"
#include "server/tokens.hpp"
#include "world/file_numbers.hpp"

namespace bursar::sandbox {
namespace {

constexpr const char* kSignature = "X-Amz-Expires=3600&X-Amz-Signature=5ca1ab1e5ca1ab1e5ca1ab1e";

struct FoundFile {
  std::uint64_t number = 0;
  ExpenseId expense = 0;
  std::string extension;
};

std::string extension_of(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  return dot == name.npos ? std::string() : name.substr(dot);
}

ExpenseId expense_with_item(const World& world, std::uint64_t item) {
  for (ExpenseId id = 1; id <= world.expenses.size(); ++id) {
    const Expense& expense = world.expenses[id];
    if (item >= expense.first_item && item < expense.first_item + expense.items) return id;
  }
  return 0;
}

std::optional<FoundFile> find_item_file(const World& world, std::uint64_t number) {
  const std::uint64_t item = number - kFirstItemFile;
  if (!world.items.has(item) || !world.items[static_cast<std::uint32_t>(item)].has_file) {
    return std::nullopt;
  }
  static const std::vector<std::string> kExtensions{".pdf", ".jpg", ".png"};
  return FoundFile{number, expense_with_item(world, item), kExtensions[item % 3]};
}

std::optional<FoundFile> find_file(const World& world, const std::string& id) {
  const auto number = world.ids.from_public(Entity::File, id);
  if (!number) return std::nullopt;
  if (*number >= kFirstItemFile) return find_item_file(world, *number);
  const std::uint64_t expense_number = *number / kFilesPerExpense;
  if (!world.expenses.has(expense_number)) return std::nullopt;
  const auto id_of_expense = static_cast<ExpenseId>(expense_number);
  const Expense& expense = world.expenses[id_of_expense];
  const std::uint64_t place = *number % kFilesPerExpense;
  if (place == kInvoicePlace) {
    if (!expense.invoice_file) return std::nullopt;
    return FoundFile{*number, id_of_expense, ".pdf"};
  }
  const std::string names =
      expense.attachments == 0 ? std::string() : world.texts.text(expense.attachments);
  std::size_t begin = 0;
  for (std::uint64_t i = 0; i < place && begin != names.npos; ++i) {
    begin = names.find(',', begin);
    if (begin != names.npos) ++begin;
  }
  if (names.empty() || begin == names.npos) return std::nullopt;
  return FoundFile{*number, id_of_expense,
                   extension_of(names.substr(begin, names.find(',', begin) - begin))};
}

Reply refusal(int status, const std::string& type, const std::string& message) {
  return middleware_error(status, type, message);
}

/// A body of its own for every file, some kilobytes long, that begins as its type does.
std::string bytes_of(const FoundFile& file, const std::string& id) {
  std::string body = "%PDF-1.4\n";
  if (file.extension == ".jpg") body = "\xFF\xD8\xFF\xE0";
  if (file.extension == ".png") body = "\x89PNG\r\n\x1A\n";
  const std::size_t size = 1'000 + file.number % 7 * 1'500;
  while (body.size() < size) body += id + '\n';
  return body;
}

std::string content_type_of(const FoundFile& file) {
  if (file.extension == ".jpg") return "image/jpeg";
  if (file.extension == ".png") return "image/png";
  return "application/pdf";
}

std::string last_part(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

std::string port_of(const std::string& host) {
  const std::size_t colon = host.rfind(':');
  return colon == host.npos ? std::string() : host.substr(colon);
}

}  // namespace

Reply Files::route(const World& world, const Viewer& viewer, const Request& request) {
  if (request.method != "GET") return refusal(404, "not_found", "Not Found");
  const std::string id = last_part(request.path);
  const auto file = find_file(world, id);
  if (!file) return refusal(404, "not_found", "File not found");
  const Rights rights(world, viewer);
  if (!access_to(world, rights, world.expenses[file->expense]).attachments) {
    return refusal(403, "forbidden", "You are not allowed to see this file");
  }
  const std::string url =
      "http://localhost" + port_of(request.header("host")) + "/storage/" + id + '?' + kSignature;
  Reply reply;
  if (request.query.count("json") > 0) {
    reply.body = nlohmann::json{{"url", url}}.dump();
    return reply;
  }
  reply.status = 307;
  reply.content_type = "text/plain; charset=utf-8";
  reply.headers = {{"Location", url}};
  reply.body = "Temporary Redirect. Redirecting to " + url;
  return reply;
}

Reply Files::storage(const World& world, const Request& request) {
  const std::string id = last_part(request.path);
  const auto file = find_file(world, id);
  Reply reply;
  reply.content_type = "application/xml";
  // Like the real storage: one way of proving who asks is enough, two are an error.
  if (!request.header("authorization").empty()) {
    reply.status = 400;
    reply.body = "<Error><Code>InvalidArgument</Code></Error>";
    return reply;
  }
  if (request.query.count("X-Amz-Signature") == 0) {
    reply.status = 403;
    reply.body = "<Error><Code>AccessDenied</Code></Error>";
    return reply;
  }
  if (!file) {
    reply.status = 404;
    reply.body = "<Error><Code>NoSuchKey</Code></Error>";
    return reply;
  }
  reply.content_type = content_type_of(*file);
  reply.body = bytes_of(*file, id);
  return reply;
}

void Files::note(const Request& request) {
  std::string everything;
  for (const auto& [name, value] : request.headers) everything += name + ": " + value + '\n';
  for (const auto& [name, value] : request.query) everything += name + '=' + value + '\n';
  const std::vector<Token> tokens = well_known_tokens();
  const bool has_token = std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) {
    return everything.find(token.text) != everything.npos;
  });
  const std::lock_guard lock(mutex_);
  noted_.push_back({{"host", request.header("host")},
                    {"method", request.method},
                    {"path", request.path},
                    {"token", has_token}});
}

nlohmann::json Files::noted() const {
  const std::lock_guard lock(mutex_);
  return noted_;
}

}  // namespace bursar::sandbox
