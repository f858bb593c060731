import { Hono } from 'hono';
import type { Health } from '../observability/check-health.js';

/** `/healthz` and `/readyz`: 200 or 503, and what is wrong as JSON, for containers, systemd and load balancers. */
export function createHealthPage(checkHealth: () => Promise<Health>): Hono {
  const app = new Hono();
  app.get('/healthz', async (c) => {
    const { isAlive, troubles } = await checkHealth();
    return c.json({ ok: isAlive, troubles }, isAlive ? 200 : 503, { 'Cache-Control': 'no-store' });
  });
  app.get('/readyz', async (c) => {
    const { isReady, troubles } = await checkHealth();
    return c.json({ ok: isReady, troubles }, isReady ? 200 : 503, { 'Cache-Control': 'no-store' });
  });
  return app;
}
