# Writes the text of INPUT into OUTPUT as a C++ string. Called at build time with -P.
file(READ "${INPUT}" text)
string(LENGTH "${text}" length)
set(start 0)
set(parts "")
# Compilers limit one literal to 64 KiB or less; adjacent literals are joined.
while(start LESS length)
  string(SUBSTRING "${text}" ${start} 8000 part)
  string(APPEND parts "    R\"sdl(${part})sdl\"\n")
  math(EXPR start "${start} + 8000")
endwhile()
file(WRITE "${OUTPUT}"
  "#pragma once\n\n#include <string_view>\n\nnamespace bursar::sandbox {\n\n"
  "inline constexpr std::string_view kSchemaText =\n${parts}    ;\n\n}  // namespace bursar::sandbox\n")
