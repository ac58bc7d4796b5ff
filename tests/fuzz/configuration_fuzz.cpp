// bursar.toml: read, or refused with every problem at its place.
#include <sys/mman.h>
#include <unistd.h>

#include "config/file.hpp"
#include "fuzz_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace bursar;
  const int descriptor = ::memfd_create("bursar.toml", MFD_CLOEXEC);
  fuzz::require(descriptor >= 0 && ::write(descriptor, data, size) == static_cast<ssize_t>(size),
                "the input can be written to memory");
  fuzz::refuses_or_reads([&] {
    config::Config config;
    document::Problems problems("bursar.toml");
    config::read_file(fmt::format("/proc/self/fd/{}", descriptor), config, problems);
    problems.throw_if_any("correct it");
  });
  ::close(descriptor);
  return 0;
}
