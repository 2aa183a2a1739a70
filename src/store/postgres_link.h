#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/await.h"
#include "store/postgres_sql.h"
#include "store/postgres_values.h"

namespace inkan::store {

// PostgresRequest is one batch on its way to the server and back.
struct PostgresRequest {
  Batch batch{};
  bool is_read = false;  // a query: goes alone and at once
  Answer<CommitResult> answer{};
  std::chrono::steady_clock::time_point deadline{};
  int attempts = 0;
};

// Finished is an answer that is ready to be called, once no lock is held.
struct Finished {
  Answer<CommitResult> answer{};
  Result<CommitResult> result{};
  void call() {
    if (answer) answer(std::move(result));
  }
};
using PostgresRequests = std::vector<std::unique_ptr<PostgresRequest>>;

// PostgresLink speaks the pipeline protocol over one connected PGconn: statements up to a Sync are one transaction of
// the server. Batches sent together share one, for one fsync and a quarter of the work; when one of them fails, all are
// undone, and it is sent again alone, the others in two groups before and after it. It never waits: the owner says when
// the socket is ready. Not thread-safe.
class PostgresLink {
 public:
  // The connection must be established and idle.
  explicit PostgresLink(PGconn* connection);
  ~PostgresLink() { PQfinish(connection_); }
  PostgresLink(const PostgresLink&) = delete;
  PostgresLink& operator=(const PostgresLink&) = delete;

  int socket() const { return PQsocket(connection_); }
  // send queues requests as one transaction; flush() must follow. False: the connection is lost, fail_all() answers.
  bool send(PostgresRequests requests);
  // flush returns 0 when all is sent, 1 when the socket must become writable first, -1 when the connection is lost.
  int flush() { return PQflush(connection_); }
  // receive reads what is there and appends what it finished. False: the connection is lost.
  bool receive(std::vector<Finished>& finished);
  // fail_all finishes everything in flight: kTimeout for what is past its deadline, else kUnavailable. Whether the
  // server committed it is unknown.
  void fail_all(std::vector<Finished>& finished, std::chrono::steady_clock::time_point now);
  // looks_alive is a cheap look at an idle connection: closed by the server meanwhile?
  bool looks_alive();

  size_t in_flight() const { return requests_in_flight_; }
  size_t commits_in_flight() const { return commits_in_flight_; }
  // oldest_deadline is that of the first request in flight; there must be one.
  std::chrono::steady_clock::time_point oldest_deadline() const;

 private:
  struct Prepared {
    std::string name{};
    std::vector<Oid> types{};
    PostgresText text{};
    std::optional<Error> broken{};
  };
  struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  using Variants = std::vector<std::shared_ptr<Prepared>>;
  // Group is what lies between two Syncs: a preparation (no requests), or the statements of some requests.
  struct Group {
    PostgresRequests requests{};
    std::vector<Outcome> outcomes{};  // of the requests so far
    // Shared with prepared_, from which a broken statement may be removed while it is in flight.
    std::vector<std::shared_ptr<Prepared>> statements{};
    size_t results_seen = 0;
    size_t request_now = 0;  // whose results come now
    std::optional<size_t> broken_expectation{};
    std::optional<Error> error{};
    bool retry = false;

    bool failed() const { return error || broken_expectation; }
    void skip_complete_requests();
  };

  std::shared_ptr<Prepared> prepare(const Statement& statement);
  bool take_result(PGresult* result, std::vector<Finished>& finished);
  void take_statement_result(Group& group, PGresult* result);
  void take_failure(Group& group, const Prepared& prepared, PGresult* result);
  bool finish_group(std::vector<Finished>& finished);
  bool send_in_parts(Group group);
  bool send_one(std::unique_ptr<PostgresRequest> request);

  PGconn* connection_;
  std::unordered_map<std::string, Variants, TextHash, std::equal_to<>> prepared_[3]{};  // by Expect
  std::deque<Group> groups_{};
  size_t requests_in_flight_ = 0;
  size_t commits_in_flight_ = 0;
  size_t names_given_ = 0;
  bool lost_ = false;
};

}  // namespace inkan::store
