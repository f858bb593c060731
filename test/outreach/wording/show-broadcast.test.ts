import { expect, it } from 'vitest';
import { showBroadcast } from '../../../src/outreach/wording/show-broadcast.js';
import { openPlanningStage } from '../../support/open-outreach-stage.js';
import { createContent, createMessage } from '../../support/outreach-samples.js';

const show = async (content: Parameters<typeof createContent>[0]) => {
  const { doors } = await openPlanningStage();
  return showBroadcast({ id: 'ABCDEFGH', content: createContent(content) }, doors);
};

it('shows once what looks the same on several channels, each of two messages, and what fills a template', async () => {
  const messages = ['Một', 'Hai'].map((text) => createMessage({ text }));
  const shown = await show({ messages, template: { id: '100001', data: { viec: 'họp', khi: '8 giờ' } } });
  expect(shown.map(({ channels, variant }) => [channels.join(), variant])).toEqual([
    ['telegram,zalo-oa', 0],
    ['telegram,zalo-oa', 1],
    ['zalo-oa', 0],
  ]);
  expect(shown[0]?.text).toMatch(/^Một\n/);
  expect(shown[2]?.text).toContain('Mẫu ZBS 100001, điền vào các ô:\n- viec: họp\n- khi: 8 giờ');
});

it('shows an article with what nobody may overlook: whom it reaches and what is not promised', async () => {
  const article = {
    title: 'Tháng Công nhân',
    description: '',
    author: '',
    body: ['Một', 'Hai'],
    coverUrl: 'https://a.vn/b.png',
  };
  const [shown] = await show({ audience: { type: 'followers', article }, messages: [] });
  expect(shown).toMatchObject({ channels: ['zalo-oa'] });
  for (const words of [
    'Tháng Công nhân',
    'Một\n\nHai',
    'https://a.vn/b.png',
    'không bảo đảm mỗi người chỉ thấy một lần',
  ]) {
    expect(shown?.text).toContain(words);
  }
});
