import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/storage/open-store.js';
import { makeTemporaryFolder, runCommand } from '../support/run-command.js';

const NOW = new Date('2026-11-24T03:00:00Z');

async function prepare(fill: (store: Awaited<ReturnType<typeof openStore>>) => Promise<unknown>) {
  const folder = await makeTemporaryFolder();
  const store = await openStore(join(folder, 'so-tay.sqlite'));
  await fill(store);
  await store.close();
  return { DATA_DIR: folder };
}

const readFolder = async (folder: string) =>
  Promise.all(
    (await readdir(folder)).sort().map(async (name) => [
      name,
      createHash('sha256')
        .update(await readFile(join(folder, name)))
        .digest('hex'),
    ]),
  );

describe('npm run status', () => {
  it('says on an empty folder that there is nothing yet', async () => {
    const { code, stdout } = await runCommand('cli/status.js', [], { env: await prepare(async () => {}) });
    expect(code).toBe(0);
    expect(stdout).toMatch(/chỉ có trang web[\s\S]*không có gì[\s\S]*chưa có gì/);
  });

  it('makes nothing where nothing has been written, and says so', async () => {
    const DATA_DIR = join(await makeTemporaryFolder(), 'chưa có');
    const { code, stdout, stderr } = await runCommand('cli/status.js', [], { env: { DATA_DIR } });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Chưa có dữ liệu: .*npm start.*\n$/);
    const json = await runCommand('cli/status.js', ['--json'], { env: { DATA_DIR } });
    expect(JSON.parse(json.stdout)).toMatchObject({ hasData: false, depth: [], counts: {} });
    expect(existsSync(DATA_DIR)).toBe(false);
  });

  it('reads what is there and leaves it as it is, its key too', async () => {
    const env = await prepare(async (store) => store.addToCount('replies-in-doubt', 2));
    await rm(join(env.DATA_DIR, 'address.key'));
    const before = await readFolder(env.DATA_DIR);
    const { code, stdout } = await runCommand('cli/status.js', [], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/không rõ lần trước đã tới chưa.*: 2/);
    expect(await readFolder(env.DATA_DIR)).toEqual(before);
  });

  it('shows what waits, what is in doubt, and what troubles a channel', async () => {
    const env = await prepare(async (store) => {
      const from = { channel: 'zalo-oa', chat: '8461234567890123456' } as const;
      const event = { id: '1', from, type: 'message', text: 'câu hỏi riêng', files: [], receivedAt: NOW } as const;
      await store.recordEvents([event], { burstMs: 0, mostWaiting: 5 });
      await store.createBroadcast({
        id: 'ABCD2345',
        origin: 'shell',
        author: 'system',
        content: {
          topic: 'thong-bao',
          audience: { type: 'members', segment: { everybody: true } },
          messages: [{ text: 'lời thông báo', attachments: [], buttons: [] }],
          isUrgent: false,
          dueAt: NOW,
          expiresAt: new Date('2026-11-27T03:00:00Z'),
        },
        createdAt: NOW,
        approvals: [],
        status: 'planning',
        isPlanned: false,
      });
      const plan = { status: 'queued', channel: 'telegram', by: 'message', dueAt: NOW } as const;
      await store.recordPlan({
        broadcastId: 'ABCD2345',
        rows: [{ memberId: 'm', variant: 0, plan }],
        through: 'm',
        isLast: true,
      });
      await store.addToCount('replies-in-doubt', 2);
      await store.saveState('trouble.zalo-oa.needs-consent', NOW.toISOString());
    });
    const settings = { ZALO_OA_APP_ID: '1', ZALO_OA_APP_SECRET: 'bí-mật-không-được-hiện' };
    const { code, stdout } = await runCommand('cli/status.js', [], { env: { ...env, ...settings } });
    expect(code).toBe(0);
    expect(stdout).toMatch(/Zalo OA: CẦN KẾT NỐI LẠI.*\(từ 10:00 24\/11\/2026\)/);
    expect(stdout).toMatch(/CHƯA KẾT NỐI/);
    expect(stdout).toMatch(
      /Zalo OA: 1 cuộc trò chuyện \(1 tin chưa trả lời, 0 câu trả lời chưa gửi, lâu nhất \d+ giây\)/,
    );
    expect(stdout).toMatch(/không rõ lần trước đã tới chưa.*: 2/);
    expect(stdout).toMatch(/ABCD2345: đang gửi; đã gửi 0, còn 1, không rõ 0/);
    expect(stdout).not.toMatch(/lời thông báo|8461234567890123456|câu hỏi riêng|bí-mật/);
    const json = await runCommand('cli/status.js', ['--json'], { env: { ...env, ...settings } });
    expect(JSON.parse(json.stdout)).toMatchObject({ counts: { 'replies-in-doubt': 2 }, grant: { status: 'none' } });
  });
});

describe('npm run requests', () => {
  it('lists the register with deadlines, the open and overdue ones told apart', async () => {
    const env = await prepare(async (store) => {
      await store.saveRequest({ id: 'a', kind: 'erase', madeAt: NOW, deadline: '2000-01-01' });
      await store.saveRequest({ id: 'b', kind: 'see', madeAt: NOW, deadline: '2999-01-01' });
      await store.saveRequest({ id: 'c', kind: 'withdraw', madeAt: NOW, deadline: '2026-12-09', doneAt: NOW });
    });
    const { code, stdout } = await runCommand('cli/requests.js', [], { env });
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      expect.stringMatching(/^xóa dữ liệu;.*QUÁ HẠN$/),
      expect.stringMatching(/^xem dữ liệu;.*hạn 01\/01\/2999; đang mở$/),
      expect.stringMatching(/^rút đồng ý;.*hạn 09\/12\/2026; xong 10:00 24\/11\/2026$/),
    ]);
  });

  it('says so where there is none', async () => {
    const { stdout } = await runCommand('cli/requests.js', [], { env: await prepare(async () => {}) });
    expect(stdout).toBe('Chưa có yêu cầu nào.\n');
  });
});
