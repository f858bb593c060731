import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { locateKnowledge } from '../../src/app/locate-knowledge.js';
import {
  createAnnouncement,
  openAnnouncedPlatforms,
  readFates,
  writeAnnouncingSettings,
} from '../bench/chaos/stage/announcement.js';
import { startChild, toSettings, WORKER } from '../bench/chaos/stage/child-process.js';
import { makeTemporaryFolder, runCommand } from '../support/run-command.js';

const AMOUNT = 300;

async function until(isDone: () => boolean): Promise<void> {
  while (!isDone()) await wait(20);
}

describe('npm run worker', () => {
  it('says what is missing where no platform is set', async () => {
    const env = { DATA_DIR: await makeTemporaryFolder() };
    const { code, stderr } = await runCommand('cli/worker.js', [], { env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Chưa có mã của Telegram, Zalo OA hay Zalo Bot trong \.env/);
  });

  it('plans and sends until the signal, leaves nothing in doubt, goes on where it stood, one to a file', async () => {
    const folder = await makeTemporaryFolder();
    const { platforms, accepted, close } = await openAnnouncedPlatforms(AMOUNT, 'fast');
    onTestFinished(close);
    const settings = toSettings(platforms, folder, 0, await writeAnnouncingSettings(folder, 'fast'));
    const place = locateKnowledge(settings.config).store;
    const id = await createAnnouncement(place, AMOUNT, platforms);

    const first = startChild(settings, WORKER);
    onTestFinished(() => first.kill());
    expect(await first.listening).toBe(true);
    await until(() => accepted.total() >= AMOUNT / 10);
    await first.stop();
    const fates = await readFates(place, id, platforms, accepted.of);
    const sent = fates.filter(({ status }) => status === 'sent').length;
    expect(fates.filter(({ status }) => status === 'sending' || status === 'unknown')).toEqual([]);
    expect(sent).toBe(accepted.total());
    const { stdout } = await runCommand('cli/status.js', [], { env: settings.env });
    expect(stdout).toContain(`${id}: đang gửi; đã gửi ${sent}, còn ${AMOUNT - sent}, không rõ 0`);

    const second = startChild(settings, WORKER);
    onTestFinished(() => second.kill());
    expect(await second.listening).toBe(true);
    const other = await runCommand('cli/worker.js', [], { env: settings.env });
    expect([other.code, other.stderr]).toEqual([1, expect.stringMatching(/^Một dịch vụ đang chạy/)]);
    await until(() => accepted.total() >= AMOUNT);
    await second.stop();
    const ends = await readFates(place, id, platforms, accepted.of);
    expect(ends).toEqual(ends.map(() => ({ status: 'sent', accepted: 1 })));
    expect({ ...first.words, ...second.words }).toEqual({});
  });
});
