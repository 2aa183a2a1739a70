#include "accounts/test_world.h"

#include "accounts/routes.h"
#include "base/encoding.h"
#include "base/text.h"

namespace inkan::accounts {
namespace {

Task<http::Response> answer(const http::Handler& handler, const http::Request& request) {
  co_return co_await handler(request);
}

Settings test_settings(Random& random) {
  Settings settings;
  settings.origin = "https://example.org";
  settings.relying_party_id = "example.org";
  settings.password_cost = crypto::PasswordCost{.operations = 1, .memory_bytes = 8192};
  settings.decoy_password_hash = make_decoy_hash(settings.password_cost, random).value();
  return settings;
}

}  // namespace

World::World(const std::string& engine)
    : database(store::open_test_database(engine)),
      nation(**database),
      pages(http::Pages::create("en").value()),
      deps{.database = **database,
           .journal = nation.journal,
           .people = nation.people,
           .keyed_hash = nation.keyed_hash,
           .master_key = *nation.master_key,
           .hashing = hashing,
           .pages = *pages,
           .csrf = csrf,
           .clock = nation.clock,
           .random = random,
           .log = log,
           .metrics = metrics,
           .settings = test_settings(random)} {
  add_routes(router, deps);
}

population::Register::Registration World::person() { return nation.add(population::sample_citizen()); }

AccountId World::resident(const std::string& login_id, const std::string& totp_secret) {
  DemoAccount demo;
  demo.person = person().id;
  demo.login_id = login_id;
  demo.password = kPassword;
  demo.totp_secret = totp_secret;
  demo.email = login_id + "@example.org";
  return store::run_task(create_account_for_demo(deps, std::move(demo))).value();
}

std::string World::letter(const PersonId& person) {
  return std::string(store::run_task(create_activation(deps, person)).value().reveal(Purpose::kTest));
}

int64_t World::count(std::string_view sql) {
  return store::run_task((*database)->query(sql, {})).value().front().integer(0);
}

std::string World::asks(const std::string& browser, int level, bool fresh, const std::string& leads_to) {
  SignInRequest wanted;
  wanted.leads_to = leads_to;
  wanted.flow = random.token(16);
  wanted.browser = browser;
  wanted.level_needed = level;
  wanted.fresh = fresh;
  wanted.client_id = "library";
  wanted.client_names = R"({"en":"City <Library>","ja":"市立図書館"})";
  wanted.context_type = "APP_AUTHENTICATION_DEFAULT";
  wanted.context_message = "Renew <b>card</b>";
  wanted.return_to = "/authorize/continue?flow=x";
  wanted.expires_at = deps.clock.now() + std::chrono::minutes(15);
  store::Batch batch;
  StoredSignInRequests(deps).add(batch, wanted);
  store::run_task((*database)->commit_all(std::move(batch))).value();
  return wanted.flow;
}

http::Request Visit::request_of(http::Method method, const std::string& path) {
  http::Request request;
  request.method = method;
  const size_t question = path.find('?');
  request.path = path.substr(0, question);
  if (question != std::string::npos) request.query_text = path.substr(question + 1);
  std::vector<std::string> cookies;
  for (const auto& [name, value] : cookies_) cookies.push_back(name + "=" + value);
  if (!cookies.empty()) request.headers.emplace_back("cookie", join(cookies, "; "));
  request.peer_address = peer;
  return request;
}

http::Response Visit::send(http::Request request) {
  const http::Router::Match match = world_.router.match(request.method, request.path);
  check(match.handler != nullptr, "the test asks for a path that exists");
  http::Response response = store::run_task(answer(*match.handler, request)).value();
  for (const auto& [name, value] : response.headers) {
    if (ascii_lower(name) != "set-cookie") continue;
    const std::string pair = value.substr(0, value.find(';'));
    const std::string cookie = pair.substr(0, pair.find('='));
    if (value.find("Max-Age=0") != std::string::npos) {
      cookies_.erase(cookie);
    } else {
      cookies_[cookie] = pair.substr(pair.find('=') + 1);
    }
  }
  if (response.status != 303) page_ = response.body;
  return response;
}

http::Response Visit::get(const std::string& path) { return send(request_of(http::Method::kGet, path)); }

http::Response Visit::post_raw(const std::string& path, std::vector<std::pair<std::string, std::string>> fields) {
  http::Request request = request_of(http::Method::kPost, path);
  request.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
  std::vector<std::string> pairs;
  for (const auto& [name, value] : fields) pairs.push_back(percent_encode(name) + "=" + percent_encode(value));
  request.body = join(pairs, "&");
  return send(std::move(request));
}

http::Response Visit::post(const std::string& path, std::vector<std::pair<std::string, std::string>> fields) {
  fields.emplace_back("csrf", hidden("csrf"));
  if (!hidden("flow").empty()) fields.emplace_back("flow", hidden("flow"));
  return post_raw(path, std::move(fields));
}

http::Response Visit::post_json(const std::string& path, const json::object& body) {
  http::Request request = request_of(http::Method::kPost, path);
  request.headers.emplace_back("content-type", "application/json");
  request.body = to_json_text(body);
  const std::string page = page_;
  http::Response response = send(std::move(request));
  page_ = page;
  return response;
}

http::Response Visit::follow(const http::Response& response) {
  return response.status == 303 ? get(location_of(response)) : response;
}

http::Response Visit::open(int level, bool fresh) {
  if (cookie("__Host-browser").empty()) get("/signed-out");
  flow = world_.asks(cookie("__Host-browser"), level, fresh);
  return get("/login?flow=" + flow);
}

http::Response Visit::sign_in(int level, const std::string& login_id, std::string_view password) {
  open(level);
  return post("/login", {{"login-id", login_id}, {"login-password", std::string(password)}});
}

http::Response Visit::otp(const std::string& code) { return post("/login/otp", {{"otp", code}}); }

std::optional<SignedIn> Visit::session() {
  StoredSessions sessions(world_.deps);
  const http::Request request = request_of(http::Method::kGet, "/");
  return store::run_task(sessions.find(request)).value();
}

std::string Visit::cookie(const std::string& name) const {
  const auto found = cookies_.find(name);
  return found == cookies_.end() ? "" : found->second;
}

std::string Visit::csrf() const {
  const std::string mark = "data-csrf=\"";
  const size_t at = page_.find(mark);
  if (at == std::string::npos) return hidden("csrf");
  return page_.substr(at + mark.size(), page_.find('"', at + mark.size()) - at - mark.size());
}

std::string Visit::hidden(const std::string& name) const {
  const std::string mark = "name=\"" + name + "\" value=\"";
  const size_t at = page_.find(mark);
  if (at == std::string::npos) return {};
  const size_t begin = at + mark.size();
  return page_.substr(begin, page_.find('"', begin) - begin);
}

std::string header_of(const http::Response& response, std::string_view lower_case_name) {
  for (const auto& [name, value] : response.headers) {
    if (ascii_lower(name) == lower_case_name) return value;
  }
  return {};
}

std::string location_of(const http::Response& response) { return header_of(response, "location"); }

}  // namespace inkan::accounts
