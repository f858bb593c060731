import type { Consent, Member, Purpose, Topic } from './member.js';
import { TOPICS } from './member.js';

/** The member with a yes to a purpose; a yes that stands already is kept as it is. */
export function giveConsent(member: Member, purpose: Purpose, textVersion: string, now: Date): Member {
  if (hasConsent(member, purpose)) return member;
  return withTopics({ ...member, consents: [...member.consents, { purpose, textVersion, givenAt: now }] });
}

/** The member with every yes to a purpose taken back. Taking `join` back takes all back. */
export function withdrawConsent(member: Member, purpose: Purpose, now: Date): Member {
  const isMeant = (consent: Consent) => purpose === 'join' || consent.purpose === purpose;
  const consents = member.consents.map((consent) =>
    isMeant(consent) && !consent.withdrawnAt ? { ...consent, withdrawnAt: now } : consent,
  );
  return withTopics({ ...member, status: purpose === 'join' ? 'left' : member.status, consents });
}

export function hasConsent({ consents }: Pick<Member, 'consents'>, purpose: Purpose): boolean {
  return consents.some((consent) => consent.purpose === purpose && consent.withdrawnAt === undefined);
}

/** Whether a member may be written to about a topic now. */
export function mayReceive(member: Member, topic: Topic): boolean {
  return member.status === 'joined' && hasConsent(member, 'join') && hasConsent(member, topic);
}

/** Topics are what is agreed to, nothing else. */
function withTopics(member: Member): Member {
  return { ...member, topics: TOPICS.filter((topic) => hasConsent(member, topic)) };
}
