#pragma once

#include <string>

#include "portal/record.h"
#include "portal/words.h"

namespace inkan::portal {

// event_title says in one line what happened: "You signed in to Momiji City Library".
std::string event_title(const Reader& reader, const RecordEntry& entry);

// fill_entry fills one <li> of the record: TITLE_LINE, AT, AT_ISO, and REASON sections with WHAT, WHY, LAW.
void fill_entry(const Reader& reader, const RecordEntry& entry, http::PageData& item);

// fill_reasons adds a section REASON per reason: ITEM (LABEL) for each scope, WHY and LAW where they are known.
void fill_reasons(const Reader& reader, const std::vector<Reason>& reasons, http::PageData& data);

}  // namespace inkan::portal
