import { beforeAll, beforeEach } from 'vitest';
import type { App } from '../../src/app/open-app.js';
import { openTestApp, type TestApp } from './open-test-app.js';

// The app takes seconds to open: once for each file of tests, which loads this module for itself.
let opened: TestApp;
beforeAll(async () => {
  opened = await openTestApp();
});

/** What is opened anew over the real app before each test; it always is the one of the test that runs. */
export function useStage<Stage extends object>(open: (app: App) => Promise<Stage>): Stage {
  let stage: Stage;
  beforeEach(async () => {
    stage = await open(opened.app);
  });
  return new Proxy({} as Stage, { get: (_, name) => Reflect.get(stage, name) });
}
