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

bool PostgresLink::send(std::unique_ptr<PostgresRequest> request) {
  Group group;
  for (const Statement& statement : request->batch.statements()) group.statements.push_back(prepare(statement));
  for (size_t i = 0; i < group.statements.size() && !lost_; ++i) {
    PostgresParameters parameters(request->batch.statements()[i].parameters);
    lost_ |= PQsendQueryPrepared(connection_, group.statements[i]->name.c_str(), parameters.count(),
                                 parameters.pointers(), parameters.lengths(), parameters.formats(), 1) != 1;
  }
  lost_ |= PQpipelineSync(connection_) != 1;
  group.request = std::move(request);
  group.outcome.rows.reserve(group.statements.size());
  groups_.push_back(std::move(group));
  ++requests_in_flight_;
  return !lost_;
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
  if (status == PGRES_PIPELINE_ABORTED || group.error || group.broken_expectation) return;
  if (index >= group.statements.size()) {  // the commit itself failed
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) group.error = postgres_error(result, "commit");
    return;
  }
  Prepared& prepared = *group.statements[index];
  if (!group.request) {
    if (status != PGRES_COMMAND_OK) prepared.broken = postgres_error(result, prepared.text.sql);
    return;
  }
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
    if (!prepared.text.returns_rows) {
      group.outcome.rows.emplace_back();
      return;
    }
    auto rows = decode_rows(result, prepared.text.columns_to_skip);
    if (rows)
      group.outcome.rows.push_back(std::move(*rows));
    else
      group.error = std::move(rows.error());
    return;
  }
  const std::string_view state = sqlstate(result);
  const Expect expect = group.request->batch.statements()[index].expect;
  if (state == "IK001" || (state == "23505" && expect == Expect::kOne)) {
    group.broken_expectation = index;
    return;
  }
  // The server chose us as the victim of a deadlock, or could not serialise: certainly undone, so we may try again.
  group.retry = state == "40P01" || state == "40001";
  group.error = prepared.broken ? *prepared.broken : postgres_error(result, group.request->batch.statements()[index].sql);
}

bool PostgresLink::finish_group(std::vector<Finished>& finished) {
  Group group = std::move(groups_.front());
  groups_.pop_front();
  if (!group.request) return true;
  --requests_in_flight_;
  if (group.retry && ++group.request->attempts < kAttemptsMax && steady_clock::now() < group.request->deadline)
    return send(std::move(group.request));
  Finished done{.answer = std::move(group.request->answer)};
  if (group.error)
    done.result = std::unexpected(std::move(*group.error));
  else if (group.broken_expectation)
    done.result = CommitResult{.broken_expectation = group.broken_expectation};
  else
    done.result = CommitResult{.outcome = std::move(group.outcome)};
  finished.push_back(std::move(done));
  return true;
}

void PostgresLink::fail_all(std::vector<Finished>& finished, steady_clock::time_point now) {
  for (Group& group : groups_) {
    if (!group.request) continue;
    const bool late = group.request->deadline <= now;
    finished.push_back(Finished{
        .answer = std::move(group.request->answer),
        .result = fail(late ? ErrorCode::kTimeout : ErrorCode::kUnavailable, kBusyText, "the connection was lost")});
  }
  groups_.clear();
  requests_in_flight_ = 0;
}

steady_clock::time_point PostgresLink::oldest_deadline() const {
  for (const Group& group : groups_)
    if (group.request) return group.request->deadline;
  check(false, "a request is in flight");
  return {};
}

}  // namespace inkan::store
