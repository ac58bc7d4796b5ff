# What `cmake --install` puts where; Documents.cmake adds the manual page and the completions.
if(TARGET bursar)
  install(TARGETS bursar RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

# All of these are in the program as well: they are there to be read and copied.
install(DIRECTORY mappings/ DESTINATION ${CMAKE_INSTALL_DATADIR}/bursar/mappings
  FILES_MATCHING PATTERN "*.toml" PATTERN "*.rules")
install(DIRECTORY migrations/ DESTINATION ${CMAKE_INSTALL_DATADIR}/bursar/migrations
  FILES_MATCHING PATTERN "*.sql")

install(FILES README.md CHANGELOG.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES deploy/package/bursar.toml DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)

# systemd looks for units below /usr/local and /usr; the service names the program by its path.
configure_file(deploy/systemd/bursar.service.in ${PROJECT_BINARY_DIR}/systemd/bursar.service @ONLY)
configure_file(deploy/systemd/bursar.timer ${PROJECT_BINARY_DIR}/systemd/bursar.timer COPYONLY)
install(FILES ${PROJECT_BINARY_DIR}/systemd/bursar.service ${PROJECT_BINARY_DIR}/systemd/bursar.timer
  DESTINATION lib/systemd/system)

# A database remembers the texts that it was migrated by; these sums say which texts a release has.
file(GLOB migrations CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/migrations/*.sql)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${migrations})
set(sums "")
foreach(migration IN LISTS migrations)
  file(SHA256 ${migration} sum)
  get_filename_component(name ${migration} NAME)
  string(APPEND sums "${sum}  ${name}\n")
endforeach()
file(WRITE ${PROJECT_BINARY_DIR}/migrations/SHA256SUMS "${sums}")
install(FILES ${PROJECT_BINARY_DIR}/migrations/SHA256SUMS
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bursar/migrations)
