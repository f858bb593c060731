import { toLocalDate } from '../../time.js';
import type { ChannelTrouble, Failure, FailureCode, OnTrouble } from '../channel.js';

/**
 * What is done beside reporting. refresh: renew the token, repeat once. upload: upload again, repeat once. pause: no
 * call of ours leaves before the time is over. later: Zalo does not answer at all. staff: nothing here can mend it, someone
 * has to be told.
 */
export type Remedy = 'none' | 'refresh' | 'upload' | 'pause' | 'later' | 'staff';

type Rule = readonly [code: FailureCode, remedy: Remedy, words: string];

/**
 * Every code of docs/zalo.md#error-codes (seen 2026-11-24). The words are ours: what Zalo says beside a code could repeat what a
 * person wrote. Which of the codes from -139 on are refusals and which are quotas is [unverified].
 */
const RULES: Readonly<Record<number, Rule>> = {
  [-32]: ['rate-limited', 'pause', 'too many calls in a minute'],
  [-100]: ['invalid-message', 'upload', 'attachment expired'],
  [-200]: ['unavailable', 'none', 'sending failed at Zalo'],
  [-201]: ['invalid-message', 'none', 'a field is invalid'],
  [-204]: ['unauthorized', 'staff', 'the OA is disabled'],
  [-205]: ['unauthorized', 'staff', 'the OA does not exist'],
  [-209]: ['unauthorized', 'staff', 'the app is not activated'],
  [-210]: ['invalid-message', 'none', 'a parameter exceeds its limit'],
  [-211]: ['quota-spent', 'none', 'quota spent'],
  [-212]: ['unauthorized', 'staff', 'the app has not registered this API'],
  [-213]: ['recipient-blocked', 'none', 'the person does not follow'],
  [-214]: ['unavailable', 'none', 'the article is being processed'],
  [-216]: ['unauthorized', 'refresh', 'access token invalid'],
  [-217]: ['recipient-blocked', 'none', 'the person blocked invitations'],
  [-218]: ['quota-spent', 'none', 'the person receives no more for now'],
  [-219]: ['unauthorized', 'staff', 'the app is removed or disabled'],
  [-220]: ['unauthorized', 'refresh', 'access token expired or removed'],
  [-221]: ['unauthorized', 'staff', 'the OA needs to be verified'],
  [-223]: ['unauthorized', 'staff', 'the OA has not authorized this API'],
  [-224]: ['unauthorized', 'staff', 'the OA needs a larger package'],
  [-227]: ['recipient-blocked', 'none', 'the person is banned or inactive for 45 days'],
  [-230]: ['window-closed', 'none', 'no interaction for 7 days'],
  [-232]: ['window-closed', 'none', 'no interaction, or too long ago'],
  [-233]: ['invalid-message', 'none', 'message type not supported'],
  [-234]: ['quota-spent', 'none', 'not at night'],
  [-235]: ['unauthorized', 'staff', 'not for this type of OA'],
  [-237]: ['recipient-blocked', 'staff', 'the group is disabled'],
  [-238]: ['unauthorized', 'staff', 'the asset is used already'],
  [-240]: ['invalid-message', 'none', 'this version of the API is shut down'],
  [-241]: ['unauthorized', 'staff', 'the asset is disabled'],
  [-242]: ['unauthorized', 'staff', 'appsecret_proof refused'],
  [-244]: ['recipient-blocked', 'none', 'the person restricted this type of message'],
  [-248]: ['invalid-message', 'staff', 'against the standards of the platform'],
  [-249]: ['invalid-message', 'staff', 'the template cannot be sent by user id'],
  [-320]: ['unauthorized', 'staff', 'the app needs a Zalo Cloud Account'],
  [-321]: ['quota-spent', 'staff', 'the Zalo Cloud Account is out of money'],
  [-403]: ['recipient-blocked', 'none', 'the OA is not in the group'],
  [-1340]: ['invalid-message', 'none', 'the form is missing'],
  [-1341]: ['invalid-message', 'none', 'no access to the form'],
  [-14002]: ['unauthorized', 'staff', 'the app is not active'],
  [-14003]: ['unauthorized', 'staff', 'redirect address refused'],
  [-108]: ['invalid-message', 'none', 'bad phone number'],
  [-114]: ['recipient-blocked', 'none', 'the phone cannot receive'],
  [-115]: ['quota-spent', 'staff', 'balance'],
  [-118]: ['recipient-blocked', 'none', 'the phone cannot receive'],
  [-119]: ['recipient-blocked', 'none', 'the phone cannot receive'],
  [-124]: ['unauthorized', 'refresh', 'access token invalid'],
  [-126]: ['quota-spent', 'staff', 'balance'],
  [-131]: ['invalid-message', 'staff', 'template not approved'],
  [-133]: ['quota-spent', 'none', 'not at night'],
  [-137]: ['quota-spent', 'staff', 'balance'],
  [-139]: ['recipient-blocked', 'none', 'refused by the person'],
  [-140]: ['recipient-blocked', 'none', 'refused by the person'],
  [-141]: ['recipient-blocked', 'none', 'refused by the person'],
  [-144]: ['quota-spent', 'none', 'quota of templates spent'],
  [-146]: ['invalid-message', 'staff', 'template disabled'],
  [-147]: ['quota-spent', 'none', 'quota of this template spent'],
  [-1441]: ['quota-spent', 'none', 'quota of templates spent'],
  [-1471]: ['quota-spent', 'none', 'quota of this template spent'],
  [-1472]: ['quota-spent', 'none', 'quota of this template spent'],
};

const ARTICLE_WORK_MS = 2_000;

/** What one of Zalo's codes means here. `words` are Zalo's, read only where one code means two things. */
export function toFailure(code: number, words: string, now: Date): { failure: Failure; remedy: Remedy } {
  const [failureCode, remedy, detail] = refine(code, words) ?? RULES[code] ?? ['unknown', 'none', 'no known code'];
  const retryAfterMs = waitOf(code, now);
  return {
    failure: {
      code: failureCode,
      detail: `${code} ${detail}`,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
    remedy,
  };
}

function refine(code: number, words: string): Rule | undefined {
  if (code === -223 && /quota/i.test(words)) return ['quota-spent', 'none', 'quota of articles spent'];
  const field = code === -201 ? /^\W?([a-z][a-z_.]{0,40})\W? is invalid/.exec(words)?.[1] : undefined;
  if (field === 'user_id') return ['recipient-blocked', 'none', 'user_id is invalid'];
  return field ? ['invalid-message', 'none', `${field} is invalid`] : undefined;
}

function waitOf(code: number, now: Date): number | undefined {
  if (code === -32) return 60_000 - (now.getTime() % 60_000) + 500;
  if (code === -234 || code === -133) return untilMorning(now);
  return code === -214 ? ARTICLE_WORK_MS : undefined;
}

/** Until 06:00; the zone is nowhere stated, Asia/Ho_Chi_Minh is assumed (docs/zalo.md#windows-and-hours). */
function untilMorning(now: Date): number {
  const left = Date.parse(`${toLocalDate(now)}T06:00:00+07:00`) - now.getTime();
  return left > 0 ? left : left + 86_400_000;
}

/** Tells each trouble once, until it is over. */
export interface Troubles {
  tell(kind: LastingTrouble, detail?: string): void;
  end(kind: LastingTrouble): void;
  /** A single message; told every time. */
  refused(detail?: string): void;
}

type LastingTrouble = Extract<ChannelTrouble['kind'], 'needs-consent' | 'unauthorized' | 'unreachable'>;

export function createTroubles(onTrouble: OnTrouble): Troubles {
  const told = new Set<LastingTrouble>();
  const say = (kind: ChannelTrouble['kind'], detail?: string) =>
    onTrouble({ channel: 'zalo-oa', kind, ...(detail === undefined ? {} : { detail }) });
  return {
    tell(kind, detail) {
      if (told.has(kind)) return;
      told.add(kind);
      say(kind, detail);
    },
    end(kind) {
      if (told.delete(kind)) say('recovered', kind);
    },
    refused: (detail) => say('refused', detail),
  };
}
