#include "app/nation/table.h"

#include "base/embedded.h"
#include "base/text.h"

namespace inkan::app::nation {

namespace {

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  for (;;) {
    const size_t tab = line.find('\t');
    cells.push_back(line.substr(0, tab));
    if (tab == std::string_view::npos) return cells;
    line.remove_prefix(tab + 1);
  }
}

}  // namespace

Table::Table(std::string_view name) {
  std::string_view text = find_embedded("src/app/nation/data/" + std::string(name) + ".tsv");
  check(!text.empty(), "the lists of the nation are part of the program");
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    auto cells = cells_of(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (header_.empty()) {
      header_ = std::move(cells);
      continue;
    }
    check(cells.size() == header_.size(), "every row of a list has all columns");
    rows_.push_back(std::move(cells));
  }
}

size_t Table::column_of(std::string_view name) const {
  const auto found = std::ranges::find(header_, name);
  check(found != header_.end(), "a list has the columns it is read for");
  return size_t(found - header_.begin());
}

std::string_view Table::text(size_t row, std::string_view column) const { return rows_.at(row).at(column_of(column)); }

int64_t Table::integer(size_t row, std::string_view column) const {
  const auto value = parse_int(text(row, column));
  check(value.has_value(), "numbers of a list are numbers");
  return *value;
}

}  // namespace inkan::app::nation
