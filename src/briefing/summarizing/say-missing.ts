import { documentLabel } from '../../documents/document.js';
import { formatDay } from '../../time.js';
import type { SummaryDoors } from '../briefing-doors.js';
import type { NoSummary, SummaryTarget } from '../summary.js';
import type { Material } from './gather-sentences.js';

export function sayMissing(target: SummaryTarget, material: Material | undefined, doors: SummaryDoors): NoSummary {
  const { texts, themes } = doors;
  const [document] = material?.documents ?? [];
  const say = (): string => {
    switch (target.kind) {
      case 'since':
        return texts('brief.missing.since', { day: formatDay(target.day) });
      case 'theme':
        return texts('brief.missing.theme', {
          asked: target.themeId,
          list: themes.map(({ title }) => `“${title}”`).join('; '),
        });
      case 'document':
        return document
          ? texts('brief.missing.empty', { document: documentLabel(document) })
          : texts('brief.missing.document', { asked: target.documentId });
      case 'provision':
        return texts('brief.missing.provision', { asked: target.provisionId });
    }
  };
  return { missing: true, text: say() };
}
