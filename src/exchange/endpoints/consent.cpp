#include "exchange/endpoints/consent.h"

#include "exchange/endpoints/consent_view.h"

namespace inkan::exchange {

namespace {

// Standing is what both methods find before they do anything: either the question of this resident in this browser, or
// the page that says why not.
struct Standing {
  std::optional<OpenQuestion> question{};
  std::shared_ptr<const catalogue::Client> client{};
  std::optional<Stop> stop{};
};

Task<Standing> look_up(const Deps& deps, const http::Request& request, const http::Browser& browser, std::string flow) {
  Standing standing;
  auto question = co_await deps.consents.find_question(std::move(flow));
  if (!question) co_return pass_on(question);
  if (!*question) {
    standing.stop = Stop::kExpired;
    co_return standing;
  }
  // A link to the page sent to somebody else, or opened in another browser, shows nothing and changes nothing.
  if (browser.is_new() || !deps.consents.in_browser(**question, browser.value())) {
    standing.stop = Stop::kOtherBrowser;
    co_return standing;
  }
  auto session = co_await deps.sessions.find(request);
  if (!session) co_return pass_on(session);
  if (!*session || (*session)->account != (*question)->account || (*session)->person != (*question)->person) {
    standing.stop = Stop::kOtherAccount;
    co_return standing;
  }
  auto client = co_await deps.clients.find((*question)->client);
  if (!client) co_return pass_on(client);
  if (!*client) {
    standing.stop = Stop::kExpired;  // the service was removed meanwhile
    co_return standing;
  }
  standing.question = std::move(*question);
  standing.client = std::move(*client);
  co_return standing;
}

Task<http::Response> show_question(const Deps& deps, const http::Request& request, const http::Browser& browser) {
  auto query = request.query();
  if (!query) co_return pass_on(query);
  std::string flow(query->get("flow"));
  auto standing = co_await look_up(deps, request, browser, flow);
  if (!standing) co_return pass_on(standing);
  if (standing->stop) co_return render_stop(deps.pages, request, *standing->stop);
  const OpenQuestion& question = *standing->question;
  if (question.decision != Decision::kNone) co_return http::redirect(question.return_to);

  auto lines = co_await deps.releases.describe(question.person, question.account, question.scopes);
  if (!lines) co_return pass_on(lines);
  ConsentView view{*standing->client, question, *lines, flow, deps.csrf.token(browser)};
  co_return render_consent(deps.pages, request, view);
}

// read_decision wants exactly one of the two buttons.
std::optional<Decision> read_decision(const http::Parameters& form) {
  const bool allowed = form.get("consent-allow") == "yes";
  const bool denied = form.get("consent-deny") == "yes";
  if (allowed == denied) return std::nullopt;
  return allowed ? Decision::kAllowed : Decision::kDenied;
}

Task<http::Response> take_answer(const Deps& deps, const http::Request& request, const http::Browser& browser) {
  auto form = request.form();
  if (!form) co_return pass_on(form);
  if (auto own_form = deps.csrf.check(request, *form); !own_form) co_return pass_on(own_form);
  const auto decision = read_decision(*form);
  if (!decision) co_return fail(ErrorCode::kInvalidInput, "Please choose one of the two answers.");
  Answer answer;
  answer.flow = std::string(form->get("flow"));
  answer.browser = browser.value();
  answer.decision = *decision;
  auto standing = co_await look_up(deps, request, browser, answer.flow);
  if (!standing) co_return pass_on(standing);
  if (standing->stop) co_return render_stop(deps.pages, request, *standing->stop);
  answer.account = standing->question->account;
  auto taken = co_await deps.consents.answer(std::move(answer), standing->client);
  // Answered already (a double click): lead on; where it leads, the first answer counts.
  if (!taken && taken.error().code != ErrorCode::kConflict) co_return pass_on(taken);
  co_return http::redirect(standing->question->return_to);
}

http::Response finish(const Deps& deps, const http::Request& request, const http::Browser& browser,
                      Result<http::Response> answer) {
  if (!answer) answer = render_error(deps.pages, request, answer.error(), deps.log);
  browser.attach(*answer);
  return std::move(*answer);
}

}  // namespace

boost::asio::awaitable<http::Response> consent_page(const Deps& deps, const http::Request& request) {
  const http::Browser browser = http::Browser::of(request, deps.random);
  auto answer = co_await show_question(deps, request, browser);
  co_return finish(deps, request, browser, std::move(answer));
}

boost::asio::awaitable<http::Response> consent_answer(const Deps& deps, const http::Request& request) {
  const http::Browser browser = http::Browser::of(request, deps.random);
  auto answer = co_await take_answer(deps, request, browser);
  co_return finish(deps, request, browser, std::move(answer));
}

}  // namespace inkan::exchange
