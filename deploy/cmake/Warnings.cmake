# One interface target carries the warnings, so that only our own code is held to them.
add_library(bursar_warnings INTERFACE)
target_compile_options(bursar_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wcast-qual)
if(BURSAR_WERROR)
  target_compile_options(bursar_warnings INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports uses of freed and overlapping memory inside its own std::string when it
  # inlines operator+ (GCC bugs 105329, 105651).
  target_compile_options(bursar_warnings INTERFACE -Wno-restrict)
endif()
