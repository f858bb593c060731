import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { IncomingFile } from '../../../src/channels/channel.js';
import { type Clock, systemClock } from '../../../src/time.js';
import { addOne, createCounts, createFaultScript, createPhones, findNumber, openServer } from './fake-parts.js';
import type { FakePlatform } from './fake-platform.js';
import { createZaloAccount } from './fake-zalo-account.js';
import { createZaloApi } from './fake-zalo-api.js';
import { createZaloMessages, type ZaloTemplate } from './fake-zalo-messages.js';
import { createFakeOauth, type FakeOauthOptions, type TokenFault, type TokenPair } from './fake-zalo-oauth.js';
import { createZaloPeople, type ZaloPerson } from './fake-zalo-people.js';
import type { ZaloButton } from './fake-zalo-rules.js';
import { createZaloFiles } from './fake-zalo-uploads.js';
import { createZaloWebhooks, type ZaloWebhookOptions } from './fake-zalo-webhooks.js';

const APP_ID = '360846524940903967';
const OA_ID = '3886132808788086450';
const APP_SECRET = 'fake-app-secret';
const SECRET_KEY = 'fake-oa-secret-key';
/** How much faster than on the real platform the pauses between repeats pass. */
const HASTE = 1_000;

export interface FakeZaloOaOptions {
  readonly clock?: Clock;
  /** Which form of buttons is taken; the other is refused [CONFLICT, docs/zalo.md#messages]. */
  readonly buttonForm?: 'plain' | 'template';
  /** Ids in events and answers as bare numbers. */
  readonly bareIds?: boolean;
  readonly signature?: ZaloWebhookOptions['signature'];
  readonly webhookRepeats?: ZaloWebhookOptions['repeats'];
  readonly answerWithinMs?: number;
  /** Passes the pauses between repeats of a webhook; by default a thousand times faster than live. */
  readonly wait?: (ms: number) => Promise<void>;
  readonly console?: FakeOauthOptions['console'];
  /** Whether every call has to bear `appsecret_proof`; where one bears it, it has to be right in any case. */
  readonly needsProof?: boolean;
  readonly quotedTagIds?: boolean;
  /** Calls a minute before −32. */
  readonly callsPerMinute?: number;
  readonly promotionsPerMonth?: number;
  /** Messages between 48 h and 7 days that the package holds. */
  readonly packageQuota?: number;
  /** Polls that still find an article in work. */
  readonly articlePolls?: number;
  readonly templates?: Readonly<Record<string, ZaloTemplate>>;
  /** Whether `oa_send_*`, `user_received_message` and `user_seen_message` follow each message of the OA. */
  readonly echoes?: boolean;
}

export interface FakeZaloOa extends FakePlatform {
  readonly oaId: string;
  /** An OA admin opens a consent link and presses allow: where the browser goes. Throws where the page would refuse. */
  consent(link: string): string;
  /** What the API Explorer gives an admin: a grant of its own. */
  grant(): TokenPair & { readonly oa_id: string };
  /** All access tokens are over; refresh tokens stay. */
  expireAccessTokens(): void;
  /** The admin takes the app's grant back. */
  revokeGrants(): void;
  failNextTokenCall(fault: TokenFault, times?: number): void;
  /** The next so many messages are refused with this code. */
  refuseNext(code: number, times?: number): void;
  /** Every message to this person is refused with this code; undefined ends it. */
  refusePerson(person: string, code: number | undefined): void;
  /** The person's id for this OA; people have one before they ever write. */
  idOf(person: string): string;
  /** When the person last did something, for windows. */
  setLastInteraction(person: string, at: Date): void;
  /** The first press of "Nhắn tin": no message, yet the OA may write. */
  clickChatNow(person: string): void;
  submitInfo(person: string, phone: string): void;
  /** Asks that their data be deleted. */
  withdraw(person: string): void;
  /** A visitor of the web widget; what is sent to them is shown under the anonymous id. */
  sayAnonymously(text: string): { readonly anonymousId: string; readonly conversationId: string };
  /** Any other event, signed, in the order of this person. */
  emit(person: string, eventName: string, fields: object): void;
  /** Whether the webhook's address passed the probe and is still subscribed. */
  isSubscribed(): Promise<boolean>;
  /** Resolves once every event was acknowledged or given up. */
  settled(): Promise<void>;
}

/** A strict Zalo Official Account (docs/zalo.md): OAuth, OpenAPI, templates by phone, webhooks. */
export async function openFakeZaloOa(options: FakeZaloOaOptions = {}): Promise<FakeZaloOa> {
  const clock = options.clock ?? systemClock;
  const counts = createCounts({ undelivered: () => webhooks.queue.undelivered, tookMs: () => webhooks.queue.tookMs });
  const onRefusal = (words: string) => addOne(counts.refusals, words);
  const ids = { appId: APP_ID, oaId: OA_ID, clock };
  const webhooks = createZaloWebhooks(
    {
      ...ids,
      secretKey: SECRET_KEY,
      bareIds: options.bareIds ?? false,
      signature: options.signature ?? 'app',
      repeats: options.webhookRepeats ?? 'any-failure',
      wait: options.wait ?? ((ms) => setTimeout(ms / HASTE, undefined, { ref: false })),
      ...(options.answerWithinMs === undefined ? {} : { answerWithinMs: options.answerWithinMs }),
    },
    onRefusal,
  );
  const oauth = createFakeOauth(
    { ...ids, appSecret: APP_SECRET, ...(options.console ? { console: options.console } : {}) },
    onRefusal,
  );
  const script = createFaultScript({
    isStrict: true,
    unknown: [],
    onDown: webhooks.queue.setPaused,
    onDelivery: webhooks.queue.setDelivery,
  });
  const phones = createPhones();
  const pressable = new Map<string, readonly ZaloButton[]>();
  const people = createZaloPeople();
  const files = createZaloFiles({ clock, articlePolls: options.articlePolls ?? 2 });
  const quota = options.packageQuota ?? 500;
  const shared = {
    ...ids,
    people,
    promotionsPerMonth: options.promotionsPerMonth ?? 4,
    packageQuota: { total: quota, remain: quota },
  };
  const account = createZaloAccount({ ...shared, quotedTagIds: options.quotedTagIds ?? false });
  const messages = createZaloMessages({
    ...shared,
    files,
    webhooks,
    buttonForm: options.buttonForm ?? 'plain',
    templates: options.templates ?? {
      '100001': { text: 'Chào <ten>, <noi_dung>', tag: 2, byUser: true },
      '100002': { text: 'Mời <ten> tham gia <chuong_trinh>', tag: 3, byUser: true },
      '100003': { text: 'Mã của anh/chị: <ma>', tag: 1, byUser: false },
    },
    echoes: options.echoes ?? true,
    show(person, message, buttons) {
      counts.shown += 1;
      pressable.set(message.id, buttons);
      phones.show(person, message);
    },
  });
  const api = createZaloApi(
    {
      clock,
      appSecret: APP_SECRET,
      needsProof: options.needsProof ?? false,
      bareIds: options.bareIds ?? false,
      callsPerMinute: options.callsPerMinute ?? 4_000,
      checkAccess: oauth.checkAccess,
      script,
      counts,
    },
    { gets: account.gets, posts: { ...account.posts, ...files.calls }, uploads: files.uploads, messages },
  );

  const openApi = await openServer((call) => api.handle('openapi', call));
  const business = await openServer((call) => api.handle('business', call));
  const permission = await openServer((call) => {
    addOne(counts.calls, call.path);
    return script.isDown ? 'cut' : oauth.handle(call);
  });

  const interact = (person: ZaloPerson) => {
    person.hasLeft = false;
    person.lastInteractionAt = clock().getTime();
  };
  const emit = (person: ZaloPerson, eventName: string, fields: object) => webhooks.emit(person.id, eventName, fields);
  const follow = (person: ZaloPerson) => {
    if (person.isFollower) return;
    person.isFollower = true;
    interact(person);
    emit(person, 'follow', relation(person));
  };
  const relation = ({ id, idByApp }: ZaloPerson) => ({
    oa_id: OA_ID,
    follower: { id },
    user_id_by_app: idByApp,
    source: 'oa_profile',
  });
  const flat = ({ id, idByApp }: ZaloPerson) => ({ oa_id: OA_ID, user_id: id, user_id_by_app: idByApp });
  const write = (person: ZaloPerson, kind: string, content: object) => {
    interact(person);
    const msg_id = randomBytes(10).toString('hex');
    files.rememberMessage(person.id, msg_id);
    emit(person, `user_send_${kind}`, {
      sender: { id: person.id },
      recipient: { id: OA_ID },
      user_id_by_app: person.idByApp,
      message: { ...content, msg_id },
    });
  };
  /** Whoever meets the OA for the first time follows it first. */
  const meet = (name: string, joins = true): ZaloPerson => {
    const person = people.of(name);
    if (joins && !person.hasLeft && person.lastInteractionAt === undefined) follow(person);
    return person;
  };

  return {
    channel: 'zalo-oa',
    settings: {
      ZALO_OA_APP_ID: APP_ID,
      ZALO_OA_APP_SECRET: APP_SECRET,
      ZALO_OA_SECRET_KEY: SECRET_KEY,
      ZALO_OA_API_ROOT: openApi.root,
      ZALO_OA_OAUTH_ROOT: permission.root,
      ZALO_OA_TEMPLATE_ROOT: business.root,
    },
    oaId: OA_ID,
    async say(name, text, { joins = true } = {}) {
      write(meet(name, joins), 'text', { text });
    },
    async sendFile(name, kind, caption) {
      const url = `${openApi.root}/tep/${randomBytes(8).toString('hex')}`;
      const { event, type, payload } = attachmentOf(kind, url);
      const attachments = [{ type, payload }];
      write(meet(name), event, { ...(caption === undefined ? {} : { text: caption }), attachments });
    },
    async press(name, label) {
      const person = people.of(name);
      for (const { id } of phones.of(name).toReversed()) {
        const button = pressable.get(id)?.find(({ title }) => title === label);
        if (!button) continue;
        if (typeof button.payload === 'string') write(person, 'text', { text: button.payload });
        return;
      }
      const number = findNumber(phones.of(name), label);
      if (number === undefined) throw new Error(`no message shows the button ${label}`);
      write(person, 'text', { text: number });
    },
    async join(name) {
      follow(people.of(name));
    },
    async leave(name) {
      const person = people.of(name);
      if (!person.isFollower && person.lastInteractionAt === undefined) return;
      person.isFollower = false;
      person.hasLeft = true;
      emit(person, 'unfollow', relation(person));
    },
    shown: phones.of,
    onShown: phones.onShown,
    setWebhookUrl: webhooks.setUrl,
    faults: script.faults,
    counts,
    async close() {
      await webhooks.queue.close();
      await Promise.all([openApi.close(), business.close(), permission.close()]);
    },

    consent(link) {
      if (!link.startsWith(`${permission.root}/`)) throw new Error('the consent link leads to another host');
      return oauth.consent(link);
    },
    grant: oauth.grant,
    expireAccessTokens: oauth.expireAccessTokens,
    revokeGrants: oauth.revokeGrants,
    failNextTokenCall: oauth.failNextTokenCall,
    refuseNext: api.refuseNext,
    refusePerson(name, code) {
      const person = people.of(name);
      if (code === undefined) delete person.refusedWith;
      else person.refusedWith = code;
    },
    idOf: (name) => people.of(name).id,
    setLastInteraction(name, at) {
      people.of(name).lastInteractionAt = at.getTime();
    },
    clickChatNow(name) {
      const person = people.of(name);
      interact(person);
      emit(person, 'user_click_chatnow', flat(person));
    },
    submitInfo(name, phone) {
      const person = people.of(name);
      interact(person);
      const info = { name, phone, full_address: { user_city: '', user_ward: '', user_address: '' } };
      emit(person, 'user_submit_info', { sender: { id: person.id }, recipient: { id: OA_ID }, info });
    },
    withdraw(name) {
      const person = people.of(name);
      emit(person, 'user_withdraw', flat(person));
    },
    sayAnonymously(text) {
      const [anonymousId, conversationId] = [randomBytes(8).toString('hex'), randomBytes(8).toString('hex')];
      files.rememberMessage(anonymousId, conversationId);
      const message = { text, msg_id: randomBytes(10).toString('hex'), conversation_id: conversationId };
      const fields = { sender: { id: anonymousId }, recipient: { id: OA_ID }, message };
      webhooks.emit(anonymousId, 'anonymous_send_text', fields);
      return { anonymousId, conversationId };
    },
    emit: (name, eventName, fields) => emit(people.of(name), eventName, fields),
    isSubscribed: webhooks.isSubscribed,
    settled: webhooks.queue.settled,
  };
}

/** docs/zalo.md#events; `other` comes as a link, a card of a person as `business_card`, whose payload no source gives. */
function attachmentOf(kind: IncomingFile['kind'], url: string) {
  const thumbnail = `${url}/nho`;
  switch (kind) {
    case 'image':
      return { event: 'image', type: 'image', payload: { thumbnail, url } };
    case 'audio':
      return { event: 'audio', type: 'audio', payload: { url: `${url}.amr` } };
    case 'video':
      return { event: 'video', type: 'video', payload: { url, thumbnail, description: '' } };
    case 'sticker':
      return { event: 'sticker', type: 'sticker', payload: { url, id: 'sticker-1' } };
    case 'location':
      return {
        event: 'location',
        type: 'location',
        payload: { coordinates: { latitude: '21.0285', longitude: '105.8542' } },
      };
    case 'contact':
      return { event: 'business_card', type: 'link', payload: { thumbnail, description: '{}', url } };
    case 'file':
      return {
        event: 'file',
        type: 'file',
        payload: {
          url,
          name: 'don-de-nghi.pdf',
          size: '10240',
          type: 'pdf',
          checksum: 'd41d8cd98f00b204e9800998ecf8427e',
        },
      };
    case 'other':
      return { event: 'link', type: 'link', payload: { thumbnail, description: '', url } };
  }
}
