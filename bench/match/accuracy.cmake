# The accuracy side of bench/match: a synthetic nation, agency records from it, and what is measured with them. Its tests
# belong to ./run test, so it is always known to the build, though built only when asked for.
set(INKAN_ACCURACY ${CMAKE_CURRENT_LIST_DIR})
set(accuracy_sources
  ${INKAN_ACCURACY}/letters.cpp ${INKAN_ACCURACY}/lists.cpp ${INKAN_ACCURACY}/towns.cpp
  ${INKAN_ACCURACY}/accuracy_population.cpp ${INKAN_ACCURACY}/agency_records.cpp ${INKAN_ACCURACY}/agency_writing.cpp
  ${INKAN_ACCURACY}/baselines.cpp ${INKAN_ACCURACY}/singapore_population.cpp)
add_library(inkan_accuracy STATIC EXCLUDE_FROM_ALL ${accuracy_sources})
target_include_directories(inkan_accuracy PUBLIC ${INKAN_ACCURACY})
target_link_libraries(inkan_accuracy PUBLIC inkan_population)
target_precompile_headers(inkan_accuracy REUSE_FROM inkan_base)


# With the engine: what is measured.
add_library(inkan_accuracy_evaluation STATIC EXCLUDE_FROM_ALL ${INKAN_ACCURACY}/accuracy_evaluation.cpp
  ${INKAN_ACCURACY}/accuracy_index.cpp ${INKAN_ACCURACY}/accuracy_learning.cpp
  ${INKAN_ACCURACY}/accuracy_report.cpp)
target_link_libraries(inkan_accuracy_evaluation PUBLIC inkan_accuracy)
target_precompile_headers(inkan_accuracy_evaluation REUSE_FROM inkan_base)
add_executable(bench_accuracy EXCLUDE_FROM_ALL ${INKAN_ACCURACY}/accuracy.cpp)
target_link_libraries(bench_accuracy PRIVATE inkan_accuracy_evaluation CLI11::CLI11)
target_precompile_headers(bench_accuracy REUSE_FROM inkan_base)

file(GLOB accuracy_tests CONFIGURE_DEPENDS ${INKAN_ACCURACY}/*_test.cpp)
add_executable(test_accuracy EXCLUDE_FROM_ALL ${accuracy_tests})
target_link_libraries(test_accuracy PRIVATE inkan_accuracy_evaluation GTest::gtest GTest::gmock GTest::gtest_main)
target_precompile_headers(test_accuracy REUSE_FROM inkan_base)
set_property(SOURCE ${accuracy_tests} APPEND PROPERTY COMPILE_DEFINITIONS "INKAN_SOURCE_DIR=\"${CMAKE_SOURCE_DIR}\"")

# The public sets.
add_library(inkan_febrl STATIC EXCLUDE_FROM_ALL ${INKAN_ACCURACY}/febrl.cpp ${INKAN_ACCURACY}/febrl_model.cpp)
target_include_directories(inkan_febrl PUBLIC ${INKAN_ACCURACY})
target_link_libraries(inkan_febrl PUBLIC inkan_base)
target_precompile_headers(inkan_febrl REUSE_FROM inkan_base)
add_executable(bench_febrl EXCLUDE_FROM_ALL ${INKAN_ACCURACY}/febrl_main.cpp)
target_link_libraries(bench_febrl PRIVATE inkan_febrl)
target_precompile_headers(bench_febrl REUSE_FROM inkan_base)
target_link_libraries(test_accuracy PRIVATE inkan_febrl)
