#pragma once

#include "exchange/sources/source.h"

namespace inkan::exchange {

// kRegisterSource serves what the population register holds.
extern const Source kRegisterSource;

}  // namespace inkan::exchange
