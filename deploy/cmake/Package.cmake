# The Debian package: `cpack --config build/release/CPackConfig.cmake`.
# It packs what is built and installed; tests need not be.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME bursar)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
# Whoever builds a package answers for it. Debian's own tools take names from these variables, too.
if(NOT CPACK_PACKAGE_CONTACT)
  set(CPACK_PACKAGE_CONTACT "Bursar contributors <bursar@example.org>")
  if(NOT "$ENV{DEBEMAIL}" STREQUAL "")
    set(CPACK_PACKAGE_CONTACT "$ENV{DEBFULLNAME} <$ENV{DEBEMAIL}>")
  endif()
endif()
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "keep an organisation's books in step with Open Collective")
set(CPACK_PACKAGE_DESCRIPTION "Bursar pulls the ledger of collectives and fiscal hosts from Open Collective
into an SQLite database, and hands it over to accounting software as CSV and
OFX files: every row exactly once, to the cent, and what changes later as an
explained correction.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# What no library pulls in: certificates to verify by, and time zones by name.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, tzdata")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS sqlite3)
set(scripts ${PROJECT_SOURCE_DIR}/deploy/package)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${scripts}/postinst ${scripts}/prerm ${scripts}/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/deploy/cmake/shape_package.cmake)
set(CPACK_BURSAR_SOURCE_DIR ${PROJECT_SOURCE_DIR})
include(CPack)
