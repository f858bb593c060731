/** Words that officers send again and again, with fields for what changes (`knowledge/announcement-templates.yaml`). */
export interface AnnouncementTemplate {
  /** `a-z0-9-` */
  readonly id: string;
  /** As it is offered. */
  readonly title: string;
  /** The small Markdown subset of messages; `{name}` stands for a field. */
  readonly text: string;
  /** Each field of the text, and no other. */
  readonly fields: readonly TemplateField[];
}

export interface TemplateField {
  readonly name: string;
  /** The question that the officer answers. */
  readonly ask: string;
  /** Left empty: the line that holds it goes. */
  readonly isOptional: boolean;
}

/** The first field, in reading order, that a half-filled text still holds. */
export function findEmptyField(text: string, { fields }: AnnouncementTemplate): TemplateField | undefined {
  return fields
    .map((field) => ({ field, place: text.indexOf(`{${field.name}}`) }))
    .filter(({ place }) => place >= 0)
    .sort((a, b) => a.place - b.place)[0]?.field;
}

/** Puts an answer in the place of a field; without one the lines that hold the field go. */
export function fillField(text: string, name: string, answer: string | undefined): string {
  const mark = `{${name}}`;
  if (answer === undefined) {
    const kept = text.split('\n').filter((line) => !line.includes(mark));
    return kept.join('\n').trim();
  }
  // Braces of an answer would look like a field that is still empty.
  return text.replaceAll(mark, () => answer.trim().replaceAll('{', '(').replaceAll('}', ')'));
}
