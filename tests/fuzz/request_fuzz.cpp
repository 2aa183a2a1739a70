// HTTP requests: the reader sees the same request however the bytes arrive in pieces (the first byte says where they
// are cut), and what it accepts cannot be read in two ways.
#include "base/check.h"
#include "base/text.h"
#include "http/request_reader.h"
#include "http/target.h"

using namespace inkan;
using namespace inkan::http;

namespace {

struct Reading {
  RequestReader::Step step = RequestReader::Step::kNeedMore;
  int status = 0;
  size_t consumed = 0;
  Request request{};
  std::string host{};
};

// read offers the bytes up to `cut` first, then all, as a connection does with what it has received.
Reading read(const Limits& limits, std::string_view bytes, size_t cut) {
  RequestReader reader(limits);
  Reading result;
  for (size_t end : {cut, bytes.size()}) {
    for (;;) {
      size_t used = 0;
      result.step = reader.feed(bytes.substr(result.consumed, end - result.consumed), used);
      result.consumed += used;
      if (result.step != RequestReader::Step::kNeedMore || used == 0 || result.consumed == end) break;
    }
    (void)reader.take_continue();
    if (result.step != RequestReader::Step::kNeedMore) break;
  }
  if (result.step == RequestReader::Step::kRefused) result.status = reader.refusal_status();
  if (result.step == RequestReader::Step::kDone) result.host = reader.host();
  result.request = reader.request();
  return result;
}

void check_request(const Reading& reading) {
  const Request& request = reading.request;
  check(request.path.starts_with('/') && is_utf8(request.path), "a path starts with '/' and is UTF-8");
  check(request.count_header("host") <= 1 && request.count_header("authorization") <= 1, "once each");
  check(request.count_header("content-length") + request.count_header("transfer-encoding") <= 1, "one length");
  check(reading.host.empty() || is_valid_host(reading.host), "a host is a host");
  for (const auto& [name, value] : request.headers) {
    check(!name.empty() && name == ascii_lower(name), "names are in lower case");
    check(value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos, "values are one line");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1) return 0;
  Limits limits;
  limits.header_bytes_max = 1024;
  limits.body_bytes_max = 256;
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Reading whole = read(limits, bytes, bytes.size());
  const Reading pieces = read(limits, bytes, std::min<size_t>(data[0], bytes.size()));
  if (whole.step == RequestReader::Step::kDone) check_request(whole);
  // A fault may be seen sooner or later, but what is a request in one way is one in the other.
  check((whole.step == RequestReader::Step::kDone) == (pieces.step == RequestReader::Step::kDone),
        "pieces change no verdict");
  for (const Reading* reading : {&whole, &pieces})
    check((reading->step == RequestReader::Step::kRefused) == (reading->status >= 400), "a refusal has its status");
  if (whole.step != RequestReader::Step::kDone) return 0;
  check(whole.consumed == pieces.consumed && whole.host == pieces.host, "pieces change no length");
  check(whole.request.path == pieces.request.path && whole.request.query_text == pieces.request.query_text &&
            whole.request.headers == pieces.request.headers && whole.request.body == pieces.request.body,
        "pieces change no request");
  check(whole.request.body.size() <= limits.body_bytes_max, "a body keeps its limit");
  return 0;
}
