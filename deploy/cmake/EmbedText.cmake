# bursar_embed_text(<target> <symbol-namespace> <header-name> <file>...)
# Turns text files into one generated header with `inline constexpr` strings, so that the binary
# needs no files beside it. The header offers `files`, an array of {name, text} in the order given.
function(bursar_embed_text target namespace header)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded/${header})
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DNAMESPACE=${namespace} "-DFILES=${ARGN}"
            -P ${PROJECT_SOURCE_DIR}/deploy/cmake/embed_text.cmake
    DEPENDS ${ARGN} ${PROJECT_SOURCE_DIR}/deploy/cmake/embed_text.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/embedded)
endfunction()
