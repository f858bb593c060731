import { copyFile, cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnswerJson } from '../../src/answering/answer.js';
import { ROOT } from '../support/read-sources.js';
import { type CommandOptions, type CommandResult, makeTemporaryFolder, runCommand } from '../support/run-command.js';

const ask = async (args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> => {
  const env = { DATA_DIR: await makeTemporaryFolder(), ...options.env };
  return runCommand('cli/ask.js', args, { ...options, env });
};

/** One sentence for a person, and a failed exit; never the insides. */
function expectOneSentence({ code, stdout, stderr }: CommandResult, ...words: readonly string[]): void {
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).not.toMatch(/\bat .*:\d+:\d+|\bError\b|node:/);
  for (const word of words) expect(stderr).toContain(word);
}

describe('npm run ask', () => {
  it('prints the answer and nothing else', async () => {
    const { code, stdout, stderr } = await ask(['Quy định 37-QĐ/TW', 'còn hiệu lực không?', '--as-of', '2026-11-24']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/207-QĐ\/TW[\s\S]*Nguồn: [\s\S]*Trợ lý tự động/);
  });

  it('leaves nothing in the home folder, as a library does that reports to its maker', async () => {
    const home = await makeTemporaryFolder();
    const { code, stderr } = await ask(['quy định 37'], { env: { HOME: home, EMBEDDINGS: 'builtin' } });
    expect([code, stderr]).toEqual([0, '']);
    expect(await readdir(home, { recursive: true })).toEqual([]);
  });

  it('prints one JSON object with --json', async () => {
    const { code, stdout, stderr } = await ask([
      '--json',
      'Quy định 37-QĐ/TW còn hiệu lực không?',
      '--as-of=2026-11-24',
    ]);
    expect([code, stderr]).toEqual([0, '']);
    const answer: AnswerJson = JSON.parse(stdout);
    expect(Object.keys(answer)).toEqual(['outcome', 'text', 'citations', 'choices', 'tookMs']);
    expect(answer.citations[0]).toMatchObject({
      number: '37-QĐ/TW',
      kind: 'Quy định',
      issuedOn: '2021-10-25',
      validity: { inForce: false, replacedBy: ['207-QĐ/TW'] },
      documentId: '37-QĐ/TW@2021-10-25',
    });
  });

  it('answers for the day that it is told', async () => {
    const { stdout } = await ask(['--json', '--as-of', '2022-01-01', 'Quy định 37-QĐ/TW còn hiệu lực không?']);
    expect(JSON.parse(stdout).citations[0].validity.inForce).toBe(true);
  });

  it('picks from the choices that the turn before led to', async () => {
    const asked = 'nghị quyết trung ương 4';
    const env = { DATA_DIR: await makeTemporaryFolder() };
    const first: AnswerJson = JSON.parse((await ask(['--json', asked], { env })).stdout);
    expect(first.outcome).toBe('ambiguous');
    const second: AnswerJson = JSON.parse(
      (await ask(['--json', '--history', JSON.stringify([asked]), '2'], { env })).stdout,
    );
    const chosen: AnswerJson = JSON.parse((await ask(['--json', first.choices[1]!.text], { env })).stdout);
    expect({ ...second, tookMs: 0 }).toEqual({ ...chosen, tookMs: 0 });
  });

  it('answers over another folder, and leaves the shipped one as it is', async () => {
    const env = { DATA_DIR: await makeTemporaryFolder() };
    const folder = await makeTemporaryFolder();
    await copyFile(join(ROOT, 'test/fixtures/464-kh-ldld.txt'), join(folder, 'ke-hoach.txt'));
    const { stdout } = await ask(['--json', '--knowledge', folder, 'kế hoạch 464 do ai ban hành?'], { env });
    const answer: AnswerJson = JSON.parse(stdout);
    expect([answer.outcome, answer.citations[0]?.number]).toEqual(['answered', '464/KH-LĐLĐ']);
    const shipped = await ask(['--json', 'Quy định 37-QĐ/TW còn hiệu lực không?'], { env });
    expect(JSON.parse(shipped.stdout).outcome).toBe('answered');
  });

  it('serves two who start at once on an empty data folder', async () => {
    const env = { DATA_DIR: join(await makeTemporaryFolder(), 'mới', 'tinh') };
    const question = ['--json', 'Quy định 37-QĐ/TW còn hiệu lực không?'];
    const results = await Promise.all([ask(question, { env }), ask(question, { env })]);
    expect(results.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
    ]);
    const [first, second] = results.map(({ stdout }) => ({ ...JSON.parse(stdout), tookMs: 0 }));
    expect(second).toEqual(first);
  });
});

describe('what cannot be done gets one sentence', () => {
  it.each<[string, string[], string]>([
    ['no question', [], 'Cách dùng'],
    ['an unknown option', ['--khong-co', 'x'], '--khong-co'],
    ['an option without its value', ['x', '--as-of'], '--as-of'],
    ['history that is not JSON', ['x', '--history', '[quy định 37'], '--history'],
    ['history that is not a list', ['x', '--history', '"quy định 37"'], '--history'],
    ['history of numbers', ['x', '--history', '[1]'], '--history'],
    ['a day that does not exist', ['x', '--as-of', '2026-02-30'], '2026-02-30'],
    ['a day in another form', ['x', '--as-of', '30/1/2026'], 'YYYY-MM-DD'],
    ['knowledge that is not there', ['x', '--knowledge', '/khong/co'], '/khong/co'],
  ])('%s', async (_, args, word) => {
    expectOneSentence(await ask(args), word);
  });

  it('settings that mean nothing', async () => {
    expectOneSentence(await ask(['x'], { env: { PORT: 'tám nghìn' } }), 'PORT="tám nghìn"', '65535');
    expectOneSentence(await ask(['x'], { env: { EMBEDDINGS: 'word2vec' } }), 'EMBEDDINGS="word2vec"', 'builtin');
    expectOneSentence(await ask(['x'], { env: { EMBEDDINGS: 'openai:x' } }), 'OPENAI_API_KEY');
  });

  it('a data folder that cannot be written', async () => {
    const file = join(await makeTemporaryFolder(), 'tệp');
    await writeFile(file, '');
    for (const DATA_DIR of [file, join(file, 'con'), '/proc/so-tay']) {
      expectOneSentence(await ask(['x'], { env: { DATA_DIR } }), DATA_DIR, 'quyền ghi');
    }
  });

  it('a data file that is none', async () => {
    const DATA_DIR = await makeTemporaryFolder();
    await writeFile(join(DATA_DIR, 'so-tay.sqlite'), 'không phải SQLite '.repeat(500));
    expectOneSentence(await ask(['x'], { env: { DATA_DIR } }), DATA_DIR);
  });

  it('a broken .env names its line; a good one is read', async () => {
    const root = await makeTemporaryFolder();
    await cp(join(ROOT, 'dist'), join(root, 'dist'), { recursive: true });
    for (const name of ['node_modules', 'knowledge', 'prompts', 'package.json']) {
      await symlink(join(ROOT, name), join(root, name));
    }
    await writeFile(join(root, '.env'), '# của tôi\nHOST=127.0.0.1\ncổng 8080\n');
    expectOneSentence(await ask(['x'], { root }), '.env dòng 3', 'TÊN=giá trị');
    await writeFile(join(root, '.env'), 'PORT=không\n');
    expectOneSentence(await ask(['x'], { root }), 'PORT="không"');
    await mkdir(join(root, 'dữ liệu'));
    await writeFile(join(root, '.env'), `export LOG_LEVEL = warn\nPUBLIC_URL="https://hoi.vn"\n\n`);
    expect((await ask(['xin chào'], { root })).code).toBe(0);
  });

  it('a table of the knowledge folder that cannot be read', async () => {
    const folder = await makeTemporaryFolder();
    await copyFile(join(ROOT, 'test/fixtures/464-kh-ldld.txt'), join(folder, 'ke-hoach.txt'));
    await writeFile(join(folder, 'aliases.yaml'), '- alias: [\n');
    expectOneSentence(await ask(['x', '--knowledge', folder]), 'aliases.yaml');
  });
});
