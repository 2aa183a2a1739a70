#pragma once

#include "base/json.h"
#include "population/person.h"

// How parts of a record are written in JSON. Only for this folder.
namespace inkan::population {

json::object to_json(const Address& address);
json::array to_json(const Name& name);
// read_address and read_name answer false for anything that to_json would not have written.
bool read_address(const json::object& object, Address& address);
bool read_name(const json::value& value, Name& name);

}  // namespace inkan::population
