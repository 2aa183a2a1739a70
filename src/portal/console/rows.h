#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/words.h"
#include "officers/proposals.h"

namespace inkan::portal::console {

// fill_proposals fills a section `name` with a PROPOSAL (ID, WHAT, STATE, TAG, AT, AT_ISO) per row, or name + "_NONE".
void fill_proposals(const http::Reader& reader, const std::vector<officers::ProposalRow>& rows, const std::string& name,
                    http::PageData& data);

// Line is one labelled value of a page or of a payload.
struct Line {
  std::string label{};
  std::string text{};
};
void fill_lines(const std::vector<Line>& lines, http::PageData& data);  // section LINE: LABEL, TEXT

// payload_lines says in words what a proposal would change.
std::vector<Line> payload_lines(const http::Reader& reader, officers::ProposalKind kind, const json::object& payload,
                                bool may_see_protected);

// masked_name shows whom a commit is about without saying more than needed (REQ-SES-3): "T** M** L***".
std::string masked_name(std::string_view name);

}  // namespace inkan::portal::console
