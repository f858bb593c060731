/**
 * A text that people read, by its key in `prompts/answers.yaml`, its `{fields}` filled in. An empty field takes the
 * square-bracketed part that it stands in with it: `thay bởi {by}[ từ {since}]`. Throws for a key that is not there.
 */
export interface Texts {
  (key: string, fields?: Readonly<Record<string, string>>): string;
  /** The same for a face without buttons: what speaks of pressing says what to type (`prompts/typed.yaml`). Absent: these serve. */
  readonly typed?: Texts;
}

export interface Choice {
  readonly label: string;
  /** What choosing it sends. */
  readonly text: string;
}
