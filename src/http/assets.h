#pragma once

#include "http/router.h"

namespace inkan::http {

// add_asset_routes serves every embedded file below web/dist/ at /assets/<name>: for a year when the name holds a
// content hash ("main-4f3a9c1b.js"), otherwise with an ETag that the browser asks about each time. Tests, which may run
// where web/dist/ was not built, name another folder.
void add_asset_routes(Router& router, std::string_view folder = "web/dist/");

// content_type_of tells the media type by the ending; unknown endings are application/octet-stream.
std::string_view content_type_of(std::string_view file_name);
// has_content_hash tells whether the name ends in -HASH.ending or .HASH.ending, HASH being 8 or more hex digits or
// upper-case base32 with at least one digit.
bool has_content_hash(std::string_view file_name);

}  // namespace inkan::http
