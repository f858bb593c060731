import type { FakePlatform, ShownMessage } from './fakes/fake-platform.js';

/** One person's phone. */
export interface Phone {
  /** Says something and reads the answer to it. */
  says(text: string): Promise<ShownMessage>;
  /** Chooses what the newest message offers with these words in its label. */
  picks(words: string): Promise<ShownMessage>;
  /** The newest message, once it is one that says this. */
  reads(words: RegExp): Promise<ShownMessage>;
  last(): ShownMessage;
}

export function followPerson(platform: FakePlatform, person: string): Phone {
  let seen = 0;
  let wake = () => {};
  platform.onShown((who) => {
    if (who === person) wake();
  });
  const last = () => platform.shown(person).at(-1)!;
  const next = async (): Promise<ShownMessage> => {
    while (platform.shown(person).length <= seen) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    seen = platform.shown(person).length;
    return last();
  };
  const act = async (doing: Promise<void>) => {
    await doing;
    return next();
  };
  /** The whole of a label: of a button, or behind a number. */
  const labelWith = (words: string): string => {
    const { buttons, text } = last();
    const numbered = Array.from(text.matchAll(/^\d+\) (.+)$/gm), ([, label = '']) => label);
    return [...buttons, ...numbered].find((each) => each.includes(words)) ?? words;
  };
  return {
    says: (text) => act(platform.say(person, text, { joins: false })),
    picks: (words) => act(platform.press(person, labelWith(words))),
    async reads(words) {
      while (!words.test(last()?.text ?? '')) await next();
      seen = platform.shown(person).length;
      return last();
    },
    last,
  };
}
