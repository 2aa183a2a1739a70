#include "store/postgres_connection.h"

#include "base/check.h"

namespace inkan::store {
namespace {

using boost::asio::posix::stream_descriptor;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr Duration kPauseMin = milliseconds(100), kPauseMax = std::chrono::seconds(5);
constexpr int kOldestServer = 150000;
constexpr size_t kGroupMax = 64;

// locks_earlier puts batches that begin with the same statement into one order everywhere, so that two groups that
// meet at the same few busy rows wait for each other in line and not in a ring.
bool locks_earlier(const std::unique_ptr<PostgresRequest>& a, const std::unique_ptr<PostgresRequest>& b) {
  if (a->batch.empty() || b->batch.empty()) return a->batch.empty() && !b->batch.empty();
  const Statement &first = a->batch.statements().front(), &second = b->batch.statements().front();
  if (first.sql != second.sql) return first.sql < second.sql;
  return first.parameters < second.parameters;
}

}  // namespace

Result<PGconn*> connect_postgres(const std::string& connection) {
  PGconn* made = PQconnectdb(connection.c_str());
  auto refuse = [made](ErrorCode code, const char* why) {
    std::string detail = std::string("PostgreSQL: ") + why;
    // The library's words name host and user; they hold no password.
    if (PQstatus(made) != CONNECTION_OK) detail += std::string(": ") + PQerrorMessage(made);
    PQfinish(made);
    return fail(code, kBusyText, std::move(detail));
  };
  if (PQstatus(made) != CONNECTION_OK) return refuse(ErrorCode::kUnavailable, "cannot connect");
  if (PQserverVersion(made) < kOldestServer) return refuse(ErrorCode::kConflict, "the server is older than version 15");
  const char* encoding = PQparameterStatus(made, "server_encoding");
  if (encoding == nullptr || std::string_view(encoding) != "UTF8")
    return refuse(ErrorCode::kConflict, "the database must be created with ENCODING 'UTF8'");
  PQsetClientEncoding(made, "UTF8");
  PQsetNoticeProcessor(made, [](void*, const char*) {}, nullptr);
  return made;
}

void add_session_settings(Batch& batch, Duration statement_limit) {
  const int64_t limit = std::chrono::ceil<milliseconds>(statement_limit).count();
  const int64_t lock_limit = std::max<int64_t>(1, limit / 4);  // shorter: one that waits holds up its group
  // Stronger settings than 'on' (remote_apply) are the operator's choice and stay.
  batch.add(
      "SELECT set_config('statement_timeout', $1, false), set_config('lock_timeout', $2, false), "
      "set_config('jit', 'off', false), "
      "set_config('client_encoding', 'UTF8', false), "
      "set_config('default_transaction_isolation', 'read committed', false), "
      "set_config('synchronous_commit', CASE WHEN current_setting('synchronous_commit') IN ('off', 'local') "
      "THEN 'on' ELSE current_setting('synchronous_commit') END, false)",
      {std::to_string(limit), std::to_string(lock_limit)});
}

PostgresConnection::PostgresConnection(boost::asio::any_io_executor executor,
                                       std::shared_ptr<const PostgresSettings> settings, Log& log)
    : executor_(executor), settings_(std::move(settings)), log_(log), socket_(executor), timer_(executor) {}

PostgresConnection::~PostgresConnection() {
  if (socket_.is_open()) socket_.release();
  if (connecting_ != nullptr) PQfinish(connecting_);
}

void PostgresConnection::submit(std::unique_ptr<PostgresRequest> request) {
  Lock lock(mutex_);
  if (state_ == State::kUp && link_->in_flight() == 0 && !link_->looks_alive()) go_down("closed by the server");
  if (closing_ || unanswered() >= settings_->waiting_max ||
      (state_ == State::kDown && steady_clock::now() < not_before_)) {
    finished_.push_back(
        Finished{.answer = std::move(request->answer),
                 .result = fail(ErrorCode::kUnavailable, kBusyText, "too many wait, or no connection")});
    return leave(std::move(lock), /*may_call=*/false);
  }
  waiting_.push_back(std::move(request));
  if (state_ == State::kDown) start_connecting();
  leave(std::move(lock), /*may_call=*/false);
}

void PostgresConnection::close() {
  Lock lock(mutex_);
  closing_ = true;
  if (unanswered() == 0) go_down(nullptr);
}

void PostgresConnection::abandon() {
  std::vector<Finished> dropped;
  PostgresRequests unsent;
  Lock lock(mutex_);
  closing_ = true;
  unsent.swap(waiting_);
  go_down(nullptr);
  dropped.swap(finished_);
  lock.unlock();  // the waiting coroutines are destroyed here, without the lock
}

void PostgresConnection::start_connecting() {
  state_ = State::kConnecting;
  connecting_ = PQconnectStart(settings_->connection.c_str());
  if (connecting_ == nullptr || PQstatus(connecting_) == CONNECTION_BAD) return go_down("cannot connect");
  watch_connecting(PGRES_POLLING_WRITING);
}

void PostgresConnection::continue_connecting() {
  socket_.release();  // the library may close it now, and try another address with another one
  watch_connecting(PQconnectPoll(connecting_));
}

void PostgresConnection::watch_connecting(PostgresPollingStatusType next) {
  if (next == PGRES_POLLING_OK) return connected();
  if (next != PGRES_POLLING_READING && next != PGRES_POLLING_WRITING) return go_down("cannot connect");
  socket_.assign(PQsocket(connecting_));
  wait(next == PGRES_POLLING_READING ? stream_descriptor::wait_read : stream_descriptor::wait_write,
       [](PostgresConnection& self) { self.continue_connecting(); });
}

void PostgresConnection::connected() {
  state_ = State::kUp;
  link_ = std::make_unique<PostgresLink>(std::exchange(connecting_, nullptr));
  socket_.assign(link_->socket());
  pause_ = Duration{};
  auto settings = std::make_unique<PostgresRequest>();
  add_session_settings(settings->batch, settings_->deadline);
  settings->is_read = true;  // goes first and alone
  settings->deadline = steady_clock::now() + settings_->deadline;
  settings->answer = [self = weak_from_this()](Result<CommitResult> result) {
    auto there = self.lock();
    if (result || !there) return;
    Lock lock(there->mutex_);
    there->go_down("the session settings were refused");
    there->leave(std::move(lock), /*may_call=*/false);
  };
  waiting_.insert(waiting_.begin(), std::move(settings));
}

// send_waiting sends queries at once, each alone, and commits together once no other is in flight.
void PostgresConnection::send_waiting() {
  if (waiting_.empty()) return;
  const bool commits_may_go = link_->commits_in_flight() == 0;
  PostgresRequests commits, held;
  for (auto& request : std::exchange(waiting_, {})) {
    if (!request->is_read) {
      (commits_may_go && commits.size() < kGroupMax ? commits : held).push_back(std::move(request));
      continue;
    }
    PostgresRequests alone;
    alone.push_back(std::move(request));
    send(std::move(alone));
  }
  if (state_ == State::kUp)
    waiting_ = std::move(held);
  else
    send(std::move(held));  // which answers them
  if (commits.empty()) return;
  std::stable_sort(commits.begin(), commits.end(), locks_earlier);
  send(std::move(commits));
}

void PostgresConnection::send(PostgresRequests requests) {
  if (state_ == State::kUp) {
    if (!link_->send(std::move(requests))) go_down("cannot send");
    return;
  }
  for (auto& request : requests)  // lost while the burst was on its way
    finished_.push_back(Finished{.answer = std::move(request->answer),
                                 .result = fail(ErrorCode::kUnavailable, kBusyText, "the connection was lost")});
}

void PostgresConnection::flush() {
  if (writing_) return;
  const int left = link_->flush();
  if (left < 0) return go_down("cannot send");
  if (left == 0) return;
  writing_ = true;
  wait(stream_descriptor::wait_write, [](PostgresConnection& self) { self.writing_ = false; });
}

void PostgresConnection::wait_for_answers() {
  if (reading_ || link_->in_flight() == 0) return;
  reading_ = true;
  wait(stream_descriptor::wait_read, [](PostgresConnection& self) {
    self.reading_ = false;
    if (!self.link_->receive(self.finished_)) self.go_down("closed by the server");
  });
}

bool PostgresConnection::deadline_passed() const {
  const auto now = steady_clock::now();
  if (link_ && link_->in_flight() > 0) return link_->oldest_deadline() <= now;
  return !waiting_.empty() && waiting_.front()->deadline <= now;
}

void PostgresConnection::watch_deadline() {
  if (unanswered() == 0) {
    if (watching_) timer_.cancel();
    watching_ = false;
    return;
  }
  if (watching_) return;
  watching_ = true;
  timer_.expires_at(link_ && link_->in_flight() > 0 ? link_->oldest_deadline() : waiting_.front()->deadline);
  timer_.async_wait([self = shared_from_this(), generation = generation_](boost::system::error_code error) {
    Lock lock(self->mutex_);
    if (error || generation != self->generation_ || !self->watching_) return;
    self->watching_ = false;
    // The answer may still come, but nobody would know which: the whole connection goes.
    if (self->deadline_passed()) self->go_down("no answer within the deadline");
    self->leave(std::move(lock), /*may_call=*/true);
  });
}

void PostgresConnection::wait(stream_descriptor::wait_type what, void (*step)(PostgresConnection&)) {
  socket_.async_wait(what,
                     [self = shared_from_this(), generation = generation_, step](boost::system::error_code error) {
                       Lock lock(self->mutex_);
                       if (generation != self->generation_) return;
                       if (error)
                         self->go_down("cannot wait for the socket");
                       else
                         step(*self);
                       self->leave(std::move(lock), /*may_call=*/true);
                     });
}

// settle brings waits and timers in line with what is in flight. While corked, several coroutines are being resumed:
// what they send goes out together afterwards.
void PostgresConnection::settle() {
  load_.store(unanswered(), std::memory_order_relaxed);
  if (corked_) return;
  if (state_ == State::kUp) send_waiting();
  if (state_ == State::kUp) flush();
  if (state_ == State::kUp) wait_for_answers();
  if (closing_ && unanswered() == 0) go_down(nullptr);
  watch_deadline();
}

void PostgresConnection::leave(Lock lock, bool may_call) {
  while (true) {
    if (finished_.empty()) settle();
    if (finished_.empty()) return;
    std::vector<Finished> done = std::exchange(finished_, {});
    if (!may_call) {
      for (Finished& one : done) boost::asio::post(executor_, [one = std::move(one)]() mutable { one.call(); });
      continue;
    }
    corked_ = true;
    lock.unlock();
    for (Finished& one : done) one.call();
    lock.lock();
    corked_ = false;
  }
}

void PostgresConnection::go_down(const char* why) {
  if (state_ == State::kDown) return;
  const auto now = steady_clock::now();
  if (why != nullptr) {
    // The library's words on a failed connect name host and user; they hold no password.
    const char* said = connecting_ != nullptr ? PQerrorMessage(connecting_) : "";
    log_.warning("store_connection_lost", {{"reason", why}, {"detail", said}, {"unanswered", int64_t(unanswered())}});
  }
  if (link_) link_->fail_all(finished_, now);
  for (auto& request : waiting_)
    finished_.push_back(
        Finished{.answer = std::move(request->answer),
                 .result = fail(request->deadline <= now ? ErrorCode::kTimeout : ErrorCode::kUnavailable, kBusyText,
                                "no connection")});
  waiting_.clear();
  if (state_ == State::kConnecting) {
    pause_ = std::clamp<Duration>(pause_ * 2, kPauseMin, kPauseMax);
    not_before_ = now + pause_;
  }
  if (socket_.is_open()) socket_.release();  // the descriptor is the library's; this ends our waits on it
  link_.reset();
  if (connecting_ != nullptr) PQfinish(std::exchange(connecting_, nullptr));
  if (watching_) timer_.cancel();
  reading_ = writing_ = watching_ = false;
  ++generation_;
  state_ = State::kDown;
  load_.store(0, std::memory_order_relaxed);
}

}  // namespace inkan::store
