#include "http/request_reader.h"

#include <gtest/gtest.h>

namespace inkan::http {
namespace {

using Step = RequestReader::Step;

// read_in_pieces offers all that was received and not yet used, after each of `cuts`, as a connection does.
Step read_in_pieces(RequestReader& reader, std::string_view bytes, const std::vector<size_t>& cuts) {
  size_t consumed = 0;
  Step step = Step::kNeedMore;
  for (size_t cut : cuts) {
    size_t used = 0;
    step = reader.feed(bytes.substr(consumed, cut - consumed), used);
    consumed += used;
    if (step != Step::kNeedMore) break;
  }
  return step;
}

class InPieces : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Bodies, InPieces, testing::Values("0\r\n\r\n", "3\r\nabc\r\n0\r\n\r\n", "00;x=y\r\n\r\n"));

TEST_P(InPieces, a_chunked_request_is_the_same_however_it_arrives) {
  const std::string bytes = "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + GetParam();
  const Limits limits;
  std::vector<size_t> each_byte;
  for (size_t cut = 1; cut <= bytes.size(); ++cut) each_byte.push_back(cut);
  std::vector<std::vector<size_t>> ways = {each_byte};
  for (size_t cut = 1; cut < bytes.size(); ++cut) ways.push_back({cut, std::min(cut + 1, bytes.size()), bytes.size()});
  for (const auto& cuts : ways) {
    RequestReader reader(limits);
    EXPECT_EQ(read_in_pieces(reader, bytes, cuts), Step::kDone) << cuts.front();
    EXPECT_EQ(reader.request().body, GetParam().starts_with("3") ? "abc" : "");
  }
}

TEST(RequestReader, refuses_a_broken_last_chunk_however_it_arrives) {
  const std::string head = "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string bytes = head + "0\r\nab=c\r\n\r\n";
  const Limits limits;
  for (size_t cut = head.size(); cut < bytes.size(); ++cut) {
    RequestReader reader(limits);
    EXPECT_EQ(read_in_pieces(reader, bytes, {cut, bytes.size()}), Step::kRefused) << cut;
    EXPECT_EQ(reader.refusal_status(), 400);
  }
}

// The head counts to its last line end, the body does not: with one byte less allowed it is too long, in pieces or not.
TEST(RequestReader, counts_the_bytes_of_a_head_exactly_however_it_arrives) {
  const std::string head = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n";
  const std::string bytes = head + "abc";
  for (size_t cut = 1; cut < bytes.size(); ++cut) {
    Limits limits;
    limits.header_bytes_max = head.size();
    RequestReader exact(limits);
    EXPECT_EQ(read_in_pieces(exact, bytes, {cut, bytes.size()}), Step::kDone) << cut;
    EXPECT_EQ(exact.request().body, "abc");
    limits.header_bytes_max = head.size() - 1;
    RequestReader short_by_one(limits);
    EXPECT_EQ(read_in_pieces(short_by_one, bytes, {cut, bytes.size()}), Step::kRefused) << cut;
    EXPECT_EQ(short_by_one.refusal_status(), 431);
  }
}

}  // namespace
}  // namespace inkan::http
