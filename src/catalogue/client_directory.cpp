#include "catalogue/client_directory.h"

#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "catalogue/client_store.h"
#include "store/outbox.h"

namespace inkan::catalogue {

namespace {

constexpr Duration kLookAgainAfter = std::chrono::seconds(1);
constexpr Duration kKeysFreshFor = std::chrono::hours(1);
constexpr Duration kRefetchPause = std::chrono::minutes(1);
constexpr Duration kFailurePause = std::chrono::seconds(5);
constexpr size_t kEntriesMax = 10'000;

std::shared_ptr<const Client> parse_stored(const StoredClient& stored, ClientId id, Log& log) {
  auto registration = parse_json_object(stored.registration, "registration");
  auto client = registration ? Client::parse(*registration) : Result<Client>(pass_on(registration));
  if (!client) {
    // Rules may have become stricter since it was added: such a client stops, and the log says why.
    log.error("client_unreadable", {{"client", id.text()}, {"reason", client.error().public_text}});
    return nullptr;
  }
  client->revision = stored.revision;
  return std::make_shared<const Client>(std::move(*client));
}

}  // namespace

struct ClientDirectory::Impl {
  struct Known {
    std::shared_ptr<const Client> client{};
    Time looked_at{};
  };
  struct Fetched {
    std::shared_ptr<const crypto::JwkSet> keys{};
    std::string uri{};
    Time fetched_at{};    // of `keys`
    Time attempted_at{};  // last attempt, good or bad
    std::string failure{};
  };

  explicit Impl(Deps given) : deps(given) {}

  Deps deps;
  std::mutex mutex{};  // guards the containers below; never held across an await
  std::unordered_map<std::string, Known> clients{};
  std::unordered_map<std::string, Fetched> key_sets{};
  std::unordered_set<std::string> being_fetched{};  // client ids

  Known known(const ClientId& id) {
    std::scoped_lock lock(mutex);
    auto found = clients.find(id.text());
    return found == clients.end() ? Known{} : found->second;
  }
  void remember(const ClientId& id, std::shared_ptr<const Client> client, Time now) {
    std::scoped_lock lock(mutex);
    if (clients.size() >= kEntriesMax) clients.clear();
    clients[id.text()] = Known{std::move(client), now};
  }
  void forget(const ClientId& id) {
    std::scoped_lock lock(mutex);
    clients.erase(id.text());
    key_sets.erase(id.text());
  }
  Fetched fetched(const Client& client) {
    std::scoped_lock lock(mutex);
    auto found = key_sets.find(client.id.text());
    return found == key_sets.end() || found->second.uri != client.jwks_uri ? Fetched{} : found->second;
  }
  // begin_fetch is false while another request fetches the keys of this client.
  bool begin_fetch(const ClientId& id) {
    std::scoped_lock lock(mutex);
    return being_fetched.insert(id.text()).second;
  }
  // Fetching ends what begin_fetch began, however the fetch ends.
  struct Fetching {
    Impl& impl;
    ClientId id;
    Fetching(Impl& given, ClientId given_id) : impl(given), id(std::move(given_id)) {}
    Fetching(const Fetching&) = delete;
    Fetching& operator=(const Fetching&) = delete;
    ~Fetching() {
      std::scoped_lock lock(impl.mutex);
      impl.being_fetched.erase(id.text());
    }
  };
  void remember(const Client& client, Fetched fetched) {
    std::scoped_lock lock(mutex);
    if (key_sets.size() >= kEntriesMax) key_sets.clear();
    fetched.uri = client.jwks_uri;
    key_sets[client.id.text()] = std::move(fetched);
  }
};

namespace {

constexpr Duration kLookWhileFetched = std::chrono::milliseconds(20);

boost::asio::awaitable<void> wait_a_moment() {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  timer.expires_after(kLookWhileFetched);
  boost::system::error_code ignored;
  auto token = boost::asio::redirect_error(boost::asio::use_awaitable, ignored);
  co_await timer.async_wait(token);
}

}  // namespace

ClientDirectory::ClientDirectory(Deps deps) : impl_(std::make_unique<Impl>(deps)) {}
ClientDirectory::~ClientDirectory() = default;

Task<std::shared_ptr<const Client>> ClientDirectory::find(ClientId id) {
  Time now = impl_->deps.clock.now();
  Impl::Known known = impl_->known(id);
  if (known.client && now - known.looked_at < kLookAgainAfter) co_return known.client;

  if (known.client) {
    auto version = co_await find_client_version(impl_->deps.database, id.text());
    if (!version) co_return pass_on(version);
    if (*version && (*version)->active && (*version)->revision == known.client->revision) {
      impl_->remember(id, known.client, now);
      co_return known.client;
    }
  }
  auto stored = co_await find_client(impl_->deps.database, id.text());
  if (!stored) co_return pass_on(stored);
  std::shared_ptr<const Client> client{};
  if (*stored && (*stored)->active) client = parse_stored(**stored, id, impl_->deps.log);
  if (client)
    impl_->remember(id, client, now);
  else
    impl_->forget(id);
  co_return client;
}

Task<std::map<std::string, std::string>> ClientDirectory::find_names(ClientId id) {
  auto active = co_await find(id);
  if (!active) co_return pass_on(active);
  if (*active) co_return (*active)->name;
  auto stored = co_await find_client(impl_->deps.database, id.text());
  if (!stored) co_return pass_on(stored);
  std::shared_ptr<const Client> removed{};
  if (*stored) removed = parse_stored(**stored, id, impl_->deps.log);
  std::map<std::string, std::string> names{};
  if (removed) names = removed->name;
  co_return names;
}

Task<std::shared_ptr<const crypto::JwkSet>> ClientDirectory::keys(std::shared_ptr<const Client> client, bool refetch) {
  if (client->jwks) co_return std::shared_ptr<const crypto::JwkSet>(client, &*client->jwks);
  if (client->jwks_uri.empty()) co_return fail(ErrorCode::kUnavailable, "the service has no registered keys");

  // One request fetches, the others wait for it: keys are wanted before a client is authenticated, so that strangers
  // could otherwise use up every outbound call with one slow address.
  Impl::Fetched state;
  for (;;) {
    const Time now = impl_->deps.clock.now();
    state = impl_->fetched(*client);
    bool fresh = state.keys && now - state.fetched_at < kKeysFreshFor && !refetch;
    bool too_soon = now - state.attempted_at < (state.keys ? kRefetchPause : kFailurePause);
    if (state.keys && (fresh || too_soon)) co_return state.keys;
    if (!state.keys && too_soon) co_return fail(ErrorCode::kUnavailable, state.failure);
    if (impl_->begin_fetch(client->id)) break;
    if (state.keys) co_return state.keys;
    co_await wait_a_moment();
  }
  const Impl::Fetching until_the_end{*impl_, client->id};
  const Time now = impl_->deps.clock.now();

  auto answer = co_await impl_->deps.outbound.get(client->jwks_uri);
  state.attempted_at = now;
  Result<crypto::JwkSet> parsed = fail(ErrorCode::kUnavailable, "");
  if (!answer)
    parsed = fail(ErrorCode::kUnavailable, answer.error().public_text);
  else if (answer->status != 200)
    parsed = fail(ErrorCode::kUnavailable, "it answered status " + std::to_string(answer->status) + ", expected 200");
  else
    parsed = crypto::JwkSet::parse(std::string_view(answer->body));
  if (parsed) {
    state.keys = std::make_shared<const crypto::JwkSet>(std::move(*parsed));
    state.fetched_at = now;
    state.failure.clear();
    impl_->deps.log.info("client_keys_fetched", {{"client", client->id.text()}});
  } else {
    state.failure = "the service's keys at its jwks_uri could not be read: " + parsed.error().public_text;
    impl_->deps.log.warning("client_keys_unreadable",
                            {{"client", client->id.text()}, {"reason", parsed.error().public_text}});
  }
  impl_->remember(*client, state);
  if (!state.keys) co_return fail(ErrorCode::kUnavailable, state.failure);
  co_return state.keys;  // the last good set where the fetch failed
}

Task<Done> ClientDirectory::add(json::object registration, audit::Actor actor) {
  auto client = Client::parse(registration);
  if (!client) co_return pass_on(client);
  store::Batch batch;
  put_client(batch, client->id.text(), to_json_text(registration), impl_->deps.clock.now());
  audit::Event event{.kind = audit::EventKind::kClientAdded, .actor = std::move(actor), .client_id = client->id.text()};
  impl_->deps.journal.record(batch, event);
  auto outcome = co_await impl_->deps.database.commit_all(std::move(batch));
  if (!outcome) co_return pass_on(outcome);
  impl_->forget(client->id);
  co_return Done{};
}

Task<Done> ClientDirectory::remove(ClientId id, audit::Actor actor) {
  Time now = impl_->deps.clock.now();
  store::Batch batch;
  remove_client(batch, id.text(), now);
  audit::Event event{.kind = audit::EventKind::kClientRemoved, .actor = std::move(actor), .client_id = id.text()};
  impl_->deps.journal.record(batch, event);
  store::add_outbox(batch, "client.removed", id.text(), now);
  auto result = co_await impl_->deps.database.commit(std::move(batch));
  if (!result) co_return pass_on(result);
  impl_->forget(id);
  if (!result->outcome) co_return fail(ErrorCode::kNotFound, "There is no active client \"" + id.text() + "\".");
  co_return Done{};
}

Task<std::vector<json::object>> ClientDirectory::list() {
  auto texts = co_await list_clients(impl_->deps.database);
  if (!texts) co_return pass_on(texts);
  std::vector<json::object> registrations;
  for (const std::string& text : *texts) {
    auto registration = parse_json_object(text, "registration");
    if (!registration) co_return pass_on(registration);
    registrations.push_back(std::move(*registration));
  }
  co_return registrations;
}

Task<std::optional<json::object>> ClientDirectory::show(ClientId id) {
  auto stored = co_await find_client(impl_->deps.database, id.text());
  if (!stored) co_return pass_on(stored);
  if (!*stored || !(*stored)->active) co_return std::nullopt;
  auto registration = parse_json_object((*stored)->registration, "registration");
  if (!registration) co_return pass_on(registration);
  co_return std::optional<json::object>(std::move(*registration));
}

}  // namespace inkan::catalogue
