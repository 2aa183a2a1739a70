#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/task.h"
#include "population/enrolment.h"

namespace inkan::population {

// Files of people, JSON Lines as people_row.h says. A file is known by the hash of its content: interrupted at any
// moment, importing the same file again goes on where its last commit stopped, and a finished one adds nothing. Each
// line is checked as at a counter, against the register and the lines before it; who is like somebody is held for a
// second officer (REQ-CARD-4).
struct PeopleImportOptions {
  std::string path{};
  audit::Actor officer{};                // who answers for the file
  std::string source_document_sha256{};  // of the order or receipt that the file came with; mandatory
  bool dry_run = false;                  // read and check everything, store nothing
  size_t lines_at_once = 100;            // one transaction
};

// PeopleImportReport counts; it holds nobody's data.
struct PeopleImportReport {
  std::string import_id{};
  bool finished = false;      // with this call or before
  bool was_finished = false;  // before: this call did nothing
  int64_t resumed_after = 0;  // the line where an earlier call stopped
  int64_t lines = 0;
  int64_t registered = 0;
  int64_t held = 0;
  int64_t rejected = 0;
  json::object to_json() const;
};

// NotRegistered is a line that registered nobody, by number: why, in words of the program.
struct NotRegistered {
  int64_t line = 0;
  bool held = false;      // else rejected
  std::string text{};     // the collisions, or what is wrong
  std::string case_id{};  // of a held one; empty in a dry run
};

struct PeopleImportProgress {
  int64_t lines = 0;
  int64_t bytes = 0;
  int64_t bytes_total = 0;
};

class PeopleImport {
 public:
  struct Deps {
    Register::Deps store;
    const Enrolment& enrolment;
  };
  explicit PeopleImport(Deps deps) : deps_(deps) {}

  // run reads the file. kNotFound: no such file; kInvalidInput: no officer or document; kConflict: another program is
  // importing this file, or it was begun by another officer or on another document.
  Task<PeopleImportReport> run(PeopleImportOptions options, std::function<void(const PeopleImportProgress&)> progress,
                               std::function<void(const NotRegistered&)> each_not_registered) const;

 private:
  Deps deps_;
};

}  // namespace inkan::population
