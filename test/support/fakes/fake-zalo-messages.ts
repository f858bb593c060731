import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../src/time.js';
import type { ShownMessage } from './fake-platform.js';
import {
  countPromotionsLeft,
  isNight,
  openWindow,
  refuseUnreachable,
  type ZaloPeople,
  type ZaloPerson,
} from './fake-zalo-people.js';
import {
  anonymousMessage,
  broadcast,
  type Consultation,
  check,
  consultation,
  Refusal,
  reaction,
  readConsultation,
  templateByPhone,
  templateByUser,
  type ZaloButton,
} from './fake-zalo-rules.js';
import type { ZaloFiles } from './fake-zalo-uploads.js';
import type { ZaloWebhooks } from './fake-zalo-webhooks.js';

/** An approved template: `text` with `<name>` where a value goes. Tag 3 is promotion. */
export interface ZaloTemplate {
  readonly text: string;
  readonly tag: 1 | 2 | 3;
  /** Whether it may go by user id (docs/zalo.md#templates-and-articles, −249). */
  readonly byUser: boolean;
}

export interface MessageDoors {
  readonly oaId: string;
  readonly clock: Clock;
  readonly people: ZaloPeople;
  readonly files: ZaloFiles;
  readonly webhooks: ZaloWebhooks;
  readonly buttonForm: 'plain' | 'template';
  readonly templates: Readonly<Record<string, ZaloTemplate>>;
  readonly promotionsPerMonth: number;
  /** Messages of the package, for those between 48 h and 7 days. */
  readonly packageQuota: { total: number; remain: number };
  /** Whether echoes and marks of reading follow each message. */
  readonly echoes: boolean;
  show(person: string, message: ShownMessage, buttons: readonly ZaloButton[]): void;
}

/** Calls that put a message on a phone, by path. Throws `Refusal`. */
export function createZaloMessages(doors: MessageDoors): Readonly<Record<string, (body: unknown) => object>> {
  const now = () => doors.clock().getTime();

  const deliver = (person: ZaloPerson, what: Consultation) => {
    const file = what.media?.upload ? doors.files.take(what.media.kind, what.media.upload) : undefined;
    const id = randomBytes(10).toString('hex');
    const { media } = what;
    const name = file?.name ?? media?.url?.split('/').at(-1) ?? '';
    doors.show(
      person.name,
      {
        id,
        text: what.text,
        buttons: what.buttons.map(({ title }) => title),
        attachments: media
          ? [{ kind: media.kind === 'file' ? 'file' : 'image', name, size: file?.bytes.length ?? 0 }]
          : [],
        ...(what.quotes ? { quotes: what.quotes } : {}),
      },
      what.buttons,
    );
    return id;
  };

  /** Every message of the OA comes back as an event, then its marks (docs/zalo.md#events). */
  const echo = (person: ZaloPerson, id: string, kind: string, text: string) => {
    if (!doors.echoes) return;
    const oa = { id: doors.oaId };
    const head = { user_id_by_app: person.idByApp };
    const message = { ...(text ? { text } : {}), msg_id: id };
    doors.webhooks.emit(person.id, `oa_send_${kind}`, { sender: oa, recipient: { id: person.id }, ...head, message });
    const back = { sender: { id: person.id }, recipient: oa, ...head };
    doors.webhooks.emit(person.id, 'user_received_message', { ...back, message: { msg_id: id } });
    doors.webhooks.emit(person.id, 'user_seen_message', { ...back, message: { msg_ids: [id] } });
  };

  const consult = (body: unknown) => {
    const { recipient, message } = check(consultation, body);
    const read = readConsultation(message, doors.buttonForm);
    const person = doors.people.get(recipient.user_id);
    const quota_type = openWindow(person, now());
    if (read.quotes && !doors.files.hasMessage(person.id, read.quotes)) {
      throw new Refusal(-201, 'quote_message_id is invalid!', true);
    }
    const quota = doors.packageQuota;
    if (quota_type === 'sub_quota' && quota.remain <= 0) throw new Refusal(-211);
    const message_id = deliver(person, read);
    doors.files.rememberMessage(person.id, message_id);
    if (quota_type === 'sub_quota') quota.remain -= 1;
    echo(person, message_id, read.media?.kind ?? 'text', read.text);
    // `remain` and `total` were announced to disappear for free replies (docs/zalo.md#messages): they have.
    const left = quota_type === 'sub_quota' ? { remain: String(quota.remain), total: String(quota.total) } : {};
    return { message_id, user_id: person.id, sent_time: String(now()), quota: { quota_type, ...left } };
  };

  const fillTemplate = (id: string, values: Readonly<Record<string, string>>, nightCode: -133 | -234) => {
    const template = doors.templates[id];
    if (!template) throw new Refusal(-201, 'template_id is invalid!', true);
    const names = [...new Set(Array.from(template.text.matchAll(/<(\w+)>/g), ([, name]) => name!))];
    if (names.toSorted().join() !== Object.keys(values).toSorted().join()) {
      throw new Refusal(-201, 'template_data is invalid!', true);
    }
    if (template.tag === 3 && isNight(doors.clock)) throw new Refusal(nightCode, undefined, true);
    return { template, text: template.text.replaceAll(/<(\w+)>/g, (_, name: string) => values[name]!) };
  };

  const sendTemplate = (body: unknown) => {
    const { user_id, template_id, template_data } = check(templateByUser, body);
    const person = doors.people.get(user_id);
    const { template, text } = fillTemplate(template_id, template_data, -234);
    if (!template.byUser) throw new Refusal(-249, undefined, true);
    refuseUnreachable(person);
    if (template.tag === 3) promote(person);
    const message_id = deliver(person, { text, buttons: [] });
    echo(person, message_id, 'text', text);
    return { message_id, user_id, sent_time: String(now()), quota: { quota_type: 'purchase_quota', remain: '100' } };
  };

  const promote = (person: ZaloPerson) => {
    const left = countPromotionsLeft(person, doors.clock, doors.promotionsPerMonth);
    if (left.daily === 0 || left.monthly === 0) throw new Refusal(-218);
    person.promotedAt.push(now());
  };

  /** Shown under the phone's number: the platform never says whose it is. */
  const sendTemplateByPhone = (body: unknown) => {
    const { phone, template_id, template_data, tracking_id } = check(templateByPhone, body);
    if (!/^84\d{9}$/.test(phone)) throw new Refusal(-108, undefined, true);
    const { text } = fillTemplate(template_id, template_data, -133);
    const msg_id = randomBytes(10).toString('hex');
    doors.show(phone, { id: msg_id, text, buttons: [], attachments: [] }, []);
    const message = { msg_id, tracking_id, delivery_time: String(now()) };
    const fields = { sender: { id: doors.oaId }, recipient: { id: phone }, message };
    if (doors.echoes) doors.webhooks.emit(phone, 'user_received_message', fields, { 'X-ZEvent-Server': 'ZNS' });
    // No source gives an answer for this call; `msg_id` is what the event calls it [unverified].
    return { msg_id, sent_time: String(now()), quota: { dailyQuota: '500', remainingQuota: '499' } };
  };

  const sendBroadcast = (body: unknown) => {
    const [element] = check(broadcast, body).message.attachment.payload.elements;
    const article = doors.files.getArticle(element!.attachment_id);
    if (isNight(doors.clock)) throw new Refusal(-234, undefined, true);
    for (const person of doors.people.list()) {
      const left = countPromotionsLeft(person, doors.clock, doors.promotionsPerMonth);
      if (!person.isFollower || left.daily === 0 || left.monthly === 0) continue;
      person.promotedAt.push(now());
      deliver(person, { text: article.title, buttons: [] });
    }
    return { message_id: randomBytes(10).toString('hex') };
  };

  const react = (body: unknown) => {
    const { recipient, sender_action } = check(reaction, body);
    const person = doors.people.get(recipient.user_id);
    if (!doors.files.hasMessage(person.id, sender_action.react_message_id)) {
      throw new Refusal(-201, 'react_message_id is invalid!', true);
    }
    return { message_id: sender_action.react_message_id, user_id: person.id };
  };

  const replyToVisitor = (body: unknown) => {
    const { recipient, message } = check(anonymousMessage, body);
    if (!doors.files.hasMessage(recipient.anonymous_id, recipient.conversation_id)) {
      throw new Refusal(-201, 'anonymous_id is invalid!');
    }
    const message_id = randomBytes(10).toString('hex');
    doors.show(recipient.anonymous_id, { id: message_id, text: message.text, buttons: [], attachments: [] }, []);
    return { message_id };
  };

  const retired = () => {
    throw new Refusal(-233, undefined, true);
  };

  return {
    '/v3.0/oa/message/cs': consult,
    '/v3.0/oa/message/template': sendTemplate,
    '/v3.0/oa/message/transaction': retired,
    '/v3.0/oa/message/promotion': retired,
    '/message/template': sendTemplateByPhone,
    '/v2.0/oa/message': (body) => {
      const { recipient = {}, sender_action } = (body ?? {}) as { recipient?: object; sender_action?: unknown };
      if (sender_action !== undefined) return react(body);
      if ('target' in recipient) return sendBroadcast(body);
      if ('anonymous_id' in recipient || 'conversation_id' in recipient) return replyToVisitor(body);
      throw new Refusal(-240, undefined, true);
    },
  };
}
