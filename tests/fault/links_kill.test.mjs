// Commands about links are killed at random moments: import, replacement, sweep, and writing the matching index anew.
// After each kill `inkan fsck` finds nothing wrong: no half-applied load, no lost link, index equals the store. In the
// end everything that the file holds is linked once.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { engines, program, startServer } from '../support/server.mjs';

const kKills = Number(process.env.INKAN_LINK_KILLS ?? 12);
const kPeople = 1500;
const kScheme = ['--issuer', 'city', '--type', 'handbook'];

for (const engine of engines) {
  describe(`links on ${engine}, killed`, () => {
    let server, file;
    before(async () => {
      server = await startServer({ engine, people: kPeople });
      await server.stop();
      file = join(server.data, 'records.jsonl');
      writeFileSync(file, execFileSync(program, ['nation', 'records', '--people', String(kPeople), '--seed', '7'], { maxBuffer: 1e9 }));
      server.inkan('link', 'scheme', 'city', 'handbook');
    });
    after(async () => {
      await server?.close();
    });

    const arguments_ = (args) => ['link', ...args, '--config', server.config];

    function fsck(where) {
      const answer = spawnSync(program, ['fsck', '--json', '--config', server.config], { encoding: 'utf8' });
      const report = JSON.parse(answer.stdout);
      assert.deepEqual(report.flaws, [], `${where}: ${JSON.stringify(report)}`);
      assert.equal(answer.status, 0);
      assert.equal(report.people, kPeople);
      return report;
    }

    // killed runs the command; with `after` it is killed after so many milliseconds. Answers its output, or undefined.
    const run = (args, killAfter) =>
      new Promise((done, broken) => {
        const child = spawn(program, arguments_(args), { stdio: ['ignore', 'pipe', 'pipe'] });
        let said = '';
        let wrong = '';
        child.stdout.on('data', (part) => (said += part));
        child.stderr.on('data', (part) => (wrong += part));
        const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
        child.once('exit', (code, signal) => {
          clearTimeout(timer);
          if (signal === 'SIGKILL') done(undefined);
          else if (code === 0) done(said);
          else broken(new Error(`${args.join(' ')}: ${code} ${said} ${wrong}`));
        });
      });

    // untilDone kills a command again and again, each time looked after by fsck, and then lets it end. What ends before it
    // is killed is begun again, if it can be.
    async function untilDone(args, milliseconds, { again = false } = {}) {
      let killed = 0;
      let unfinished = 0;
      for (let round = 0; round < kKills; ++round) {
        const ended = await run(args, milliseconds * (0.15 + 0.7 * Math.random()));
        const report = fsck(`${args.join(' ')}, round ${round}`);
        unfinished += report.unfinished.length > 0 ? 1 : 0;
        if (ended === undefined) ++killed;
        else if (!again) return { said: ended, killed, unfinished };
      }
      return { said: await run(args), killed, unfinished };
    }

    const took = async (args) => {
      const from = Date.now();
      await run(args);
      return Date.now() - from;
    };

    test('REQ-LINK-9: an import that is killed leaves nothing half done and goes on', { timeout: 900_000 }, async () => {
      const dry = await took(['import', file, ...kScheme, '--dry-run']);
      const { said, killed, unfinished } = await untilDone(['import', file, ...kScheme, '--json'], dry * 1.3);
      const report = JSON.parse(said);
      assert.ok(report.applied, said);
      assert.equal(report.rows, kPeople);
      assert.ok(report.linked > kPeople * 0.9, said);
      assert.equal(report.refused, 0, said);
      assert.ok(killed > 0, 'it was killed at least once');
      fsck('after the import');
      console.log(`# ${engine} import: killed ${killed} times, ${unfinished} of them inside a load; ${report.linked} linked, ${report.quarantined} before an officer`);
    });

    test('REQ-LINK-9: a replacement that is killed shows the old load or the new one, never both or neither', { timeout: 900_000 }, async () => {
      const before = JSON.parse(await run(['sweep', '--json']));
      const again = join(server.data, 'again.jsonl');
      writeFileSync(again, execFileSync('head', ['-n', String(kPeople - 100), file]));
      const { said, killed } = await untilDone(['import', again, ...kScheme, '--replace', '--json'], 1500);
      const report = JSON.parse(said);
      assert.ok(report.applied, said);
      assert.equal(report.rows, kPeople - 100);
      const after = JSON.parse(await run(['sweep', '--json']));
      assert.ok(after.links < before.links && after.links >= report.linked, `${before.links} ${after.links} ${report.linked}`);
      fsck('after the replacement');
      console.log(`# ${engine} replacement: killed ${killed} times; ${report.linked} linked`);
    });

    test('REQ-LINK-7: a sweep that is killed goes on and looks at every link', { timeout: 900_000 }, async () => {
      const whole = JSON.parse(await run(['sweep', '--json']));
      const { said, killed, unfinished } = await untilDone(['sweep', '--json'], await took(['sweep', '--json']), { again: true });
      assert.ok(killed > 0, 'it was killed at least once');
      const report = JSON.parse(said);
      assert.ok(report.complete, said);
      assert.equal(report.links, whole.links, 'no link was passed over and none counted twice');
      assert.equal(report.agree, whole.agree);
      const html = join(server.data, 'sweep.html');
      await run(['sweep', '--report', html]);
      assert.ok(statSync(html).size > 5000);
      console.log(`# ${engine} sweep: killed ${killed} times, ${unfinished} of them inside a run; ${report.links} links`);
    });

    test('the matching index that is killed while it is written is whole afterwards', { timeout: 900_000 }, async () => {
      const index = join(server.data, 'match.index');
      assert.ok(existsSync(index), 'the demo has written one');
      const { killed } = await untilDone(['index'], await took(['index']), { again: true });
      assert.ok(killed > 0, 'it was killed at least once');
      // Without a file, and with half a file, it is made from the register again.
      writeFileSync(index, Buffer.alloc(10_000, 7));
      fsck('with a damaged index');
      rmSync(index);
      fsck('without an index');
      await run(['index']);
      fsck('with a new index');
      console.log(`# ${engine} index: killed ${killed} times`);
    });

    test('a server that is killed while it follows the register comes back to the same index', { timeout: 300_000 }, async () => {
      for (let round = 0; round < 3; ++round) {
        await server.start();
        await new Promise((go) => setTimeout(go, 500 + Math.random() * 1500));
        await server.stop('SIGKILL');
        fsck(`server, round ${round}`);
      }
    });
  });
}
