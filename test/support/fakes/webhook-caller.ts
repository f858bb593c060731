import { Agent, request } from 'node:http';
import { isLoopback } from './fake-parts.js';

export interface Posted {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Calls a webhook as a platform behind a reverse proxy does by default: a new connection for each call. */
export interface WebhookCaller {
  /** The status, or undefined where none came in time. Only addresses of this machine are ever called. */
  post(url: string, event: Posted): Promise<number | undefined>;
  /** From dialling to the end of the answer, of every call so far; of one without an answer, until it was given up. */
  readonly tookMs: readonly number[];
  /** Gives up what is under way. */
  close(): void;
}

export interface WebhookCallerOptions {
  /** A receiver that takes longer has not answered. */
  readonly answerWithinMs: number;
  /** Whether connections are kept for later calls. */
  readonly keepsConnections?: boolean;
}

/** Not with `fetch`: under load the fakes share two cores with what they test, and this takes half of them. */
export function createWebhookCaller({ answerWithinMs, keepsConnections = false }: WebhookCallerOptions): WebhookCaller {
  const agent = new Agent({ keepAlive: keepsConnections });
  const tookMs: number[] = [];
  const post = (url: string, event: Posted) => {
    const body = Buffer.from(event.body, 'utf8');
    const headers = { 'content-type': 'application/json', 'content-length': body.length, ...event.headers };
    return new Promise<number | undefined>((resolve) => {
      const call = request(url, { method: 'POST', agent, headers }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      });
      const timer = setTimeout(() => call.destroy(), answerWithinMs);
      call.on('error', () => resolve(undefined));
      call.on('close', () => {
        clearTimeout(timer);
        resolve(undefined);
      });
      call.end(body);
    });
  };
  return {
    async post(url, event) {
      if (!isLoopback(url)) return undefined;
      const startedAt = performance.now();
      const status = await post(url, event);
      tookMs.push(performance.now() - startedAt);
      return status;
    },
    tookMs,
    close: () => agent.destroy(),
  };
}
