#include "store/sqlite_writer.h"

#include "base/check.h"

namespace inkan::store {
namespace {

using std::chrono::steady_clock;

constexpr size_t kGroupMax = 256;
// A checkpoint moves pages from the log into the file. Small and often keeps each one short; a log that readers keep
// from starting over is cut by force only when it has become large.
constexpr int kFramesBeforeCheckpoint = 1024;     // 4 MiB, also under load
constexpr int kFramesBeforeIdleCheckpoint = 128;  // when nobody waits
constexpr int kFramesBeforeForce = 32 * 1024;     // 128 MiB
constexpr int kForcePauseMs = 50;
constexpr auto kIdle = std::chrono::milliseconds(20);
// Under load the writer lets a group gather before it begins: a commit costs the same for one batch as for twenty, and
// those who are about to ask are being served meanwhile. A lone request never waits.
constexpr size_t kGatherAfter = 2;  // batches in the last group
constexpr size_t kGatherUntil = 32;
constexpr auto kGather = std::chrono::milliseconds(1);

bool succeeded(const Result<CommitResult>& result) { return result && !result->broken_expectation; }

}  // namespace

SqliteWriter::SqliteWriter(std::unique_ptr<SqliteConnection> connection, const OpenOptions& options, Log& log)
    : connection_(std::move(connection)),
      waiting_max_(options.waiting_batches_max),
      deadline_(options.deadline),
      log_(log) {
  auto note_frames = [](void* self, sqlite3*, const char*, int frames) {
    auto* writer = static_cast<SqliteWriter*>(self);
    if (frames < writer->frames_checkpointed_) writer->frames_checkpointed_ = 0;  // the log started over
    writer->wal_frames_ = frames;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(connection_->handle(), note_frames, this);
  thread_ = std::thread([this] { work(); });
}

void SqliteWriter::submit(Batch batch, Answer<CommitResult> answer) {
  Job job{.batch = std::move(batch), .answer = std::move(answer), .deadline = steady_clock::now() + deadline_};
  {
    std::unique_lock lock(mutex_);
    if (!closing_ && !broken_ && waiting_.size() < waiting_max_) {
      waiting_.push_back(std::move(job));
      if (waiting_.size() == 1 || waiting_.size() == kGatherUntil) wake_.notify_one();
      return;
    }
  }
  job.answer(fail(ErrorCode::kUnavailable, kBusyText, "the writer's queue is full or the engine has stopped"));
}

void SqliteWriter::close() {
  {
    std::unique_lock lock(mutex_);
    closing_ = true;
    wake_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
  connection_.reset();
}

bool SqliteWriter::wait_for_jobs(Jobs& jobs) {
  jobs.clear();
  std::unique_lock lock(mutex_);
  while (waiting_.empty() && !closing_) {
    if (wake_.wait_for(lock, kIdle) == std::cv_status::no_timeout) continue;
    if (wal_frames_ - frames_checkpointed_ >= kFramesBeforeIdleCheckpoint) {
      lock.unlock();
      checkpoint_if_due(/*idle=*/true);
      lock.lock();
    }
    while (waiting_.empty() && !closing_) wake_.wait(lock);
  }
  if (last_group_ >= kGatherAfter)
    wake_.wait_for(lock, kGather, [this] { return waiting_.size() >= kGatherUntil || closing_; });
  jobs.swap(waiting_);
  last_group_ = jobs.size();
  return !jobs.empty();
}

void SqliteWriter::work() {
  Jobs jobs;
  while (wait_for_jobs(jobs)) {
    for (size_t start = 0; start < jobs.size(); start += kGroupMax) {
      std::span<Job> group = std::span(jobs).subspan(start, std::min(kGroupMax, jobs.size() - start));
      run_group(group);
      for (Job& job : group) job.answer(std::move(job.result));
      checkpoint_if_due(/*idle=*/false);
    }
  }
}

void SqliteWriter::run_group(std::span<Job> jobs) {
  if (broken_) return undo_group(jobs, Error{ErrorCode::kUnavailable, kBusyText, "the disk failed"});
  if (auto begun = connection_->run("BEGIN IMMEDIATE", {}); !begun) return undo_group(jobs, begun.error());
  for (Job& job : jobs) {
    if (steady_clock::now() > job.deadline) {
      job.result = fail(ErrorCode::kTimeout, kBusyText, "waited too long for the writer");
      continue;
    }
    jobs.size() == 1 ? run_batch(job) : run_one_of_many(job);
    if (!connection_->in_transaction())  // disk or memory trouble: SQLite undid the whole group
      return undo_group(jobs, Error{ErrorCode::kUnavailable, kBusyText, "the transaction was undone by the engine"});
  }
  finish_group(jobs);
}

void SqliteWriter::run_one_of_many(Job& job) {
  auto made = connection_->run("SAVEPOINT batch", {});
  if (!made) {
    job.result = pass_on(made);
    return;
  }
  run_batch(job);
  if (!connection_->in_transaction()) return;
  if (!succeeded(job.result)) (void)connection_->run("ROLLBACK TO batch", {});
  (void)connection_->run("RELEASE batch", {});
}

// run_batch runs statement after statement and stops at the first that does not hold; undoing is the caller's.
void SqliteWriter::run_batch(Job& job) {
  Outcome outcome;
  const auto& statements = job.batch.statements();
  outcome.rows.reserve(statements.size());
  for (size_t i = 0; i < statements.size(); ++i) {
    const Statement& statement = statements[i];
    auto ran = connection_->run(statement.sql, statement.parameters);
    bool duplicate = !ran && ran.error().code == ErrorCode::kConflict;
    if (!ran && !(duplicate && statement.expect == Expect::kOne)) {
      if (duplicate) ran.error().code = ErrorCode::kInternal;
      job.result = pass_on(ran);
      return;
    }
    if (duplicate || (statement.expect == Expect::kOne && ran->touched != 1) ||
        (statement.expect == Expect::kNone && ran->touched != 0)) {
      job.result = CommitResult{.broken_expectation = i};
      return;
    }
    outcome.rows.push_back(std::move(ran->rows));
  }
  job.result = CommitResult{.outcome = std::move(outcome)};
}

void SqliteWriter::finish_group(std::span<Job> jobs) {
  if (std::none_of(jobs.begin(), jobs.end(), [](const Job& job) { return succeeded(job.result); })) {
    (void)connection_->run("ROLLBACK", {});
    return;
  }
  auto committed = connection_->run("COMMIT", {});
  if (committed) return;
  int code = connection_->last_code();
  if (connection_->in_transaction()) (void)connection_->run("ROLLBACK", {});
  if ((code & 0xFF) == SQLITE_IOERR) {
    broken_ = true;
    log_.error("store_broken", {{"sqlite_code", int64_t(code)}});
  }
  Error error = std::move(committed.error());
  error.code = ErrorCode::kUnavailable;
  undo_group(jobs, error);
}

// undo_group answers those whose work is gone; batches refused on their own account keep their answer.
void SqliteWriter::undo_group(std::span<Job> jobs, const Error& error) {
  log_.warning("store_group_undone", {{"batches", int64_t(jobs.size())}, {"reason", error.private_detail}});
  for (Job& job : jobs)
    if (succeeded(job.result)) job.result = std::unexpected(error);
}

void SqliteWriter::checkpoint_if_due(bool idle) {
  if (wal_frames_ - frames_checkpointed_ < (idle ? kFramesBeforeIdleCheckpoint : kFramesBeforeCheckpoint)) return;
  int mode = wal_frames_ >= kFramesBeforeForce ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
  int in_log = 0, moved = 0;
  sqlite3_busy_timeout(connection_->handle(), kForcePauseMs);  // RESTART waits for readers, and the writer with it
  int code = sqlite3_wal_checkpoint_v2(connection_->handle(), nullptr, mode, &in_log, &moved);
  sqlite3_busy_timeout(connection_->handle(), kSqliteBusyMs);
  if (code == SQLITE_OK || code == SQLITE_BUSY) frames_checkpointed_ = wal_frames_;
  if (code != SQLITE_OK && code != SQLITE_BUSY)
    log_.warning("store_checkpoint_failed", {{"sqlite_code", int64_t(code)}});
}

}  // namespace inkan::store
