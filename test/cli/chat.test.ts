import { describe, expect, it } from 'vitest';
import { makeTemporaryFolder, runCommand } from '../support/run-command.js';

const LABEL = /Trợ lý tự động, trả lời/g;

const chat = async (input: string) => {
  const result = await runCommand('cli/chat.js', [], { env: { DATA_DIR: await makeTemporaryFolder() }, input });
  expect([result.code, result.stderr]).toEqual([0, '']);
  return result.stdout;
};

describe('npm run chat with lines of input', () => {
  it('gives one answer for each line, the last one without a line end too', async () => {
    const said = await chat('cảm ơn\n\n  \nxin chào');
    expect(said.match(LABEL)).toHaveLength(2);
    expect(said).toMatch(/^Cảm ơn[\s\S]*Chào anh\/chị!/);
  });

  it('lets a number pick from the choices before it', async () => {
    const [, offered, picked] = (await chat('nghị quyết trung ương 4\n1\n')).match(
      /\n1\) ([^(\n]+)[\s\S]*?Trợ lý tự động[^\n]*\n([\s\S]*)/,
    )!;
    expect(picked).toContain(offered!.trim());
  });

  it.each(['thoát', 'THOÁT', 'thoát'.normalize('NFD'), 'thoat'])(
    'ends at “%s”, leaving the rest unread',
    async (word) => {
      expect((await chat(`cảm ơn\n${word}\ncảm ơn\n`)).match(LABEL)).toHaveLength(1);
    },
  );

  it('ends where nothing is said', async () => {
    expect(await chat('')).toBe('');
  });
});
