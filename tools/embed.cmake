# inkan_embed(): writes every file of migrations/, web/{templates,words,dist} and the nation's lists into the program through .incbin,
# with a table sorted by path that base/embedded.cpp searches.
enable_language(ASM)
function(inkan_embed target)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
    ${CMAKE_SOURCE_DIR}/migrations/*.sql ${CMAKE_SOURCE_DIR}/web/templates/* ${CMAKE_SOURCE_DIR}/web/words/*
    ${CMAKE_SOURCE_DIR}/web/dist/* ${CMAKE_SOURCE_DIR}/src/app/nation/data/*.tsv)
  list(SORT files COMPARE STRING)
  set(assembly ".section .rodata\n")
  set(externs "")
  set(table "")
  set(n 0)
  foreach(file IN LISTS files)
    string(APPEND assembly
      ".global inkan_file_${n}\ninkan_file_${n}:\n.incbin \"${CMAKE_SOURCE_DIR}/${file}\"\n"
      ".global inkan_file_${n}_end\ninkan_file_${n}_end:\n.byte 0\n")
    string(APPEND externs "extern \"C\" const char inkan_file_${n}[], inkan_file_${n}_end[];\n")
    string(APPEND table "    {\"${file}\", inkan_file_${n}, inkan_file_${n}_end},\n")
    math(EXPR n "${n}+1")
  endforeach()
  string(APPEND assembly ".section .note.GNU-stack,\"\",@progbits\n")
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/embedded_files.S CONTENT "${assembly}" @ONLY)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/embedded_table.cpp CONTENT "#include <cstddef>
${externs}namespace inkan {
struct EmbeddedFile { const char* path; const char* begin; const char* end; };
extern const EmbeddedFile kEmbeddedFiles[];
extern const size_t kEmbeddedFileCount;
const EmbeddedFile kEmbeddedFiles[] = {
${table}    {nullptr, nullptr, nullptr}};
const size_t kEmbeddedFileCount = ${n};
}  // namespace inkan
" @ONLY)
  list(TRANSFORM files PREPEND ${CMAKE_SOURCE_DIR}/)
  set_source_files_properties(${CMAKE_BINARY_DIR}/embedded_files.S PROPERTIES OBJECT_DEPENDS "${files}")
  set_source_files_properties(${CMAKE_BINARY_DIR}/embedded_table.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  target_sources(${target} PRIVATE ${CMAKE_BINARY_DIR}/embedded_files.S ${CMAKE_BINARY_DIR}/embedded_table.cpp)
endfunction()
