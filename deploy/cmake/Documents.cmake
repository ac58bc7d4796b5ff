# What is written from the parser itself, so that it cannot say anything else: the manual page and
# the completions of shells.
add_executable(bursar-manual manual_main.cpp)
target_link_libraries(bursar-manual PRIVATE bursar_cli bursar_warnings)

set(documents ${PROJECT_BINARY_DIR}/documents)
file(MAKE_DIRECTORY ${documents})
add_custom_command(OUTPUT ${documents}/bursar.1
  COMMAND bursar-manual ${PROJECT_SOURCE_DIR}/deploy/bursar.1.in > ${documents}/bursar.1
  DEPENDS ${PROJECT_SOURCE_DIR}/deploy/bursar.1.in
  VERBATIM)
install(FILES ${documents}/bursar.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)

set(written ${documents}/bursar.1)
# Each shell has its own place and name for them.
foreach(completion IN ITEMS
    bash:bash-completion/completions:bursar
    zsh:zsh/vendor-completions:_bursar
    fish:fish/vendor_completions.d:bursar.fish)
  string(REPLACE ":" ";" completion ${completion})
  list(GET completion 0 shell)
  list(GET completion 1 place)
  list(GET completion 2 name)
  add_custom_command(OUTPUT ${documents}/${shell}/${name}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${documents}/${shell}
    COMMAND bursar completion ${shell} > ${documents}/${shell}/${name}
    VERBATIM)
  install(FILES ${documents}/${shell}/${name} DESTINATION ${CMAKE_INSTALL_DATADIR}/${place})
  list(APPEND written ${documents}/${shell}/${name})
endforeach()
add_custom_target(documents ALL DEPENDS ${written})
