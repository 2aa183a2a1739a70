// The library's pages: plain HTML in English and Japanese, no JavaScript in the browser.

const texts = {
  en: {
    library: 'Momiji City Library',
    tagline: '412,000 books, eleven branches, one card',
    start: 'Get your library card',
    lead: 'Sign in with Inkan and take your card home in a minute: no form to fill in, no queue at the desk.',
    button: 'Get your library card with Inkan',
    asksTitle: 'What we ask Inkan for',
    asks: ['Your name, for the card', 'Your date of birth, for the right kind of card', 'Your registered address, to see that you live in the city'],
    note: 'You see and decide on Inkan’s page what is given to us. You can withdraw it there later.',
    haveCard: 'You have a card open here.',
    showCard: 'Show my card',
    ready: 'Your card is ready',
    holder: 'Card holder',
    number: 'Card number',
    born: 'Date of birth',
    address: 'Address',
    valid: 'Valid until',
    card: 'Library card',
    use: 'Show it at any branch, on your phone or printed. Borrow up to twelve books at a time.',
    signOut: 'Sign out of the library',
    refused: 'No card this time',
    refusedText: 'You chose not to share your data, so we received nothing. You can still read in all our rooms without a card, or come to the desk with a paper document.',
    again: 'Back to the start',
    error: 'That did not work',
    errorText: 'Your sign-in could not be completed. Nothing is lost: please start again.',
    waiting: 'One moment, please',
    waitingText: 'We cannot reach Inkan yet. Please try again in a few seconds.',
    language: '日本語',
    other: 'ja',
    footer: 'A demonstration: the city, the library and the card are invented.',
  },
  ja: {
    library: 'もみじ市立図書館',
    tagline: '蔵書41万2千冊、11館をこの1枚で',
    start: '貸出カードを作りましょう',
    lead: 'Inkan でサインインするだけで、すぐにカードができます。申込書の記入も、窓口でお待ちいただく必要もありません。',
    button: 'Inkan で貸出カードを作る',
    asksTitle: 'Inkan にお願いする情報',
    asks: ['氏名（カードの名義）', '生年月日（カードの種類の判定）', '登録住所（市内在住の確認）'],
    note: '何を提供するかは、Inkan の画面でご確認のうえお決めいただけます。後から撤回することもできます。',
    haveCard: 'カードを表示できます。',
    showCard: 'カードを表示',
    ready: 'カードができました',
    holder: '氏名',
    number: 'カード番号',
    born: '生年月日',
    address: '住所',
    valid: '有効期限',
    card: '貸出カード',
    use: '全館の窓口でご提示ください。スマートフォンの画面でも印刷でもご利用いただけます。一度に12冊まで借りられます。',
    signOut: '図書館からサインアウト',
    refused: '今回はカードを発行していません',
    refusedText: 'データの提供をお断りになったため、図書館には何も届いていません。館内での閲覧はカードがなくてもご利用いただけます。窓口で書類によるお申し込みもできます。',
    again: '最初のページへ',
    error: 'うまくいきませんでした',
    errorText: 'サインインを完了できませんでした。お手数ですが、最初からやり直してください。',
    waiting: '少々お待ちください',
    waitingText: 'Inkan にまだ接続できません。数秒後にもう一度お試しください。',
    language: 'English',
    other: 'en',
    footer: 'デモ用のサイトです。市も図書館もカードも架空のものです。',
  },
};

export function languageOf(request) {
  const chosen = /(?:^|;\s*)library_language=(en|ja)(?:;|$)/.exec(request.headers.cookie ?? '')?.[1];
  return chosen ?? (/^\s*ja\b/.test(request.headers['accept-language'] ?? '') ? 'ja' : 'en');
}

// Everything that comes from outside goes through escape.
const escape = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const leaf =
  '<svg class="leaf" viewBox="0 0 64 64" aria-hidden="true"><path d="M32 3l5 12 8-5-2 13 12-3-6 10 11 5-11 6 4 9-13-2 1 9-8-4-1 10-1-10-8 4 1-9-13 2 4-9L4 35l11-5-6-10 12 3-2-13 8 5z"/></svg>';

function page(language, title, body, { to = '/' } = {}) {
  const t = texts[language];
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} – ${t.library}</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="data:,">
</head>
<body>
<header><a class="brand" href="/">${leaf}<span>${t.library}</span></a>
<a class="language" href="/language?tag=${t.other}&amp;to=${to}" lang="${t.other}" hreflang="${t.other}">${t.language}</a></header>
<main>
${body}
</main>
<footer><p>${t.footer}</p></footer>
</body>
</html>
`;
}

export function startPage(language, card) {
  const t = texts[language];
  const open = card ? `<p class="open">${t.haveCard} <a href="/card">${t.showCard}</a></p>` : '';
  return page(
    language,
    t.start,
    `${open}<p class="tagline">${t.tagline}</p>
<h1>${t.start}</h1>
<p class="lead">${t.lead}</p>
<p><a class="button" id="login" href="/login">${t.button}</a></p>
<section class="asks"><h2>${t.asksTitle}</h2>
<ul>${t.asks.map((line) => `<li>${line}</li>`).join('')}</ul>
<p>${t.note}</p></section>`,
  );
}

// bars draws the card number as stripes: decoration that looks like what people expect on such a card.
function bars(number) {
  let x = 0;
  const rects = [];
  for (const digit of `${number}${number}`) {
    const wide = 1 + (Number(digit) % 3);
    rects.push(`<rect x="${x}" y="0" width="${wide}" height="40"/>`);
    x += wide + 1 + (Number(digit) >> 2);
  }
  return `<svg class="bars" viewBox="0 0 ${x} 40" preserveAspectRatio="none" aria-hidden="true">${rects.join('')}</svg>`;
}

export function cardPage(language, card) {
  const t = texts[language];
  const date = (value) => new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'long', timeZone: 'UTC' }).format(value);
  // The register may know only the year or the month of a birth; then that is all we show.
  const born = /^\d{4}-\d\d-\d\d$/.test(card.born) ? date(new Date(card.born)) : card.born;
  const number = card.number.replace(/(\d{4})(?=\d)/g, '$1 ');
  const row = (label, value, id) => (value ? `<div><dt>${label}</dt><dd id="${id}">${escape(value)}</dd></div>` : '');
  return page(
    language,
    t.ready,
    `<h1>${t.ready}</h1>
<article class="card" aria-label="${t.card}">
<div class="card-head">${leaf}<div><p class="card-library">${t.library}</p><p class="card-kind">${t.card}</p></div></div>
<dl>
${row(t.holder, card.name, 'card-name')}
${row(t.number, number, 'card-number')}
${row(t.address, card.address, 'card-address')}
${row(t.born, born, 'card-born')}
${row(t.valid, date(card.validUntil), 'card-valid')}
</dl>
${bars(card.number)}
</article>
<p class="lead">${t.use}</p>
<form method="post" action="/sign-out"><button class="plain" id="sign-out">${t.signOut}</button></form>`,
    { to: '/card' },
  );
}

const message = (language, id, title, text) => {
  const t = texts[language];
  return page(language, t[title], `<h1 id="${id}">${t[title]}</h1><p class="lead">${t[text]}</p><p><a class="button" href="/">${t.again}</a></p>`);
};
export const refusedPage = (language) => message(language, 'refused', 'refused', 'refusedText');
export const errorPage = (language) => message(language, 'error', 'error', 'errorText');
export const waitingPage = (language) => message(language, 'waiting', 'waiting', 'waitingText');
