import {
  AlignmentType,
  Document,
  Header,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  TextRun,
} from 'docx';
import type { Layout } from '../briefing-doors.js';
import type { Sheet, SheetItem } from '../sheet.js';
import { createHead } from './docx/create-head.js';
import { createSignature } from './docx/create-signature.js';
import type { DocxDoors } from './docx/docx-doors.js';
import { halfPoints, inTwips, ruled, runOf, singleLine } from './docx/measures.js';

/** An outline as a paper of the union: header, kind and title, bases, numbered parts, place for signature and recipients. */
export async function renderDocx(sheet: Sheet, doors: DocxDoors): Promise<Uint8Array> {
  const { layout } = doors;
  const { mm, pt, words } = layout;
  const document = new Document({
    title: `${sheet.kind}: ${sheet.title}`,
    creator: words.issuer,
    styles: {
      default: { document: { run: { font: words.font, size: halfPoints(pt.body), language: { value: 'vi-VN' } } } },
    },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: inTwips(mm['paper-width']), height: inTwips(mm['paper-height']) },
            margin: {
              top: inTwips(mm.top),
              bottom: inTwips(mm.bottom),
              left: inTwips(mm.left),
              right: inTwips(mm.right),
              header: inTwips(mm.top / 2),
            },
          },
        },
        // The first page bears no number.
        headers: { first: new Header({ children: [] }), default: new Header({ children: [numberPages(layout)] }) },
        children: [
          createHead(doors),
          ...createTitle(sheet, layout),
          ...createOpening(sheet, layout),
          ...sheet.sections.flatMap(({ heading, items }, at) => [
            createHeading(heading, layout),
            // Nobody signs a page that says nothing: the last part stays with the signature.
            ...items.map((item) => createItem(item, layout, at === sheet.sections.length - 1)),
          ]),
          textOf([runOf(withoutPictures(sheet.label), pt.small, { italics: true })], layout, true, { keepNext: true }),
          createSignature(layout),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

function numberPages({ pt }: Layout): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [new TextRun({ children: [PageNumber.CURRENT], size: halfPoints(pt['page-number']) })],
  });
}

function createTitle({ kind, title, mark }: Sheet, { pt, words }: Layout): readonly Paragraph[] {
  const lines = [
    ...(mark ? [runOf(mark, pt.small, { bold: true, break: 1 })] : []),
    runOf(words.kind || kind.toUpperCase(), pt.kind, { bold: true, break: 1 }),
    runOf(title, pt.title, { bold: true, break: 1 }),
  ];
  return [new Paragraph({ alignment: AlignmentType.CENTER, children: lines, ...singleLine }), ruled(50)];
}

/** Warnings first, then what it rests on, then for whom and how long. */
function createOpening({ warnings, bases, facts }: Sheet, layout: Layout): readonly Paragraph[] {
  const { pt } = layout;
  const last = bases.length - 1;
  return [
    ...warnings.map((warning) => textOf([runOf(warning, pt.body, { bold: true })], layout)),
    ...bases.map((base, at) =>
      textOf([runOf(`Căn cứ ${base}${at === last ? '.' : ';'}`, pt.bases, { italics: true })], layout),
    ),
    ...facts.map((fact) => textOf([runOf(fact, pt.body)], layout)),
  ];
}

function createHeading(heading: string, layout: Layout): Paragraph {
  const { pt } = layout;
  return textOf([runOf(heading.toUpperCase(), pt.heading, { bold: true })], layout, true, { keepNext: true });
}

function createItem({ text, source }: SheetItem, layout: Layout, keepNext: boolean): Paragraph {
  const { pt } = layout;
  const words = [runOf(`- ${text}`, pt.body)];
  const sourced = source ? [...words, runOf(` (${source})`, pt.small, { italics: true })] : words;
  return textOf(sourced, layout, true, { keepNext });
}

/** Printers' fonts have none. */
const withoutPictures = (text: string): string => text.replace(/\p{Extended_Pictographic}\s*/gu, '');

function textOf(
  children: readonly ParagraphChild[],
  { mm, pt, lines }: Layout,
  isIndented = true,
  more: { readonly keepNext?: boolean } = {},
): Paragraph {
  return new Paragraph({
    ...more,
    alignment: AlignmentType.JUSTIFIED,
    ...(isIndented ? { indent: { firstLine: inTwips(mm['first-line']) } } : {}),
    spacing: {
      before: pt['paragraph-space'] * 20,
      line: Math.round(lines.body * 240),
      lineRule: LineRuleType.AUTO,
    },
    children,
  });
}
