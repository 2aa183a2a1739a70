#pragma once

#include <string>
#include <vector>

#include "audit/journal.h"

namespace inkan::audit {

// list_for_officer gives what an officer did, newest first, without whom it concerned.
Task<std::vector<RecordedEvent>> list_for_officer(store::Database& database, std::string officer_id, int limit);

}  // namespace inkan::audit
