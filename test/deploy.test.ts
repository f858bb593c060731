import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.js';
import { ROOT } from './support/read-sources.js';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const START: string = JSON.parse(read('package.json')).scripts.start;

describe('Dockerfile', () => {
  const lines = read('Dockerfile').replaceAll('\\\n', ' ').split('\n');
  const copies = lines
    .filter((line) => line.startsWith('COPY '))
    .map((line) => ({
      isBuilt: line.includes('--from='),
      paths: line.split(' ').filter((part) => !/^(COPY|--)/.test(part)),
    }))
    .map(({ isBuilt, paths }) => ({ isBuilt, from: paths.slice(0, -1).map((path) => path.replace(/^\/app\//, '')) }));

  it('copies what is there', () => {
    expect(copies.length).toBeGreaterThan(0);
    expect(copies.flatMap(({ from }) => from).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('is sent what it copies, and nothing else', () => {
    const sent = Array.from(read('.dockerignore').matchAll(/^!(.+)$/gm), ([, path]) => path!);
    expect(new Set(sent)).toEqual(new Set(copies.filter(({ isBuilt }) => !isBuilt).flatMap(({ from }) => from)));
    expect(read('.dockerignore')).toMatch(/^\*$/m);
  });

  it('starts as npm start does, as somebody without rights', () => {
    const command = /^CMD (.+)$/.exec(lines.findLast((line) => line.startsWith('CMD '))!)![1]!;
    expect(JSON.parse(command).join(' ')).toBe(START);
    expect(lines).toContain('USER node');
  });

  it('asks for its health in words that a shell need not read', () => {
    const check = lines.find((line) => line.startsWith('HEALTHCHECK '))!;
    const [program, flag, script] = JSON.parse(/CMD (.+)$/.exec(check)![1]!);
    expect([program, flag]).toEqual(['node', '-e']);
    expect(() => new Function(script)).not.toThrow();
  });

  it('sets what is a setting', () => {
    const [, ...pairs] = lines.findLast((line) => line.startsWith('ENV '))!.split(' ');
    expect(readConfig(Object.fromEntries(pairs.map((pair) => pair.split('='))))).toMatchObject({
      dataDir: '/data',
      host: '0.0.0.0',
    });
  });
});

describe('deploy/so-tay.service', () => {
  const unit = read('deploy/so-tay.service');
  const settingOf = (key: string): string => new RegExp(`^${key}=(.+)$`, 'm').exec(unit)![1]!;

  it('starts as npm start does', () => {
    const command = settingOf('ExecStart')
      .replace('/usr/bin/', '')
      .replace(`${settingOf('WorkingDirectory')}/`, '');
    expect(command).toBe(START);
    expect(existsSync(join(ROOT, command.split(' ').at(-1)!))).toBe(true);
  });

  it('keeps data where the service may write', () => {
    expect(settingOf('Environment')).toContain(`DATA_DIR=/var/lib/${settingOf('StateDirectory')}`);
  });
});
