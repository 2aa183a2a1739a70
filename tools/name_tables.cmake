# The tables of src/population/names: made at build time from ICU and the data committed beside the sources.
add_executable(make_name_tables tools/make_name_tables.cpp)
target_link_libraries(make_name_tables PRIVATE inkan_options PkgConfig::icu)

set(name_tables_dir ${CMAKE_BINARY_DIR}/generated/population/names)
set(name_data ${CMAKE_SOURCE_DIR}/src/population/names/data)
set(nation_data ${CMAKE_SOURCE_DIR}/src/app/nation/data)
file(MAKE_DIRECTORY ${name_tables_dir})
set(name_tables ${name_tables_dir}/name_tables.inc ${name_tables_dir}/romanised_tables.inc
  ${name_tables_dir}/place_tables.inc ${name_tables_dir}/reading_tables.inc)
add_custom_command(OUTPUT ${name_tables}
  COMMAND make_name_tables ${name_data} ${nation_data} ${name_tables_dir}
  DEPENDS make_name_tables ${name_data}/variants.tsv ${name_data}/readings.tsv ${nation_data}/chinese_surnames.tsv
    ${nation_data}/chinese_given.tsv ${nation_data}/chinese_given_dialect.tsv ${nation_data}/japanese_places.tsv
  COMMENT "Making the tables of names"
  VERBATIM)
target_sources(inkan_population_names PRIVATE ${name_tables})
target_include_directories(inkan_population_names PRIVATE ${CMAKE_BINARY_DIR}/generated)
