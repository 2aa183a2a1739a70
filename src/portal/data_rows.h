#pragma once

#include <string>
#include <vector>

#include "accounts/account.h"
#include "portal/words.h"

namespace inkan::portal {

// DataRow is one fact as its owner reads it; empty text: nothing is registered.
struct DataRow {
  std::string label{};
  std::string text{};
};
// DataGroup is a heading (word key) with its rows.
struct DataGroup {
  std::string heading_key{};
  std::vector<DataRow> rows{};
};

// data_groups says in words what the register and the account hold, the number aside: that has its own place on the
// page.
std::vector<DataGroup> data_groups(const Reader& reader, const population::Person& person,
                                   const accounts::AccountDirectory::Account& account);

// identity_group is who somebody is, papers_group which papers they hold (without rows when none).
DataGroup identity_group(const Reader& reader, const population::PersonFacts& facts);
DataGroup papers_group(const Reader& reader, const population::PersonFacts& facts);

// fill_groups fills parts/data_groups.html.
void fill_groups(const Reader& reader, const std::vector<DataGroup>& groups, http::PageData& data);

// address_line writes an address on one line, leaving out what is not registered.
std::string address_line(const population::Address& address, const http::Language& language);

}  // namespace inkan::portal
