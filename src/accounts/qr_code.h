#pragma once

#include <string>
#include <string_view>

namespace inkan::accounts {

// qr_svg draws a text of at most 1000 bytes as a QR code: one SVG document, error correction M, a quiet zone of four
// modules.
std::string qr_svg(std::string_view text);

}  // namespace inkan::accounts
