#include "store/postgres_link.h"

#include <poll.h>

#include "base/check.h"

namespace inkan::store {
namespace {

using std::chrono::steady_clock;

constexpr int kAttemptsMax = 4;
constexpr size_t kPreparedMax = 4096;

bool fits(const std::vector<Oid>& types, const std::vector<Value>& parameters) {
  if (types.size() != parameters.size()) return false;
  for (size_t i = 0; i < types.size(); ++i) {
    const Oid type = type_of(parameters[i]);
    if (type != kUnspecifiedOid && type != types[i]) return false;
  }
  return true;
}

}  // namespace

PostgresLink::PostgresLink(PGconn* connection) : connection_(connection) {
  PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
  lost_ = PQsetnonblocking(connection_, 1) != 0 || PQenterPipelineMode(connection_) != 1;
}

bool PostgresLink::looks_alive() {
  if (lost_ || PQstatus(connection_) != CONNECTION_OK) return false;
  pollfd ready{.fd = socket(), .events = POLLIN | POLLRDHUP, .revents = 0};
  if (::poll(&ready, 1, 0) <= 0) return true;
  return (ready.revents & (POLLHUP | POLLRDHUP | POLLERR)) == 0 && PQconsumeInput(connection_) == 1;
}

std::shared_ptr<PostgresLink::Prepared> PostgresLink::prepare(const Statement& statement) {
  auto& by_text = prepared_[size_t(statement.expect)];
  auto found = by_text.find(statement.sql);
  if (found == by_text.end()) found = by_text.emplace(std::string(statement.sql), Variants{}).first;
  Variants& variants = found->second;
  std::erase_if(variants, [](const auto& variant) { return variant->broken.has_value(); });
  for (const auto& variant : variants)
    if (fits(variant->types, statement.parameters)) return variant;

  check(names_given_ < kPreparedMax, "SQL is a limited set of literals");
  auto fresh = std::make_shared<Prepared>();
  fresh->name = "s" + std::to_string(++names_given_);
  for (const Value& value : statement.parameters) fresh->types.push_back(type_of(value));
  fresh->text = for_postgres(statement.sql, statement.expect);
  // In a group of its own: the failure of a batch must not take the preparation with it.
  lost_ |= PQsendPrepare(connection_, fresh->name.c_str(), fresh->text.sql.c_str(), int(fresh->types.size()),
                         fresh->types.data()) != 1 ||
           PQpipelineSync(connection_) != 1;
  Group group;
  group.statements.push_back(fresh);
  groups_.push_back(std::move(group));
  variants.push_back(fresh);
  return fresh;
}

bool PostgresLink::send(PostgresRequests requests) {
  Group group;
  for (const auto& request : requests)
    for (const Statement& statement : request->batch.statements()) group.statements.push_back(prepare(statement));
  size_t next = 0;
  for (const auto& request : requests) {
    for (const Statement& statement : request->batch.statements()) {
      if (lost_) break;
      PostgresParameters parameters(statement.parameters);
      lost_ |= PQsendQueryPrepared(connection_, group.statements[next++]->name.c_str(), parameters.count(),
                                   parameters.pointers(), parameters.lengths(), parameters.formats(), 1) != 1;
    }
    if (!request->is_read) ++commits_in_flight_;
  }
  lost_ |= PQpipelineSync(connection_) != 1;
  requests_in_flight_ += requests.size();
  group.outcomes.resize(requests.size());
  group.requests = std::move(requests);
  group.skip_complete_requests();
  groups_.push_back(std::move(group));
  return !lost_;
}

bool PostgresLink::send_one(std::unique_ptr<PostgresRequest> request) {
  PostgresRequests one;
  one.push_back(std::move(request));
  return send(std::move(one));
}

// skip_complete_requests moves on to the request whose result comes next.
void PostgresLink::Group::skip_complete_requests() {
  while (request_now < requests.size() && outcomes[request_now].rows.size() == requests[request_now]->batch.size())
    ++request_now;
}

bool PostgresLink::receive(std::vector<Finished>& finished) {
  if (lost_ || PQconsumeInput(connection_) != 1) return false;
  int nothing = 0;  // one NULL ends each statement's results, two in a row mean that nothing is left
  while (!groups_.empty() && nothing < 2 && PQisBusy(connection_) == 0) {
    PostgresResult result(PQgetResult(connection_));
    if (!result) {
      ++nothing;
      continue;
    }
    nothing = 0;
    if (!take_result(result.get(), finished)) return false;
  }
  return !lost_ && PQstatus(connection_) == CONNECTION_OK;
}

bool PostgresLink::take_result(PGresult* result, std::vector<Finished>& finished) {
  if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) return finish_group(finished);
  take_statement_result(groups_.front(), result);
  return true;
}

void PostgresLink::take_statement_result(Group& group, PGresult* result) {
  const size_t index = group.results_seen++;
  const ExecStatusType status = PQresultStatus(result);
  const bool fine = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
  if (status == PGRES_PIPELINE_ABORTED || group.failed()) return;
  if (index >= group.statements.size()) {  // the commit itself failed: nobody's own fault
    if (!fine) group.error = postgres_error(result, "commit");
    return;
  }
  Prepared& prepared = *group.statements[index];
  if (group.requests.empty()) {
    if (!fine) prepared.broken = postgres_error(result, prepared.text.sql);
    return;
  }
  if (!fine) return take_failure(group, prepared, result);
  Result<Rows> rows = prepared.text.returns_rows ? decode_rows(result, prepared.text.columns_to_skip) : Rows{};
  if (!rows) {
    group.error = std::move(rows.error());
    return;
  }
  group.outcomes[group.request_now].rows.push_back(std::move(*rows));
  group.skip_complete_requests();
}

void PostgresLink::take_failure(Group& group, const Prepared& prepared, PGresult* result) {
  const size_t index = group.outcomes[group.request_now].rows.size();
  const Statement& statement = group.requests[group.request_now]->batch.statements()[index];
  const std::string_view state = sqlstate(result);
  if (state == "IK001" || (state == "23505" && statement.expect == Expect::kOne)) {
    group.broken_expectation = index;
    return;
  }
  // The server chose us as the victim of a deadlock, or could not serialise: certainly undone, so we may try again.
  group.retry = state == "40P01" || state == "40001";
  group.error = prepared.broken ? *prepared.broken : postgres_error(result, statement.sql);
}

bool PostgresLink::finish_group(std::vector<Finished>& finished) {
  Group group = std::move(groups_.front());
  groups_.pop_front();
  requests_in_flight_ -= group.requests.size();
  for (const auto& request : group.requests)
    if (!request->is_read) --commits_in_flight_;
  if (group.failed() && group.requests.size() > 1 && group.request_now < group.requests.size())
    return send_in_parts(std::move(group));
  if (group.retry && ++group.requests.front()->attempts < kAttemptsMax &&
      steady_clock::now() < group.requests.front()->deadline)
    return send_one(std::move(group.requests.front()));
  for (size_t i = 0; i < group.requests.size(); ++i) {
    Finished done{.answer = std::move(group.requests[i]->answer)};
    if (group.error)
      done.result = std::unexpected(*group.error);
    else if (group.broken_expectation)
      done.result = CommitResult{.broken_expectation = group.broken_expectation};
    else
      done.result = CommitResult{.outcome = std::move(group.outcomes[i])};
    finished.push_back(std::move(done));
  }
  return true;
}

// The verdict on the one that failed must not rest on neighbours that were undone with it: all are asked again.
bool PostgresLink::send_in_parts(Group group) {
  const auto culprit = group.requests.begin() + std::ptrdiff_t(group.request_now);
  PostgresRequests before(std::make_move_iterator(group.requests.begin()), std::make_move_iterator(culprit));
  PostgresRequests after(std::make_move_iterator(culprit + 1), std::make_move_iterator(group.requests.end()));
  bool sent = true;
  if (!before.empty()) sent &= send(std::move(before));
  sent &= send_one(std::move(*culprit));
  if (!after.empty()) sent &= send(std::move(after));
  return sent;
}

void PostgresLink::fail_all(std::vector<Finished>& finished, steady_clock::time_point now) {
  for (Group& group : groups_)
    for (auto& request : group.requests) {
      const bool late = request->deadline <= now;
      finished.push_back(Finished{
          .answer = std::move(request->answer),
          .result = fail(late ? ErrorCode::kTimeout : ErrorCode::kUnavailable, kBusyText, "the connection was lost")});
    }
  groups_.clear();
  requests_in_flight_ = commits_in_flight_ = 0;
}

steady_clock::time_point PostgresLink::oldest_deadline() const {
  for (const Group& group : groups_)
    if (!group.requests.empty()) return group.requests.front()->deadline;
  check(false, "a request is in flight");
  return {};
}

}  // namespace inkan::store
