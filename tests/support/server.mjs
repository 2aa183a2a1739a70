// Starts the real program on a fresh data directory and gives what a test needs to talk to it.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, existsSync, chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Agent } from 'undici';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const program = process.env.INKAN_PROGRAM ?? join(root, 'build/release/inkan');

// The engines every black-box test runs on. PostgreSQL is there when ./run test started one.
export const engines = process.env.INKAN_TEST_POSTGRES ? ['sqlite', 'postgres'] : ['sqlite'];

async function freePortRow() {
  // Three neighbouring ports: public, client certificates, admin.
  const tryPort = (port) =>
    new Promise((done) => {
      const server = createServer().once('error', () => done(false));
      server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
    });
  for (;;) {
    const first = 20000 + Math.floor(Math.random() * 30000);
    const free = await Promise.all([first, first + 1, first + 2].map(tryPort));
    if (free.every(Boolean)) return first;
  }
}

function psql(connection, sql) {
  execFileSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', connection, '-c', sql], { stdio: ['ignore', 'ignore', 'inherit'] });
}

export async function startServer({ engine = 'sqlite', people = 60, seed = 7 } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'inkan-test-'));
  const port = await freePortRow();
  const options = ['--port', String(port), '--data', data, '--people', String(people), '--seed', String(seed), '--store', engine];
  let database;
  if (engine === 'postgres') {
    database = `inkan_${process.pid}_${port}`;
    psql(process.env.INKAN_TEST_POSTGRES, `CREATE DATABASE ${database}`);
    options.push('--connection', process.env.INKAN_TEST_POSTGRES.replace(/dbname=\S+/, `dbname=${database}`));
  }
  execFileSync(program, ['demo', ...options, '--prepare-only'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const server = new Server({ data, port, options, database, engine });
  await server.start();
  return server;
}

class Server {
  constructor(fields) {
    Object.assign(this, fields);
    this.residents = JSON.parse(readFileSync(join(this.data, 'residents.json'), 'utf8'));
    this.origin = `https://localhost:${this.port}`;
    this.issuer = `${this.origin}/fapi`;
    this.mtlsOrigin = `https://localhost:${this.port + 1}`;
    this.admin = `http://127.0.0.1:${this.port + 2}`;
    this.config = join(this.data, 'inkan.toml');
    this.caFile = join(this.data, 'ca.pem');
    this.ca = readFileSync(this.caFile, 'utf8');
    this.agent = new Agent({ connect: { ca: this.ca }, keepAliveTimeout: 1000 });
  }

  // start answers when /readyz does; it fails with the program's own words when the program ends first.
  async start() {
    this.child = spawn(program, ['demo', ...this.options], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    this.child.stdout.on('data', (part) => (said += part));
    this.child.stderr.on('data', (part) => (said += part));
    this.output = () => said;
    this.ended = new Promise((done) => this.child.once('exit', (code, signal) => done({ code, signal })));
    let over = false;
    this.ended.then(() => (over = true));
    for (;;) {
      if (over) throw new Error(`the server ended before it was ready:\n${said}`);
      const ready = await fetch(`${this.admin}/readyz`).then((answer) => answer.ok, () => false);
      if (ready) return;
      await new Promise((again) => setTimeout(again, 50));
    }
  }

  async stop(signal = 'SIGINT') {
    this.child.kill(signal);
    return this.ended;
  }

  // close stops the server and removes everything; it gives the exit code of a graceful stop.
  async close() {
    const end = await this.stop();
    await this.agent.close();
    if (this.database) psql(process.env.INKAN_TEST_POSTGRES, `DROP DATABASE ${this.database} WITH (FORCE)`);
    rmSync(this.data, { recursive: true, force: true });
    return end;
  }

  inkan(...args) {
    return execFileSync(program, [...args, '--config', this.config], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }
}

export function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
