#include "accounts/qr_code.h"

#include <qrcodegen/qrcodegen.hpp>

#include "base/check.h"

namespace inkan::accounts {

std::string qr_svg(std::string_view text) {
  check(text.size() <= 1000, "a QR code holds a short text");
  constexpr int kQuiet = 4;
  const auto code = qrcodegen::QrCode::encodeText(std::string(text).c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
  const std::string side = std::to_string(code.getSize() + 2 * kQuiet);
  std::string path;
  for (int y = 0; y < code.getSize(); ++y) {
    for (int x = 0; x < code.getSize(); ++x) {
      if (code.getModule(x, y))
        path += "M" + std::to_string(x + kQuiet) + "," + std::to_string(y + kQuiet) + "h1v1h-1z";
    }
  }
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side +
         "\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\"" + path +
         "\" fill=\"#000\"/></svg>\n";
}

}  // namespace inkan::accounts
