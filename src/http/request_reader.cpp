#include "http/request_reader.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "base/text.h"
#include "http/target.h"

namespace inkan::http {

namespace {

namespace beast = boost::beast;
using beast::http::verb;
using ErrorCodeOf = beast::error_code;
using BeastView = beast::string_view;

std::string_view plain(BeastView view) { return {view.data(), view.size()}; }

Method method_of(verb method) {
  switch (method) {
    case verb::get:
      return Method::kGet;
    case verb::head:
      return Method::kHead;
    case verb::post:
      return Method::kPost;
    case verb::put:
      return Method::kPut;
    case verb::delete_:
      return Method::kDelete;
    case verb::patch:
      return Method::kPatch;
    case verb::options:
      return Method::kOptions;
    default:
      return Method::kOther;  // Beast's list is not ours
  }
}

struct Refusal {
  int status = 400;
  std::string text{};
};

// Parser collects one request; Beast calls the on_… functions while it reads.
class Parser final : public beast::http::basic_parser<true> {
 public:
  Parser(const Limits& limits, Request& request, Refusal& refusal)
      : limits_(limits), request_(request), refusal_(refusal) {
    eager(true);
    header_limit(UINT32_MAX);  // Beast's own depends on how the bytes arrive; feed() counts
    body_limit(limits.body_bytes_max);
  }

  const std::string& host() const { return host_; }
  int version() const { return version_; }  // 10 or 11
  bool expects_continue() const { return expects_continue_; }

 private:
  void refuse(ErrorCodeOf& error, int status, std::string text) {
    refusal_ = Refusal{status, std::move(text)};
    error = beast::http::error::bad_value;
  }

  void on_request_impl(verb method, BeastView, BeastView target, int version, ErrorCodeOf& error) override {
    version_ = version;
    request_.method = method_of(method);
    auto read = read_target(plain(target));
    if (!read) return refuse(error, 400, read.error().public_text);
    request_.path = std::move(read->path);
    request_.query_text = std::move(read->query_text);
    authority_ = std::move(read->authority);
  }
  void on_response_impl(int, BeastView, int, ErrorCodeOf&) override {}

  void on_field_impl(beast::http::field, BeastView name, BeastView value, ErrorCodeOf& error) override {
    // Trailers (RFC 9112 §7.1.2) could smuggle a header past a check; no client of ours sends them.
    if (header_done_) return refuse(error, 400, "Trailers after a chunked body are not accepted.");
    if (request_.headers.size() >= limits_.header_count_max)
      return refuse(error, 431, "There are more than " + std::to_string(limits_.header_count_max) + " header fields.");
    request_.headers.emplace_back(ascii_lower(plain(name)), std::string(plain(value)));
  }

  void on_header_impl(ErrorCodeOf& error) override {
    header_done_ = true;
    size_t hosts = 0;
    size_t lengths = 0;
    size_t codings = 0;
    size_t credentials = 0;
    size_t types = 0;
    for (const auto& [name, value] : request_.headers) {
      if (name == "host") {
        ++hosts;
        host_ = ascii_lower(value);
      } else if (name == "content-length") {
        ++lengths;
        if (!is_digits(value)) return refuse(error, 400, "Content-Length must be one number.");
      } else if (name == "transfer-encoding") {
        ++codings;
        // RFC 9112 §6.1: a coding we do not know gets 501.
        if (!equal_ignoring_case(value, "chunked"))
          return refuse(error, 501, "The only transfer coding accepted is chunked.");
      } else if (name == "authorization") {
        ++credentials;
      } else if (name == "content-type") {
        ++types;
      } else if (name == "expect") {
        if (!equal_ignoring_case(value, "100-continue")) return refuse(error, 417, "Expect may only be 100-continue.");
        expects_continue_ = version() == 11;
      }
    }
    // RFC 9112 §6.1, §6.3: both, or either twice, is what request smuggling is made of.
    if (lengths + codings > 1) return refuse(error, 400, "Send one Content-Length or one Transfer-Encoding, not more.");
    if (codings > 0 && version() != 11) return refuse(error, 400, "Transfer-Encoding needs HTTP/1.1.");
    if (credentials > 1 || types > 1) return refuse(error, 400, "Authorization and Content-Type may be sent once.");
    check_host(hosts, error);
  }

  // RFC 9112 §3.2: 400 for a missing, repeated or invalid Host. §3.2.2: an absolute-form target decides; we want them
  // equal.
  void check_host(size_t hosts, ErrorCodeOf& error) {
    if (hosts > 1 || (hosts == 0 && version() == 11)) return refuse(error, 400, "Send exactly one Host header.");
    if (hosts == 1 && !is_valid_host(host_)) return refuse(error, 400, "The Host header is not a host.");
    if (hosts == 1 && !authority_.empty() && authority_ != host_)
      return refuse(error, 400, "The Host header and the request target name different hosts.");
    if (hosts == 0) host_ = authority_;
  }

  void on_body_init_impl(const boost::optional<uint64_t>& length, ErrorCodeOf&) override {
    if (length) request_.body.reserve(size_t(std::min<uint64_t>(*length, limits_.body_bytes_max)));
  }
  size_t on_body_impl(BeastView part, ErrorCodeOf&) override {
    request_.body.append(part.data(), part.size());
    return part.size();
  }
  void on_chunk_header_impl(uint64_t, BeastView, ErrorCodeOf&) override {}
  size_t on_chunk_body_impl(uint64_t, BeastView part, ErrorCodeOf&) override {
    request_.body.append(part.data(), part.size());
    return part.size();
  }
  void on_finish_impl(ErrorCodeOf&) override {}

  const Limits& limits_;
  Request& request_;
  Refusal& refusal_;
  int version_ = 11;
  std::string authority_{};
  std::string host_{};
  bool header_done_ = false;
  bool expects_continue_ = false;
};

}  // namespace

struct RequestReader::Impl {
  explicit Impl(const Limits& given) : limits(given) {}
  const Limits& limits;
  Request request{};
  Refusal refusal{};
  std::optional<Parser> parser{};
  size_t head_bytes = 0;  // consumed of a head that is not complete yet
  bool continue_taken = false;

  RequestReader::Step refuse_long_head() {
    refusal = Refusal{431, "The header is larger than " + std::to_string(limits.header_bytes_max) + " bytes."};
    return RequestReader::Step::kRefused;
  }
};

RequestReader::RequestReader(const Limits& limits) : impl_(std::make_unique<Impl>(limits)) { start(); }
RequestReader::~RequestReader() = default;

void RequestReader::start() {
  impl_->request = Request();
  impl_->request.headers.reserve(16);
  impl_->refusal = Refusal();
  impl_->head_bytes = 0;
  impl_->continue_taken = false;
  impl_->parser.emplace(impl_->limits, impl_->request, impl_->refusal);
}

RequestReader::Step RequestReader::feed(std::string_view bytes, size_t& used) {
  used = 0;
  if (bytes.empty()) return Step::kNeedMore;
  // Beast stops the process when it is shown "0\r\n" and after it fewer than the five bytes of a whole last chunk; what
  // still has to come of a chunked body is never shorter.
  constexpr size_t kLastChunkSize = 5;
  const bool in_head = !header_done();
  if (!in_head && impl_->parser->chunked() && bytes.size() < kLastChunkSize) return Step::kNeedMore;
  // The parser never sees more of a head than its limit: one that is complete by then is short enough.
  const Limits& limits = impl_->limits;
  const size_t head_left = limits.header_bytes_max - impl_->head_bytes;
  const std::string_view shown = in_head ? bytes.substr(0, head_left) : bytes;
  ErrorCodeOf error;
  used = impl_->parser->put(boost::asio::const_buffer(shown.data(), shown.size()), error);
  if (!error || error == beast::http::error::need_more) {
    if (impl_->parser->is_done()) return Step::kDone;
    if (!header_done()) {
      impl_->head_bytes += used;
      return shown.size() == head_left ? impl_->refuse_long_head() : Step::kNeedMore;
    }
    if (shown.size() == bytes.size()) return Step::kNeedMore;
    size_t of_body = 0;
    const Step step = feed(bytes.substr(used), of_body);
    used += of_body;
    return step;
  }
  if (!impl_->refusal.text.empty()) return Step::kRefused;
  if (error == beast::http::error::body_limit)
    impl_->refusal = Refusal{413, "The body is larger than " + std::to_string(limits.body_bytes_max) + " bytes."};
  else
    impl_->refusal = Refusal{400, "This is not a well-formed HTTP/1.1 request."};
  return Step::kRefused;
}

bool RequestReader::header_done() const { return impl_->parser->is_header_done(); }
bool RequestReader::take_continue() {
  if (impl_->continue_taken || !header_done() || !impl_->parser->expects_continue()) return false;
  impl_->continue_taken = true;
  return true;
}
// HTTP/1.0 connections end after each answer.
bool RequestReader::keep_alive() const { return impl_->parser->version() == 11 && impl_->parser->keep_alive(); }
bool RequestReader::is_head() const { return impl_->request.method == Method::kHead; }
std::string_view RequestReader::host() const { return impl_->parser->host(); }
Request& RequestReader::request() { return impl_->request; }
int RequestReader::refusal_status() const { return impl_->refusal.status; }
std::string_view RequestReader::refusal_text() const { return impl_->refusal.text; }

}  // namespace inkan::http
