#pragma once

#include <string>

#include "base/task.h"
#include "store/database.h"

// SQL of honey records. Only access.cpp calls it.
namespace inkan::officers {

void put_honey(store::Batch& batch, const std::string& mark, Time now);
Task<bool> is_honey(store::Database& database, std::string mark);

}  // namespace inkan::officers
