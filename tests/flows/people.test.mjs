// Files of people through the real program: import, its report, kill and resume, export, and one person shown.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { hireOfficer } from '../support/passkey.mjs';
import { engines, program, startServer } from '../support/server.mjs';

const kDocument = 'd'.repeat(64);

const letters = (n) => (n >= 26 ? letters(Math.floor(n / 26) - 1) : '') + String.fromCharCode(65 + (n % 26));

// A person like nobody else: the raw name holds what normalising would change.
const person = (n, name = `${letters(n)} \uFA19 QUILL`) => ({
  event: 'arrival',
  valid_from: '2020-01-31',
  facts: {
    names: [['legal', name]],
    kind: 'citizen',
    sex: 'F',
    born: `19${60 + (n % 30)}-04-17`,
    birth_country: 'SG',
    nationality: 'SG',
    address: { block: '7', street: `MAPLE LANE ${n}`, postal: '460007', country: 'SG' },
  },
});

for (const engine of engines) {
  describe(`people on ${engine}`, () => {
    let server;
    let officer;
    before(async () => {
      server = await startServer({ engine });
      officer = await hireOfficer(server, 'Import Officer', 'registrar');
      await server.stop();  // the commands work beside a server and without one
    });
    after(async () => {
      await server?.close();
    });

    const file = (name, lines) => {
      const path = join(server.data, name);
      writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)) + '\n').join(''));
      return path;
    };
    const run = (args, input = '') =>
      spawnSync(program, ['people', ...args, '--config', server.config, '--officer', officer], { encoding: 'utf8', input, maxBuffer: 1 << 28 });
    const importArgs = (path) => ['import', path, '--document-sha256', kDocument, '--json'];
    const report = (answer) => {
      const lines = answer.stdout.trim().split('\n').map((line) => JSON.parse(line));
      return { sum: lines.at(-1), lines: lines.slice(0, -1) };
    };
    const exported = () => run(['export']).stdout.trim().split('\n');
    const quills = () => exported().filter((line) => line.includes(' QUILL'));

    test('help shows examples', () => {
      for (const name of ['import', 'export', 'show'])
        assert.match(spawnSync(program, ['people', name, '--help'], { encoding: 'utf8' }).stdout, /Examples?:\n +inkan people/);
    });

    test('a dry run reports and stores nothing; the import registers; a second one adds nothing', () => {
      const before = exported().length;
      const path = file('first.jsonl', [person(1), '{"event":"birth"', person(2), person(2)]);
      const dry = run([...importArgs(path), '--dry-run']);
      assert.equal(dry.status, 1, dry.stderr);
      assert.deepEqual([report(dry).sum.registered, report(dry).sum.held, report(dry).sum.rejected], [2, 1, 1]);
      assert.equal(exported().length, before);
      const done = run(importArgs(path));
      assert.equal(done.status, 1, done.stderr);
      const { sum, lines } = report(done);
      assert.deepEqual([sum.registered, sum.held, sum.rejected, sum.finished], [2, 1, 1, true]);
      assert.deepEqual(lines.map((line) => [line.line, line.outcome]), [[2, 'rejected'], [4, 'held']]);
      assert.match(lines[1].case, /^[0-9A-F-]{36}$/);
      assert.equal(exported().length, before + 2);
      assert.equal(report(run(importArgs(path))).sum.was_finished, true);
      assert.equal(exported().length, before + 2);
      assert.doesNotMatch(done.stdout + done.stderr, /QUILL|MAPLE/);
    });

    test('REQ_MATCH_1: what is imported is exported byte for byte', () => {
      const lines = readFileSync(join(server.data, 'first.jsonl'), 'utf8').trim().split('\n');
      assert.deepEqual(quills().sort(), [lines[0], lines[2]].sort());
    });

    test('an unknown officer, one without a passkey, a missing document and a missing file are refused', () => {
      const path = join(server.data, 'first.jsonl');
      const bare = (...args) => spawnSync(program, ['people', ...args, '--config', server.config], { encoding: 'utf8' });
      const stranger = bare('import', path, '--officer', 'nobody', '--document-sha256', kDocument);
      assert.equal(stranger.status, 1);
      assert.match(stranger.stderr, /no officer of this id/);
      const added = server.inkan('officer', 'add', 'Not Yet Here', '--role', 'registrar');
      const invited = /^Officer (\S+)/.exec(added)[1];
      for (const args of [['import', path, '--document-sha256', kDocument], ['export'], ['show', '--reason', 'test', '--id', 'x']]) {
        const refused = bare(...args, '--officer', invited);
        assert.equal(refused.status, 1, args[0]);
        assert.match(refused.stderr, /has not enrolled a passkey yet/, args[0]);
        assert.equal(refused.stdout, '', args[0]);
      }
      assert.match(run(['import', path]).stderr, /needs its source document/);
      assert.match(run(importArgs(`${path}.absent`)).stderr, /Cannot read the file/);
    });

    test('REQ_NUM_3: numbers are exported on a legal basis only', () => {
      assert.ok(exported().every((line) => !('number' in JSON.parse(line))));
      assert.match(run(['export', '--with-numbers']).stderr, /give --legal-basis/);
      const refused = run(['export', '--with-numbers', '--legal-basis', 'no-law']);
      assert.equal(refused.status, 1);
      assert.match(refused.stderr, /No legal basis/);
      assert.equal(refused.stdout, '');
    });

    test('a file is written for its owner only', () => {
      const path = join(server.data, 'everybody.jsonl');
      assert.equal(run(['export', '--out', path]).status, 0);
      assert.equal(statSync(path).mode & 0o777, 0o600);
      assert.deepEqual(readFileSync(path, 'utf8').trim().split('\n'), exported());
    });

    test('one person is shown by a number from standard input, masked, as of a day, with history', () => {
      const { personal_number: number } = server.residents.residents[0];
      const show = (...args) => run(['show', '--reason', 'test', '--json', ...args], `${number}\n`);
      const now = show('--history');
      assert.equal(now.status, 0, now.stderr);
      const shown = JSON.parse(now.stdout);
      assert.equal(shown.number, `*********${number.slice(-3)}`);
      assert.doesNotMatch(now.stdout, new RegExp(number));
      assert.equal(shown.history[0].event, 'registration');
      assert.equal(run(['show', '--reason', 'test', '--json', '--id', shown.id]).status, 0);
      const today = new Date().toISOString().slice(0, 10);
      assert.equal(show('--as-known-on', today, '--valid-on', today).status, 0);
      assert.match(show('--valid-on', '2001-01-01').stderr, /does not reach back so far/);
      assert.match(show('--as-known-on', 'today').stderr, /takes a day/);
      assert.match(run(['show', '--reason', 'test'], '123456789012\n').stderr, /number|digit/i);
    });

    test('killed in the middle of an import and begun again, nobody is lost and nobody doubled', { timeout: 300_000 }, async () => {
      const before = quills();
      const people = Array.from({ length: 3000 }, (_, n) => person(n + 100));
      const path = file('many.jsonl', people);
      // Each round lives a little longer than the one before, until three were killed with some people in and some not.
      let midway = 0;
      for (let round = 0; round < 40 && midway < 3; ++round) {
        const child = spawn(program, ['people', ...importArgs(path), '--config', server.config, '--officer', officer], { stdio: 'ignore' });
        const ended = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })));
        const patience = setTimeout(() => child.kill('SIGKILL'), 100 * (round + 1) + Math.random() * 100);
        const end = await ended;
        clearTimeout(patience);
        if (end.signal !== 'SIGKILL') break;
        const there = quills().length - before.length;
        if (there > 0 && there < people.length) ++midway;
      }
      const last = report(run(importArgs(path)));
      assert.ok(midway > 0, 'the import was killed in its middle');
      assert.deepEqual([last.sum.registered, last.sum.held, last.sum.rejected, last.sum.finished], [3000, 0, 0, true]);
      assert.deepEqual(quills().sort(), [...before, ...people.map((one) => JSON.stringify(one))].sort());
      console.log(`# ${engine}: ${midway} kills in the middle, resumed after line ${last.sum.resumed_after}`);
    });
  });
}
