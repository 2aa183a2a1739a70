#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "store/await.h"
#include "store/sqlite_connection.h"

namespace inkan::store {

// SqliteWriter is the one thread that writes. It takes all batches that wait, runs them in one transaction, each in a
// savepoint of its own, commits once, and then answers: many durable commits for one fsync.
class SqliteWriter {
 public:
  SqliteWriter(std::unique_ptr<SqliteConnection> connection, const OpenOptions& options, Log& log);
  ~SqliteWriter() { close(); }

  // submit queues a batch; when the queue is full or the engine has stopped it answers at once. The answer is called on
  // the writer's thread and must only hand the result over.
  void submit(Batch batch, Answer<CommitResult> answer);
  // close finishes what is queued and ends the thread.
  void close();
  // broken says that a commit met an I/O error: nothing is accepted any more, since the kernel may have dropped pages
  // that it could not write.
  bool broken() const { return broken_.load(); }

 private:
  struct Job {
    Batch batch;
    Answer<CommitResult> answer;
    std::chrono::steady_clock::time_point deadline{};
    Result<CommitResult> result{};
  };
  using Jobs = std::vector<Job>;

  void work();
  bool wait_for_jobs(Jobs& jobs);
  void run_group(std::span<Job> jobs);
  void run_one_of_many(Job& job);
  void run_batch(Job& job);
  void finish_group(std::span<Job> jobs);
  void undo_group(std::span<Job> jobs, const Error& error);
  void checkpoint_if_due(bool idle);

  std::unique_ptr<SqliteConnection> connection_;  // the writer thread's alone
  const size_t waiting_max_;
  const Duration deadline_;
  Log& log_;

  std::mutex mutex_{};
  std::condition_variable wake_{};
  Jobs waiting_{};        // under mutex_
  bool closing_ = false;  // under mutex_
  std::atomic<bool> broken_{false};
  size_t last_group_ = 0;        // the writer thread's alone: how many batches it took last
  int wal_frames_ = 0;           // the writer thread's alone, from SQLite's WAL hook
  int frames_checkpointed_ = 0;  // the writer thread's alone
  std::thread thread_{};         // last: it uses the rest
};

}  // namespace inkan::store
