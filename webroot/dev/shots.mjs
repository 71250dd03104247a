/**
 * Photographs every state of the console against the mock server, in the Chromium of this machine.
 *
 *   npm run build && node dev/shots.mjs [--out DIR] [--only one,storm] [--chromium /usr/bin/chromium]
 */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { chromium } from 'playwright-core';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const out = option('out', 'target/shots');
const only = option('only', '')?.split(',').filter(Boolean);
const executablePath = option('chromium', '/usr/bin/chromium');
const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const WEBGL = '--use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader';

mkdirSync(out, { recursive: true });
const port = 8100 + Math.floor(Math.random() * 800);
const base = `http://127.0.0.1:${port}`;
const mock = spawn(process.execPath, ['dev/mock-server.mjs', '--port', String(port)], { stdio: 'inherit' });
const dev = (path) => fetch(`${base}/dev/${path}`, { method: 'POST' }).then((answer) => answer.json());

async function ready() {
  for (let tries = 0; tries < 50; tries++) {
    const answer = await fetch(base).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the mock server did not start');
}

const trouble = [];
let browser;

async function page(webgl, size, locale) {
  browser = await chromium.launch({
    executablePath,
    args: [...FLAGS.split(' '), ...(webgl ? WEBGL : '--disable-3d-apis').split(' ')],
  });
  const context = await browser.newContext({ viewport: size, timezoneId: 'UTC' });
  const opened = await context.newPage();
  // No telephone here: the browser's own question which program should dial would stand over the page.
  await opened.addInitScript(() =>
    window.addEventListener('click', (press) => {
      if (press.target.closest('a[href^="tel:"]')) press.preventDefault();
    }),
  );
  opened.on('console', (message) => {
    if (message.type() === 'error' || message.text().includes('Content Security Policy'))
      trouble.push(message.text());
  });
  opened.on('pageerror', (error) => trouble.push(String(error)));
  opened.on('request', (request) => {
    if (
      !request.url().startsWith(base) &&
      !request.url().startsWith('blob:') &&
      !request.url().startsWith('data:')
    ) {
      trouble.push(`external request: ${request.url()}`);
    }
  });
  if (locale) {
    await opened.addInitScript(
      (preferences) => window.localStorage.setItem('anling.preferences', JSON.stringify(preferences)),
      locale,
    );
  }
  return opened;
}

/** What WCAG 2.2 AA says about the page as it stands. */
async function accessibility(opened) {
  await opened.evaluate(axe.source);
  const { violations } = await opened.evaluate(() =>
    window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }),
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 4).map((node) => `${id}: ${node.target.join(' ')} ${node.any[0]?.message ?? ''}`),
  );
}

async function signIn(opened) {
  await opened.goto(base);
  await opened.getByTestId('sign-in-username').fill('desk');
  await opened.getByTestId('sign-in-password').fill('desk');
  await opened.getByTestId('sign-in-submit').click();
  await opened.getByTestId('console').waitFor();
  await opened.locator('[data-testid=connection-state][data-state=live]').waitFor();
  await opened.locator('[data-testid=map][data-ready=true]').waitFor({ timeout: 60_000 });
  await opened.waitForTimeout(2_500);
}

const DESK = { width: 1366, height: 768 };
const WIDE = { width: 1920, height: 1080 };

const shots = {
  async 'sign-in'(opened) {
    await opened.goto(base);
    await opened.getByTestId('sign-in-username').fill('desk');
    await opened.getByTestId('sign-in-password').fill('wrong');
    await opened.getByTestId('sign-in-submit').click();
    await opened.getByTestId('sign-in-failure').waitFor();
  },
  async 'sign-in-code'(opened) {
    await opened.goto(base);
    await opened.getByTestId('sign-in-username').fill('code');
    await opened.getByTestId('sign-in-password').fill('any');
    await opened.getByTestId('sign-in-submit').click();
    await opened.getByTestId('second-step-code').pressSequentially('000000');
    await opened.getByTestId('second-step-failure').waitFor();
  },
  async 'totp-setup'(opened) {
    await dev('scenario/one');
    await signIn(opened);
    await opened.getByTestId('totp-open').click();
    await opened.getByTestId('totp-password').fill('desk');
    await opened.keyboard.press('Enter');
    await opened.getByTestId('totp-qr').waitFor();
  },
  async 'totp-codes'(opened) {
    await shots['totp-setup'](opened);
    await opened.keyboard.type('123456');
    await opened.keyboard.press('Enter');
    await opened.getByTestId('totp-recovery').waitFor();
  },
  async empty(opened) {
    await dev('scenario/empty');
    await signIn(opened);
  },
  async one(opened) {
    await dev('scenario/one');
    await signIn(opened);
  },
  async 'one-small'(opened) {
    await dev('scenario/one');
    await signIn(opened);
  },
  async several(opened) {
    await dev('scenario/several');
    await signIn(opened);
  },
  async 'several-day'(opened) {
    await dev('scenario/several');
    await signIn(opened);
  },
  async away(opened) {
    await dev('scenario/away');
    await signIn(opened);
  },
  async unknown(opened) {
    await dev('scenario/unknown');
    await signIn(opened);
  },
  async storm(opened) {
    await dev('scenario/storm');
    await signIn(opened);
    await opened.getByTestId('map-fit').click();
    await opened.waitForTimeout(2_000);
  },
  async 'stand-down'(opened) {
    await dev('scenario/one');
    await signIn(opened);
    await opened.keyboard.press('s');
    await opened.keyboard.press('1');
    await opened.waitForTimeout(300);
  },
  async calling(opened) {
    await dev('scenario/one');
    await signIn(opened);
    await opened.getByTestId('contact-call').nth(1).click();
    await opened.getByTestId('call-bar-said').fill('女儿二十分钟到');
    await opened.waitForTimeout(300);
  },
  async 'calling-english'(opened) {
    await shots.calling(opened);
  },
  async called(opened) {
    await shots.calling(opened);
    await opened.getByTestId('call-answered').click();
    await opened.getByTestId('timeline-entry').filter({ hasText: '女儿二十分钟到' }).waitFor();
  },
  async command(opened) {
    await dev('scenario/one');
    await signIn(opened);
    await opened.keyboard.press('o');
    await opened.waitForTimeout(300);
  },
  async 'second-tab'(opened) {
    await dev('scenario/one');
    await signIn(opened);
    const other = await opened.context().newPage();
    await other.goto(base);
    await other.getByTestId('sign-in-notice').waitFor();
    await other.screenshot({ path: join(out, 'second-tab-other.png') });
    await other.close();
  },
  async candidates(opened) {
    await dev('scenario/one');
    await signIn(opened);
    await opened.keyboard.press('a');
    await opened.getByTestId('tab-candidates').click();
    await opened.waitForTimeout(800);
  },
  async stale(opened) {
    await dev('scenario/several');
    await signIn(opened);
    await dev('feed/silent');
    await opened.getByTestId('banner-stale').waitFor({ timeout: 30_000 });
    await opened.waitForTimeout(1_500);
    await dev('feed/silent?off');
  },
  async 'no-webgl'(opened) {
    await dev('scenario/several');
    await signIn(opened);
  },
  async english(opened) {
    await dev('scenario/several');
    await signIn(opened);
  },
  async help(opened) {
    await dev('scenario/one');
    await signIn(opened);
    await opened.keyboard.press('Shift+?');
    await opened.waitForTimeout(300);
  },
  async '4k'(opened) {
    await dev('scenario/several');
    await signIn(opened);
  },
};

async function onPhone(opened, user, scene, seen) {
  await dev(`scenario/${scene}`);
  await opened.goto(`${base}/${user === 'family' ? 'family' : 'responder'}`);
  await opened.getByTestId('sign-in-username').fill(user);
  await opened.getByTestId('sign-in-password').fill(user);
  await opened.getByTestId('sign-in-submit').click();
  await opened.getByTestId(seen).first().waitFor();
  await opened.waitForTimeout(700);
}

Object.assign(shots, {
  async 'phone-standby'(opened) {
    await onPhone(opened, 'hand', 'empty', 'standby');
  },
  async 'phone-off-duty'(opened) {
    await onPhone(opened, 'idle', 'empty', 'standby');
    await opened.getByTestId('share-toggle').click();
    await opened.getByTestId('share-ask').waitFor();
  },
  async 'phone-ask'(opened) {
    await onPhone(opened, 'hand', 'ask', 'ask');
  },
  async 'phone-ask-drill-en'(opened) {
    await onPhone(opened, 'hand', 'ask-drill', 'ask');
  },
  async 'phone-ask-doctor'(opened) {
    await onPhone(opened, 'doctor', 'ask-doctor', 'ask');
  },
  async 'phone-ask-offline'(opened) {
    await onPhone(opened, 'hand', 'ask', 'ask');
    await opened.context().setOffline(true);
    await opened.getByTestId('ask-accept').click();
    await opened.getByTestId('ask-sending').waitFor();
    await opened.waitForTimeout(1_200);
  },
  async 'phone-lost'(opened) {
    await dev('taken/孙伟');
    await onPhone(opened, 'hand', 'ask', 'ask');
    await opened.getByTestId('ask-accept').click();
    await opened.getByTestId('ask-decline').click();
    await opened.getByTestId('refused').waitFor();
    await dev('taken/');
  },
  async 'phone-going'(opened) {
    await onPhone(opened, 'hand', 'going', 'mission-key');
  },
  async 'phone-going-day'(opened) {
    await onPhone(opened, 'hand', 'going', 'mission-key');
  },
  async 'phone-there'(opened) {
    await onPhone(opened, 'hand', 'there', 'safety');
  },
  async 'phone-report'(opened) {
    await onPhone(opened, 'hand', 'there', 'safety');
    await opened.getByTestId('finish').click();
    await opened.getByTestId('outcome-HELPED').check();
    await opened.waitForTimeout(300);
  },
  async 'phone-leave'(opened) {
    await onPhone(opened, 'hand', 'going', 'mission-key');
    await opened.getByTestId('leave-open').click();
    await opened.getByTestId('relief').first().waitFor();
  },
  async 'phone-visit'(opened) {
    await onPhone(opened, 'doctor', 'going', 'mission-clinical');
  },
  async 'phone-family'(opened) {
    await onPhone(opened, 'family', 'empty', 'family-hero');
  },
  async 'phone-family-day'(opened) {
    await onPhone(opened, 'family', 'empty', 'family-hero');
  },
  async 'phone-family-helping'(opened) {
    await onPhone(opened, 'family', 'visit', 'family-helper');
  },
  async 'phone-family-past'(opened) {
    await onPhone(opened, 'family', 'empty', 'family-hero');
    await opened.getByTestId('tab-past').click();
    await opened.waitForTimeout(200);
  },
  async 'phone-family-privacy'(opened) {
    await onPhone(opened, 'family', 'empty', 'family-hero');
    await opened.getByTestId('tab-privacy').click();
    await opened.getByTestId('family-consents').waitFor();
  },
});

const PHONE = { width: 390, height: 844 };
const SIZES = {
  several: WIDE,
  'several-day': WIDE,
  storm: WIDE,
  one: WIDE,
  '4k': { width: 3840, height: 2160 },
};
const PREFERENCES = {
  'phone-ask-drill-en': { locale: 'en' },
  'phone-going-day': { theme: 'day' },
  'phone-family-day': { theme: 'day' },
  english: { locale: 'en' },
  'calling-english': { locale: 'en' },
  'totp-codes': { locale: 'en' },
  'several-day': { theme: 'day' },
};

try {
  await ready();
  for (const [name, shoot] of Object.entries(shots)) {
    if (only.length > 0 && !only.includes(name)) continue;
    const opened = await page(
      name !== 'no-webgl',
      SIZES[name] ?? (name.startsWith('phone-') ? PHONE : DESK),
      PREFERENCES[name],
    );
    try {
      await shoot(opened);
    } catch (failure) {
      trouble.push(`${name}: ${failure}`);
    }
    await opened.screenshot({ path: join(out, `${name}.png`) });
    for (const line of await accessibility(opened)) trouble.push(`${name}: ${line}`);
    await browser.close();
    console.log(name);
  }
} finally {
  await browser?.close().catch(() => undefined);
  mock.kill();
}
for (const line of new Set(trouble)) console.log('!', line);
