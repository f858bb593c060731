/** A map of what was used last: beyond `most` entries, the one unused for longest goes (LRU). */
export class RecentMap<K, V> {
  private readonly entries = new Map<K, V>();

  constructor(private readonly most: number) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: K): V | undefined {
    const value = this.entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: K, value: V): void {
    // A map keeps the order in which its keys came.
    this.entries.delete(key);
    this.entries.set(key, value);
    if (this.entries.size <= this.most) return;
    const [longestUnused] = this.entries.keys();
    this.entries.delete(longestUnused!);
  }

  delete(key: K): void {
    this.entries.delete(key);
  }

  /** Unused for longest first. */
  [Symbol.iterator](): IterableIterator<[K, V]> {
    return this.entries[Symbol.iterator]();
  }
}
