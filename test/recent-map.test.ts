import { describe, expect, it } from 'vitest';
import { RecentMap } from '../src/recent-map.js';

describe('a map of what was used last', () => {
  it('holds no more than it may, however much is put in', () => {
    const map = new RecentMap<number, number>(1_000);
    for (let key = 0; key < 100_000; key++) map.set(key, key);
    expect([map.size, map.get(98_999), map.get(99_000), map.get(99_999)]).toEqual([1_000, undefined, 99_000, 99_999]);
  });

  it('lets go what was unused for longest: reading and writing both are use', () => {
    const map = new RecentMap<string, number>(3);
    for (const [at, key] of ['read', 'written', 'unused'].entries()) map.set(key, at);
    map.get('read');
    map.set('written', 9);
    map.set('new', 3);
    expect(['read', 'written', 'unused', 'new'].map((key) => map.get(key))).toEqual([0, 9, undefined, 3]);
  });

  it('forgets what is deleted', () => {
    const map = new RecentMap<string, number>(3);
    map.set('a', 1);
    map.delete('a');
    expect([map.size, map.get('a')]).toEqual([0, undefined]);
  });
});
