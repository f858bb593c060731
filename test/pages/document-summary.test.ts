import { beforeAll, describe, expect, it } from 'vitest';
import { documentPath, provisionAnchor } from '../../src/documents/page-path.js';
import { openTestApp, type TestApp } from '../support/open-test-app.js';
import { createSamplePages } from './sample-pages.js';

describe('the summary on the page of a document', () => {
  let opened: TestApp;
  beforeAll(async () => {
    opened = await openTestApp();
  });

  const read = async (id: string): Promise<string> => {
    const { briefing } = opened.app;
    const { library } = briefing.doors;
    const pages = createSamplePages({ library: () => library, summarize: briefing.summarize });
    return (await pages.request(documentPath(id))).text();
  };

  it('tells it in one and in three minutes without a script, each line with a link to its place on the page', async () => {
    const page = await read('37-QĐ/TW@2021-10-25');
    const blocks = page.match(/<details><summary>Tóm tắt . phút<\/summary>.*?<\/details>/gs) ?? [];
    expect(blocks.map((block) => /Tóm tắt . phút/.exec(block)?.[0])).toEqual(['Tóm tắt 1 phút', 'Tóm tắt 3 phút']);
    for (const [at, length] of (['one-minute', 'three-minutes'] as const).entries()) {
      const summary = await opened.app.briefing.summarize(
        { kind: 'document', documentId: '37-QĐ/TW@2021-10-25' },
        length,
      );
      if (summary.missing) expect.unreachable(summary.text);
      const links = Array.from((blocks[at] ?? '').matchAll(/href="#([^"]+)">([^<]+)</g), ([, anchor, name]) => [
        anchor,
        name,
      ]);
      expect(links).toEqual(
        summary.lines.map(({ provisionId, address }) => [encodeURIComponent(provisionAnchor(provisionId)), address]),
      );
      for (const [anchor = ''] of links) expect(page).toContain(`id="${decodeURIComponent(anchor)}"`);
    }
  });

  it('is left out where there is little to read, or nothing', async () => {
    expect(await read('144-QĐ/TW@2024-05-09')).not.toContain('Tóm tắt');
    expect(await read('47-QĐ/TW@2011')).not.toContain('Tóm tắt 3 phút');
  });
});
