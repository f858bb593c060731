import Sqlite from 'better-sqlite3';

/**
 * Made-up members in a store that holds none, written by the database itself: ids, channels, consents and quiet hours
 * of chance, in the order in which they joined, as a store that grew. `units`: theirs, in turn.
 */
export function fillMembers(file: string, amount: number, units: readonly string[], now: Date): void {
  const database = new Sqlite(file);
  const hour = 3_600_000;
  database.pragma('synchronous = OFF');
  database.function('unit_of', { deterministic: true }, (n: unknown) => units[Number(n) % units.length]!);
  database.exec(`
    begin;
    with recursive each (n) as (select 1 union all select n + 1 from each where n < ${amount})
    insert into members (id, status, unit_id, quiet_from, quiet_to, joined_on)
      select lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' ||
          substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
        iif(n % 50 = 0, 'left', 'joined'), unit_of(n), iif(n % 5 = 0, 21, null), iif(n % 5 = 0, 9, null), '2026-01-01'
      from each;
    insert into member_addresses (channel, chat, member_id, state, last_interaction_at)
      select 'telegram', 't' || rowid, id, iif(rowid % 20 = 0, 'blocked', 'reachable'), ${now.getTime()} - rowid
      from members where rowid % 4 < 3
      union all
      select 'zalo-oa', 'z' || rowid, id, 'reachable', ${now.getTime()} - (rowid % 100) * ${hour}
      from members where rowid % 4 > 1;
    insert into member_roles (member_id, place, role, unit_id) select id, 0, 'member', null from members;
    insert into member_topics (member_id, place, topic)
      select id, 0, 'thong-bao' from members where rowid % 10 > 0
      union all select id, 1, 'sinh-hoat' from members where rowid % 2 = 0;
    insert into consents (member_id, place, purpose, text_version, given_at, withdrawn_at)
      select id, 0, 'join', 'v1', 1767225600000, null from members
      union all select id, 1, 'thong-bao', 'v1', 1767225600000, null from members where rowid % 10 > 0
      union all select id, 2, 'sinh-hoat', 'v1', 1767225600000, null from members where rowid % 2 = 0;
    commit;
  `);
  database.close();
}
