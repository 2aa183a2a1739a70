#include "portal/pages.h"

namespace inkan::portal {

boost::asio::awaitable<http::Response> welcome_page(const Deps& deps, const http::Request& request) {
  http::PageData data;
  co_return deps.pages.render(200, "portal/welcome", deps.pages.language_of(request), std::move(data));
}

}  // namespace inkan::portal
