#pragma once

#include <functional>

#include "app/core.h"
#include "base/result.h"

namespace inkan::app {

// serve opens the ports and answers until SIGINT or SIGTERM, then lets requests in flight finish. `ready` is called
// once when all ports are open. Errors are those of the start.
Result<Done> serve(Core& core, std::function<void()> ready);

}  // namespace inkan::app
