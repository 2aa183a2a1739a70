#include <gtest/gtest.h>

#include "http/pages.h"

namespace inkan::accounts {
namespace {

TEST(AccountPages, have_all_words_in_every_language) {
  const auto pages = http::Pages::create("en");
  ASSERT_TRUE(pages) << pages.error().public_text;
  for (const char* page : {"account",
                           "close",
                           "closed",
                           "error",
                           "help",
                           "letter",
                           "locked",
                           "login",
                           "need_second_factor",
                           "otp",
                           "passkey_add",
                           "password",
                           "recovery",
                           "recovery_codes",
                           "remove",
                           "sessions",
                           "sign_out",
                           "sign_up",
                           "sign_up_login",
                           "sign_up_second_factor",
                           "signed_out",
                           "totp_add"}) {
    for (const std::string& tag : (*pages)->languages()) {
      http::Language language;
      language.tag = tag;
      const http::Response response =
          (*pages)->render(200, std::string("accounts/") + page, language, http::PageData());
      EXPECT_EQ(response.body.find("[["), std::string::npos) << page;
      EXPECT_NE(response.body.find("<h1"), std::string::npos) << page;
    }
  }
}

}  // namespace
}  // namespace inkan::accounts
