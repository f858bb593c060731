import { onTestFinished } from 'vitest';
import type { App } from '../../src/app/open-app.js';
import type { Capabilities, ChannelName } from '../../src/channels/channel.js';
import type { ReplyDoors } from '../../src/conversations/conversation-doors.js';
import type { Member } from '../../src/people/member.js';
import { openStore } from '../../src/storage/open-store.js';
import type { Store } from '../../src/storage/store.js';
import type { OutreachDoorsOptions } from './create-outreach-doors.js';
import { createReplyDoors } from './create-reply-doors.js';
import { addressOn } from './outreach-samples.js';
import { SAMPLE_UNITS } from './sample-units.js';
import { createPerson, type Person } from './talk.js';

export interface Chat {
  readonly store: Store;
  readonly doors: ReplyDoors;
  now(): Date;
  /** Moves the clock. */
  set(now: Date): void;
  /** Keeps a member, reached on a channel under the own id, and gives the person who talks there. */
  join(member: Member, channel: ChannelName, capabilities: Capabilities): Promise<Person>;
}

/** Conversations with the real app over a store with units alone, on a clock that stands still. */
export async function openChat(app: App, start: Date, options: OutreachDoorsOptions = {}): Promise<Chat> {
  let at = start;
  const now = () => at;
  const store = await openStore(':memory:');
  onTestFinished(() => store.close());
  await store.saveUnits(SAMPLE_UNITS);
  const doors = createReplyDoors(app, store, now, options);
  return {
    store,
    doors,
    now,
    set(time) {
      at = time;
    },
    async join(member, channel, capabilities) {
      await store.createMember({ ...member, addresses: [addressOn(channel, member.id, now())] });
      return createPerson({ channel, chat: member.id }, capabilities, doors);
    },
  };
}
