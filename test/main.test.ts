import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { AnswerJson } from '../src/answering/answer.js';
import { makeTemporaryFolder, runCommand, startService } from './support/run-command.js';

const QUESTION = 'Quy định 37-QĐ/TW còn hiệu lực không?';

const post = (address: string, body: object) =>
  fetch(`${address}/api/ask`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('npm start', () => {
  it('answers over HTTP as on the shell, beside it, and ends when told', async () => {
    const env = { DATA_DIR: await makeTemporaryFolder() };
    const service = await startService({ env });
    const response = await post(service.address, { text: QUESTION, asOf: '2026-11-24' });
    const overHttp = (await response.json()) as AnswerJson;
    expect([response.status, overHttp.outcome]).toEqual([200, 'answered']);
    const beside = await runCommand('cli/ask.js', ['--json', '--as-of', '2026-11-24', QUESTION], { env });
    expect([beside.code, beside.stderr]).toEqual([0, '']);
    expect({ ...JSON.parse(beside.stdout), tookMs: 0 }).toEqual({ ...overHttp, tookMs: 0 });

    expect(await (await fetch(`${service.address}/khoe`)).json()).toMatchObject({ ok: true });
    const page = await (await fetch(`${service.address}/van-ban/37-qd-tw-2021-10-25`)).text();
    expect(page).toContain('207-QĐ/TW');
    const [kept] = (await once(
      get(`${service.address}/khoe`, { agent: new Agent({ keepAlive: true }) }),
      'response',
    )) as [IncomingMessage];
    expect(kept.resume().headers['keep-alive']).toBe('timeout=130');
    const end = await service.stop();
    expect([end.code, end.stderr]).toEqual([0, '']);
    expect(end.stdout.trim().split('\n')).toHaveLength(1);
    expect(end.tookMs).toBeLessThan(3_000);
  });

  it('does not wait for a client that hangs', async () => {
    const service = await startService({ env: { DATA_DIR: await makeTemporaryFolder() } });
    const idle = connect(service.port, '127.0.0.1');
    const half = connect(service.port, '127.0.0.1');
    await Promise.all([once(idle, 'connect'), once(half, 'connect')]);
    half.write('POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{');
    for (const socket of [idle, half]) socket.on('error', () => {});
    const end = await service.stop();
    expect([end.code, end.stderr]).toEqual([0, '']);
    expect(end.tookMs).toBeLessThan(4_000);
  });

  it('answers while vectors are being computed, and ends in the middle of it', async () => {
    const env = { DATA_DIR: await makeTemporaryFolder(), EMBEDDINGS: 'builtin' };
    const service = await startService({ env });
    const answer = (await (await post(service.address, { text: QUESTION })).json()) as AnswerJson;
    expect(answer.outcome).toBe('answered');
    const end = await service.stop();
    expect([end.code, end.stderr]).toEqual([0, '']);
    expect(end.tookMs).toBeLessThan(6_000);
  });

  it('says in one sentence that the port is taken, also while vectors would be computed', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const env = { DATA_DIR: await makeTemporaryFolder(), PORT: String(port), EMBEDDINGS: 'builtin' };
    const { code, stdout, stderr } = await runCommand('main.js', [], { env });
    other.close();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(`Cổng ${port} đang có chương trình khác dùng`)]);
  });

  it('says in one sentence that an address is not its own', async () => {
    const env = { DATA_DIR: await makeTemporaryFolder(), HOST: '192.0.2.1', PORT: '0' };
    const { code, stderr } = await runCommand('main.js', [], { env });
    expect(code).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining('192.0.2.1')]);
  });
});
