/**
 * The console's promises, kept in a real browser against the mock server: a press is on the screen within a second,
 * the dossier is read once, acts carry keys, a form is never robbed of the screen, and a feed that misbehaves shows.
 *
 *   npm run build && node dev/story.mjs
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chromium } from 'playwright-core';

const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader';
const port = 8100 + Math.floor(Math.random() * 800);
const base = `http://127.0.0.1:${port}`;
const mock = spawn(process.execPath, ['dev/mock-server.mjs', '--port', String(port), '--scenario', 'empty'], {
  stdio: 'ignore',
});
const dev = (path) => fetch(`${base}/dev/${path}`, { method: 'POST' }).then((answer) => answer.json());

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: FLAGS.split(' '),
});
try {
  for (let tries = 0; tries < 50 && !(await fetch(base).catch(() => undefined)); tries++) {
    await new Promise((done) => setTimeout(done, 100));
  }
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  const live = () =>
    page.locator('[data-testid=connection-state][data-state=live]').waitFor({ timeout: 30_000 });
  const said = (what) => console.log(`ok  ${what}`);

  await page.goto(base);
  await page.getByTestId('sign-in-username').fill('desk');
  await page.getByTestId('sign-in-password').fill('desk');
  await page.getByTestId('sign-in-submit').click();
  await live();
  await page.locator('[data-testid=map][data-ready=true]').waitFor({ timeout: 60_000 });
  await page.getByTestId('calm').waitFor();
  said('signs in and is calm');

  const pressedAt = Date.now();
  const { id } = await dev('press/0');
  await page.locator(`[data-testid=queue-item][data-incident="${id}"]`).waitFor();
  const queued = Date.now() - pressedAt;
  await page.locator(`[data-testid=screen-pop][data-incident="${id}"][data-state=ready]`).waitFor();
  const took = Date.now() - pressedAt;
  await page.locator(`[data-testid=incident-pin][data-incident="${id}"]`).waitFor();
  assert.equal(await page.getByTestId('pop-name').textContent(), '王秀兰');
  assert.match(await page.getByTestId('pop-allergies').textContent(), /青霉素/);
  assert.equal(await page.getByTestId('silence').getAttribute('data-state'), 'ringing');
  said(`a press is in the queue after ${queued} ms, with its dossier on the screen after ${took} ms`);

  await page.keyboard.press('m');
  await page.locator('[data-testid=silence]:not([data-state=ringing])').waitFor();
  await dev('again');
  await page.locator('[data-testid=silence][data-state=ringing]').waitFor();
  assert.match(await page.getByTestId('pop-count').textContent(), /2/);
  said('a human silences it, the next press rings again');

  await page.keyboard.press('n');
  await page.getByTestId('note-text').fill('已电话联系女儿');
  const { id: second } = await dev('press/3');
  await page.locator(`[data-testid=queue-item][data-incident="${second}"]`).waitFor();
  assert.equal(await page.getByTestId('screen-pop').getAttribute('data-incident'), id);
  assert.equal(await page.evaluate(() => document.activeElement?.dataset.testid), 'note-text');
  await page.keyboard.press('Control+Enter');
  await page.getByTestId('note-form').waitFor({ state: 'detached' });
  await page.getByTestId('timeline').getByText('已电话联系女儿').waitFor();
  said('a second press does not rob the form of the screen');

  await page.keyboard.press('a');
  await page.locator('[data-testid=action-acknowledge]:disabled').waitFor();
  await page.locator(`[data-testid=queue-item][data-incident="${second}"]`).click();
  await page.locator(`[data-testid=screen-pop][data-incident="${second}"]`).waitFor();
  await page.locator(`[data-testid=queue-item][data-incident="${id}"]`).click();
  await page.locator(`[data-testid=screen-pop][data-incident="${id}"][data-state=ready]`).waitFor();
  const { dossierReads, posts } = await dev('state');
  assert.deepEqual(Object.fromEntries(dossierReads), { [id]: 1, [second]: 1 });
  const keys = posts.filter(({ path }) => path.startsWith('/incidents/')).map(({ key }) => key);
  assert.ok(keys.length >= 2 && new Set(keys).size === keys.length && keys.every(Boolean));
  said('each dossier is read once, each act has its own key');

  for (let step = 0; step < 3; step++) {
    await page.keyboard.press('e');
    await page.locator('[data-testid=action-escalate][data-state=pending]').waitFor({ state: 'detached' });
    await page.waitForTimeout(400);
  }
  await page.getByTestId('action-failed').waitFor();
  assert.match(await page.getByTestId('action-failed').textContent(), /最后一步/);
  said('a refused act stays on the screen with its reason');

  await page.keyboard.press('s');
  await page.keyboard.press('Enter');
  await page.getByText('请先选处置结果').waitFor();
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await page.getByTestId('pop-ended').waitFor();
  said('standing down needs a disposition');

  await dev('feed/gap');
  await page.locator('[data-testid=connection-state]:not([data-state=live])').waitFor();
  await live();
  await dev('feed/close?code=1012');
  await page.locator('[data-testid=connection-state]:not([data-state=live])').waitFor();
  await live();
  assert.equal(await page.getByTestId('banner-stale').count(), 0);
  said('a gap and a restart are healed');

  await dev('feed/silent');
  await page.getByTestId('banner-stale').waitFor({ timeout: 20_000 });
  assert.equal(await page.getByTestId('console').getAttribute('data-stale'), 'true');
  await dev('feed/silent?off');
  await page.getByTestId('banner-stale').waitFor({ state: 'detached', timeout: 40_000 });
  await live();
  said('silence is shown over the whole screen, and taken back only when live');

  await page.reload();
  await live();
  await page.getByTestId('notice-sound').or(page.getByTestId('queue')).first().waitFor();
  said('a reload keeps the person signed in');

  await page.getByTestId('sign-out').click();
  await page.getByTestId('sign-in-notice').waitFor();
  // The tab keeps its name (src/app/tabs.ts), and nothing of whoever was here.
  assert.deepEqual(await page.evaluate(() => Object.keys(window.sessionStorage)), ['anling.tab']);
  said('signing out leaves nothing behind');
  assert.deepEqual(
    errors.filter((line) => !line.includes('409')),
    [],
  );
} finally {
  await browser.close();
  mock.kill();
}
