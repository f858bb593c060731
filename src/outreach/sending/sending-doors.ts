import type { Address, Channel } from '../../channels/channel.js';
import type { Member } from '../../people/member.js';
import type { OutreachDoors } from '../outreach-doors.js';
import type { Order } from './delivering/brief.js';
import type { Wording } from './delivering/wording.js';
import type { CallGate } from './gate-calls.js';
import type { Strain } from './strain.js';

/** What sending one row needs beside the doors. */
export interface SendingDoors extends OutreachDoors {
  readonly channel: Channel;
  readonly gate: CallGate;
  readonly strain: Strain;
  readonly wording: Wording;
}

export interface Attempt {
  readonly order: Order;
  readonly member: Member;
  readonly to: Address;
}
