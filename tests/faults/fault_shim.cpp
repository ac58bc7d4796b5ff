// Preloaded into the program by the tests of faults.hpp: counts the calls that change what is on
// the disk and strikes at the one that BURSAR_FAULT_AT names. BURSAR_FAULT says how: "kill" ends
// the process by SIGKILL before the call is made; "stop" tells it to stop, by SIGTERM; "full" lets
// that call and every later one fail that would need space; "full-once" lets that one fail alone.
// All but the first say so on standard error.
// File systems that hand out space late tell of a full disk when files are synced, cut or renamed,
// too. The program itself knows nothing of it.
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdlib>
#include <cstring>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

namespace {

enum class Call { needs_space, other };

long counted = 0;

void say(const char* what) {
  static_cast<void>(syscall(SYS_write, STDERR_FILENO, what, std::strlen(what)));
}

bool strikes(Call call) {
  static const char* const at = std::getenv("BURSAR_FAULT_AT");
  static const char* const how = std::getenv("BURSAR_FAULT");
  if (at == nullptr || how == nullptr) return false;
  const bool kills = std::strcmp(how, "kill") == 0;
  const bool stops = std::strcmp(how, "stop") == 0;
  if (!kills && !stops && call == Call::other) return false;
  ++counted;
  const long wanted = std::atol(at);
  const bool struck = std::strcmp(how, "full") == 0 ? counted >= wanted : counted == wanted;
  if (!struck) return false;
  if (kills) kill(getpid(), SIGKILL);
  if (stops) kill(getpid(), SIGTERM);
  say(stops ? "told to stop\n" : "the disk is full\n");
  errno = ENOSPC;
  return !stops;
}

// Terminals, pipes and the files that take the program's own output are no disks of ours.
bool is_output(int descriptor) {
  return descriptor <= STDERR_FILENO;
}

template <typename Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t count) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
  if (!is_output(descriptor) && strikes(Call::needs_space)) return -1;
  return real(descriptor, bytes, count);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t count, off_t offset) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  if (strikes(Call::needs_space)) return -1;
  return real(descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t count, off64_t offset) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  if (strikes(Call::needs_space)) return -1;
  return real(descriptor, bytes, count, offset);
}

int fsync(int descriptor) {
  static const auto real = next<int (*)(int)>("fsync");
  if (strikes(Call::needs_space)) return -1;
  return real(descriptor);
}

int fdatasync(int descriptor) {
  static const auto real = next<int (*)(int)>("fdatasync");
  if (strikes(Call::needs_space)) return -1;
  return real(descriptor);
}

int ftruncate(int descriptor, off_t length) noexcept {
  static const auto real = next<int (*)(int, off_t)>("ftruncate");
  if (strikes(Call::needs_space)) return -1;
  return real(descriptor, length);
}

int ftruncate64(int descriptor, off64_t length) noexcept {
  static const auto real = next<int (*)(int, off64_t)>("ftruncate64");
  if (strikes(Call::needs_space)) return -1;
  return real(descriptor, length);
}

int open(const char* file, int flags, ...) {
  static const auto real = next<int (*)(const char*, int, ...)>("open");
  va_list list;
  va_start(list, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(list, mode_t) : 0;
  va_end(list);
  if ((flags & O_CREAT) != 0 && strikes(Call::needs_space)) return -1;
  return real(file, flags, mode);
}

int open64(const char* file, int flags, ...) {
  static const auto real = next<int (*)(const char*, int, ...)>("open64");
  va_list list;
  va_start(list, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(list, mode_t) : 0;
  va_end(list);
  if ((flags & O_CREAT) != 0 && strikes(Call::needs_space)) return -1;
  return real(file, flags, mode);
}

int openat(int directory, const char* file, int flags, ...) {
  static const auto real = next<int (*)(int, const char*, int, ...)>("openat");
  va_list list;
  va_start(list, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(list, mode_t) : 0;
  va_end(list);
  if ((flags & O_CREAT) != 0 && strikes(Call::needs_space)) return -1;
  return real(directory, file, flags, mode);
}

int mkdirat(int parent, const char* directory, mode_t mode) noexcept {
  static const auto real = next<int (*)(int, const char*, mode_t)>("mkdirat");
  if (strikes(Call::needs_space)) return -1;
  return real(parent, directory, mode);
}

int renameat(int from_directory, const char* from, int to_directory, const char* to) noexcept {
  static const auto real = next<int (*)(int, const char*, int, const char*)>("renameat");
  if (strikes(Call::needs_space)) return -1;
  return real(from_directory, from, to_directory, to);
}

int mkdir(const char* directory, mode_t mode) noexcept {
  static const auto real = next<int (*)(const char*, mode_t)>("mkdir");
  if (strikes(Call::needs_space)) return -1;
  return real(directory, mode);
}

int rename(const char* from, const char* to) noexcept {
  static const auto real = next<int (*)(const char*, const char*)>("rename");
  if (strikes(Call::needs_space)) return -1;
  return real(from, to);
}

int renameat2(int from_directory, const char* from, int to_directory, const char* to,
              unsigned flags) noexcept {
  static const auto real = next<int (*)(int, const char*, int, const char*, unsigned)>("renameat2");
  if (strikes(Call::needs_space)) return -1;
  return real(from_directory, from, to_directory, to, flags);
}

int link(const char* from, const char* to) noexcept {
  static const auto real = next<int (*)(const char*, const char*)>("link");
  if (strikes(Call::needs_space)) return -1;
  return real(from, to);
}

int syncfs(int descriptor) noexcept {
  static const auto real = next<int (*)(int)>("syncfs");
  if (strikes(Call::needs_space)) return -1;
  return real(descriptor);
}

int unlink(const char* file) noexcept {
  static const auto real = next<int (*)(const char*)>("unlink");
  strikes(Call::other);
  return real(file);
}

int unlinkat(int directory, const char* file, int flags) noexcept {
  static const auto real = next<int (*)(int, const char*, int)>("unlinkat");
  strikes(Call::other);
  return real(directory, file, flags);
}

int remove(const char* file) noexcept {
  static const auto real = next<int (*)(const char*)>("remove");
  strikes(Call::other);
  return real(file);
}

}  // extern "C"
