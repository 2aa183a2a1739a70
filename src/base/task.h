#pragma once

#include <boost/asio/awaitable.hpp>

#include "base/result.h"

namespace inkan {

// Task is a coroutine that ends in a Result. Rules (docs/decisions/0002): parameters by value except Deps&,
// no capturing lambda as coroutine, and with GCC 12 no braced temporaries inside a co_await expression:
// name the argument first, then await.
template <typename T>
using Task = boost::asio::awaitable<Result<T>>;

}  // namespace inkan
