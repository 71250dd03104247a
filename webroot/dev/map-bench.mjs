/**
 * How smooth the map stays with a whole town on it: 5,000 devices that have said where they are, 500 people who walk and
 * say so every two seconds. Prints figures; it is no test, because they are this machine's. What the page's own thread does is
 * told apart: here the processor also plays the graphics card, and frames/s say more about that than about the page.
 *
 *   npm run build && node dev/map-bench.mjs [--devices 5000] [--walkers 500] [--seconds 15] [--chromium /usr/bin/chromium]
 */
import { spawn } from 'node:child_process';
import { chromium } from 'playwright-core';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const devices = Number(option('devices', '5000'));
const walkers = Number(option('walkers', '500'));
const seconds = Number(option('seconds', '15'));
const FLAGS =
  '--no-sandbox --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader';
const port = 8100 + Math.floor(Math.random() * 800);
const base = `http://127.0.0.1:${port}`;
const mock = spawn(process.execPath, ['dev/mock-server.mjs', '--port', String(port), '--scenario', 'one'], {
  stdio: 'ignore',
});
const browser = await chromium.launch({
  executablePath: option('chromium', '/usr/bin/chromium'),
  args: FLAGS.split(' '),
});

/** Every frame, and everything longer than 50 ms that kept the page from hearing a key. */
const WATCH = () => {
  window.frames50 = [];
  window.blocked = [];
  new PerformanceObserver((list) =>
    list.getEntries().forEach(({ duration }) => window.blocked.push(duration)),
  ).observe({ type: 'longtask' });
  let last = performance.now();
  const tick = (now) => {
    window.frames50.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
};

let devtools;
const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Seconds the page's own thread has worked so far: all tasks, and of them scripts, styles and layout. */
async function worked(devtools) {
  const { metrics } = await devtools.send('Performance.getMetrics');
  const of = (name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return {
    all: of('TaskDuration'),
    script: of('ScriptDuration'),
    layout: of('LayoutDuration') + of('RecalcStyleDuration'),
  };
}

async function measure(page, what) {
  await page.evaluate(() => {
    window.frames50.length = 0;
    window.blocked.length = 0;
  });
  const before = await worked(devtools);
  await page.waitForTimeout(seconds * 1000);
  const after = await worked(devtools);
  const { frames, blocked } = await page.evaluate(() => ({
    frames: window.frames50,
    blocked: window.blocked,
  }));
  const sorted = [...frames].sort((a, b) => a - b);
  const figure = (ms) => `${ms.toFixed(1)} ms`.padStart(10);
  console.log(
    `${what.padEnd(34)} ${String(Math.round(frames.length / seconds)).padStart(3)} frames/s` +
      `  median ${figure(at(sorted, 0.5))}  p95 ${figure(at(sorted, 0.95))}  p99 ${figure(at(sorted, 0.99))}` +
      `  longest ${figure(at(sorted, 1))}  page busy > 50 ms: ${blocked.length} times, ${Math.round(blocked.reduce((a, b) => a + b, 0))} ms`,
  );
  const perFrame = (name) => figure(((after[name] - before[name]) * 1000) / frames.length);
  const perSecond = ((after.all - before.all) * 1000) / seconds;
  console.log(
    `${''.padEnd(34)} page's own thread, a frame: ${perFrame('all')}  (scripts ${perFrame('script')}, styles and layout ${perFrame('layout')}),  ${Math.round(perSecond)} ms of each second`,
  );
}

try {
  for (let tries = 0; tries < 50 && !(await fetch(base).catch(() => undefined)); tries++) {
    await new Promise((done) => setTimeout(done, 100));
  }
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(base);
  await page.getByTestId('sign-in-username').fill('desk');
  await page.getByTestId('sign-in-password').fill('desk');
  await page.getByTestId('sign-in-submit').click();
  await page.locator('[data-testid=connection-state][data-state=live]').waitFor({ timeout: 30_000 });
  await page.locator('[data-testid=map][data-ready=true]').waitFor({ timeout: 60_000 });
  await page.evaluate(WATCH);
  devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  console.log(`${devices} devices, ${walkers} people walking, software WebGL, 1440 × 900`);
  await measure(page, 'nothing but the plan');
  await fetch(`${base}/dev/town?devices=${devices}&walkers=${walkers}`, { method: 'POST' });
  await page.locator('[data-testid=connection-state]:not([data-state=live])').waitFor();
  await page.locator('[data-testid=connection-state][data-state=live]').waitFor({ timeout: 30_000 });
  await page.getByTestId('map-fit').click();
  await page.waitForTimeout(3_000);
  await measure(page, 'people walk, devices hidden');
  await page.getByTestId('map-fleet').click();
  await page.waitForTimeout(3_000);
  await measure(page, 'people walk, all devices shown');
  await page.screenshot({ path: option('shot', 'target/map-bench.png') });
} finally {
  await browser.close();
  mock.kill();
}
