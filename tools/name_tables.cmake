# The tables of src/population/names: made at build time from ICU and the data committed beside the sources.
add_executable(make_name_tables tools/make_name_tables.cpp)
target_link_libraries(make_name_tables PRIVATE inkan_options PkgConfig::icu)
# It runs during the build: a fuzzer's or a sanitizer's runtime would only be in its way.
if(INKAN_FUZZ)
  target_link_options(make_name_tables PRIVATE -fsanitize=fuzzer-no-link)
endif()

set(name_tables ${CMAKE_BINARY_DIR}/generated/population/names/name_tables.inc)
set(romanised_tables ${CMAKE_BINARY_DIR}/generated/population/names/romanised_tables.inc)
set(place_tables ${CMAKE_BINARY_DIR}/generated/population/names/place_tables.inc)
set(name_data ${CMAKE_SOURCE_DIR}/src/population/names/data)
set(nation_data ${CMAKE_SOURCE_DIR}/src/app/nation/data)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated/population/names)
add_custom_command(OUTPUT ${name_tables} ${romanised_tables} ${place_tables}
  COMMAND make_name_tables ${name_data}/variants.tsv ${nation_data} ${name_tables} ${romanised_tables} ${place_tables}
  DEPENDS make_name_tables ${name_data}/variants.tsv ${nation_data}/chinese_surnames.tsv
    ${nation_data}/chinese_given.tsv ${nation_data}/chinese_given_dialect.tsv ${nation_data}/japanese_places.tsv
  COMMENT "Making the tables of names"
  VERBATIM)
target_sources(inkan_population_names PRIVATE ${name_tables} ${romanised_tables} ${place_tables})
target_include_directories(inkan_population_names PRIVATE ${CMAKE_BINARY_DIR}/generated)
