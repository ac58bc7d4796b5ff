#include "export/external_sort.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "error/error.hpp"

namespace bursar::exporting {
namespace {

// Written at once, and at most read at once of a run.
constexpr std::size_t block_size = 1U << 16U;
constexpr std::size_t smallest_block = 1U << 12U;

[[noreturn]] void fail(const char* doing, int error) {
  const std::string where = std::filesystem::temp_directory_path().string();
  throw Error(
      ErrorKind::io,
      fmt::format("cannot {} a temporary file in {}: {}", doing, where, std::strerror(error)),
      "free some space there, or let TMPDIR name a directory with more");
}

struct Lengths {
  std::uint32_t key = 0;
  std::uint32_t bytes = 0;
};

// A file without a name: it goes when the process does, however that ends.
class Spool {
 public:
  Spool() {
    std::string name = (std::filesystem::temp_directory_path() / "bursar-sort-XXXXXX").string();
    descriptor_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (descriptor_ < 0) fail("create", errno);
    ::unlink(name.c_str());
  }
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;
  ~Spool() { ::close(descriptor_); }

  void append(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("write", errno);
      bytes.remove_prefix(static_cast<std::size_t>(written));
      size_ += static_cast<std::size_t>(written);
    }
  }
  // Reads as much as is there, at most `size`.
  std::size_t read(std::size_t offset, char* to, std::size_t size) const {
    std::size_t done = 0;
    while (done < size) {
      const ssize_t count =
          ::pread(descriptor_, to + done, size - done, static_cast<off_t>(offset + done));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail("read", errno);
      if (count == 0) break;
      done += static_cast<std::size_t>(count);
    }
    return done;
  }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  int descriptor_ = -1;
  std::size_t size_ = 0;
};

// Reads one sorted run from front to back.
class RunReader {
 public:
  // Reads `block` bytes at once.
  RunReader(const Spool& spool, std::size_t begin, std::size_t end, std::size_t block)
      : spool_(&spool), next_(begin), end_(end), block_(block) {}

  // Moves to the next record; false at the end.
  bool advance() {
    used_ += record_size_;
    record_size_ = 0;
    if (!has(sizeof lengths_)) return false;
    std::memcpy(&lengths_, buffer_.data() + used_, sizeof lengths_);
    record_size_ = sizeof lengths_ + lengths_.key + lengths_.bytes;
    if (!has(record_size_)) fail("read", EIO);
    return true;
  }
  [[nodiscard]] std::string_view key() const {
    return {buffer_.data() + used_ + sizeof lengths_, lengths_.key};
  }
  [[nodiscard]] std::string_view bytes() const {
    return {buffer_.data() + used_ + sizeof lengths_ + lengths_.key, lengths_.bytes};
  }

 private:
  // Makes sure that `size` bytes from the present place on are in the buffer.
  bool has(std::size_t size) {
    if (buffer_.size() - used_ >= size) return true;
    buffer_.erase(0, used_);
    used_ = 0;
    const std::size_t kept = buffer_.size();
    const std::size_t wanted = std::min(std::max(block_, size) - kept, end_ - next_);
    buffer_.resize(kept + wanted);
    const std::size_t got = spool_->read(next_, buffer_.data() + kept, wanted);
    buffer_.resize(kept + got);
    next_ += got;
    return buffer_.size() >= size;
  }

  const Spool* spool_;
  std::size_t next_;
  std::size_t end_;
  std::size_t block_;
  std::string buffer_;
  std::size_t used_ = 0;
  std::size_t record_size_ = 0;
  Lengths lengths_;
};

}  // namespace

struct ExternalSort::State {
  struct Entry {
    std::size_t offset;
    Lengths lengths;
  };
  struct Run {
    std::size_t begin;
    std::size_t end;
  };
  using Visit = std::function<void(std::string_view, std::string_view)>;

  // Reserved at once: growing by doubling would take up to three times as much.
  explicit State(std::size_t limit) : memory(limit) { arena.reserve(limit); }

  [[nodiscard]] std::string_view key(const Entry& entry) const {
    return std::string_view(arena).substr(entry.offset, entry.lengths.key);
  }
  [[nodiscard]] std::string_view bytes(const Entry& entry) const {
    return std::string_view(arena).substr(entry.offset + entry.lengths.key, entry.lengths.bytes);
  }
  void sort() {
    std::stable_sort(entries.begin(), entries.end(),
                     [this](const Entry& a, const Entry& b) { return key(a) < key(b); });
  }
  void spill();
  void merge(const Visit& visit);

  std::size_t memory;
  std::string arena;
  std::vector<Entry> entries;
  std::unique_ptr<Spool> spool;
  std::vector<Run> runs;
};

void ExternalSort::State::spill() {
  sort();
  if (!spool) spool = std::make_unique<Spool>();
  const std::size_t begin = spool->size();
  std::string block;
  for (const Entry& entry : entries) {
    block.append(reinterpret_cast<const char*>(&entry.lengths), sizeof entry.lengths);
    block += key(entry);
    block += bytes(entry);
    if (block.size() < block_size) continue;
    spool->append(block);
    block.clear();
  }
  spool->append(block);
  runs.push_back({begin, spool->size()});
  arena.clear();
  entries.clear();
}

void ExternalSort::State::merge(const Visit& visit) {
  // The more runs there are, the less is held of each: together no more than while sorting.
  std::string().swap(arena);
  std::vector<Entry>().swap(entries);
  const std::size_t block = std::clamp(memory / runs.size(), smallest_block, block_size);
  std::vector<RunReader> readers;
  for (const Run& run : runs) readers.emplace_back(*spool, run.begin, run.end, block);
  // A heap of runs, the one with the smallest record in front; earlier runs first among equals.
  std::vector<std::size_t> heap;
  const auto after = [&](std::size_t a, std::size_t b) {
    const int order = readers[a].key().compare(readers[b].key());
    return order != 0 ? order > 0 : a > b;
  };
  for (std::size_t i = 0; i < readers.size(); ++i) {
    if (readers[i].advance()) heap.push_back(i);
  }
  std::make_heap(heap.begin(), heap.end(), after);
  while (!heap.empty()) {
    std::pop_heap(heap.begin(), heap.end(), after);
    RunReader& reader = readers[heap.back()];
    visit(reader.key(), reader.bytes());
    if (reader.advance()) {
      std::push_heap(heap.begin(), heap.end(), after);
    } else {
      heap.pop_back();
    }
  }
}

ExternalSort::ExternalSort(std::size_t memory) : state_(std::make_unique<State>(memory)) {}
ExternalSort::~ExternalSort() = default;

void ExternalSort::add(std::string_view key, std::string_view bytes) {
  State& state = *state_;
  const std::size_t held = state.arena.size() + state.entries.size() * sizeof(State::Entry);
  const std::size_t more = key.size() + bytes.size() + sizeof(State::Entry);
  if (held + more > state.memory && !state.entries.empty()) state.spill();
  state.entries.push_back(
      {state.arena.size(),
       {static_cast<std::uint32_t>(key.size()), static_cast<std::uint32_t>(bytes.size())}});
  state.arena += key;
  state.arena += bytes;
}

void ExternalSort::for_each(const std::function<void(std::string_view, std::string_view)>& visit) {
  State& state = *state_;
  if (!state.runs.empty()) {
    if (!state.entries.empty()) state.spill();
    state.merge(visit);
    return;
  }
  state.sort();
  for (const State::Entry& entry : state.entries) visit(state.key(entry), state.bytes(entry));
}

std::size_t ExternalSort::runs() const {
  return state_->runs.size();
}

}  // namespace bursar::exporting
