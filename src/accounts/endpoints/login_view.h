#pragma once

#include <string>
#include <string_view>

#include "accounts/endpoints/support.h"

namespace inkan::accounts {

// flow_view fills what every page under /login shows: who asks, what for, the flow's handle.
View flow_view(const Deps& deps, const http::Request& request, std::string_view page, std::string_view path,
               const FlowRow& flow, std::string_view handle);

// after_step redirects to wherever the sign-in stands now (303), or shows the page of a locked one. Not for kWrong.
http::Response after_step(const Deps& deps, const http::Request& request, const Caller& caller, const FlowRow& flow,
                          std::string_view handle, const Step& step);

}  // namespace inkan::accounts
