import { describe, expect, it } from 'vitest';
import {
  EMPTY,
  GOOD_FOR_MS,
  lastSaid,
  MAX_ITEMS,
  nextOf,
  reduce,
  unsaid,
  unseenOf,
} from '@/responder/outbox';
import type { Errand, Input, Item, Outbox } from '@/responder/outbox';

const NOW = 1_000_000;
const go: Errand = { do: 'en-route', assignment: 'a1' };
const there: Errand = { do: 'on-scene', assignment: 'a1' };
const why = { status: 409, code: 'offer_taken', title: '', detail: undefined, winner: '赵强' };

const said = (key: string, errand: Errand): Input => ({
  on: 'said',
  item: { key, account: 'me', incident: 'i1', errand, saidAt: NOW },
});

function after(...inputs: readonly (Input | readonly [Input, number])[]): Outbox {
  return inputs.reduce<Outbox>((box, input) => {
    const [what, at] = 'on' in input ? [input, NOW] : input;
    return reduce(box, what, at);
  }, EMPTY);
}

describe('what was said without a line', () => {
  it('is said in order, one at a time', () => {
    let box = after(said('k1', go), said('k2', there));
    expect(nextOf(box, NOW)?.key).toBe('k1');
    box = reduce(box, { on: 'taken_up', key: 'k1' }, NOW);
    expect(nextOf(box, NOW)).toBeUndefined();
    box = reduce(box, { on: 'done', key: 'k1' }, NOW);
    expect(nextOf(box, NOW)?.key).toBe('k2');
  });

  it('keeps its place and its key while the server cannot be reached, and waits longer each time', () => {
    let box = after(
      said('k1', go),
      said('k2', there),
      { on: 'taken_up', key: 'k1' },
      { on: 'unreachable', key: 'k1' },
    );
    expect(box.items.map(({ key }) => key)).toEqual(['k1', 'k2']);
    expect(nextOf(box, NOW)).toBeUndefined();
    const first = box.retryAt!;
    expect(nextOf(box, first)?.key).toBe('k1');
    box = reduce(reduce(box, { on: 'taken_up', key: 'k1' }, first), { on: 'unreachable', key: 'k1' }, first);
    expect(box.retryAt! - first).toBeGreaterThan(first - NOW);
  });

  it('is said at once when the line is back', () => {
    const box = after(
      said('k1', go),
      { on: 'taken_up', key: 'k1' },
      { on: 'unreachable', key: 'k1' },
      { on: 'line_back' },
    );
    expect(nextOf(box, NOW)?.key).toBe('k1');
  });

  it('stays with its reason when it is refused, and does not hold up what comes after', () => {
    const box = after(
      said('k1', go),
      said('k2', there),
      { on: 'taken_up', key: 'k1' },
      { on: 'refused', key: 'k1', why },
    );
    expect(box.items[0]).toMatchObject({ state: 'refused', refused: { winner: '赵强' } });
    expect(nextOf(box, NOW)?.key).toBe('k2');
    expect(unsaid(box).map(({ key }) => key)).toEqual(['k2']);
    expect(reduce(box, { on: 'put_away', key: 'k1' }, NOW).items).toHaveLength(1);
  });

  it('counts, once heard, until the picture shows it: also after a restart, and never said twice', () => {
    const heard = after(said('k1', go), { on: 'taken_up', key: 'k1' }, { on: 'heard', key: 'k1' });
    expect(unsaid(heard)).toEqual([]);
    expect(nextOf(reduce(heard, said('k2', there), NOW), NOW)?.key).toBe('k2');
    const late = reduce(EMPTY, { on: 'restored', items: heard.items }, NOW + GOOD_FOR_MS + 1);
    const away = reduce(late, { on: 'unread' }, NOW);
    expect(away.items[0]?.state).toBe('heard');
    expect(lastSaid(away, (errand) => errand.do === 'en-route')?.key).toBe('k1');
    expect(unseenOf(away, NOW)).toBeUndefined();
    expect(unseenOf(away, away.reading.retryAt!)?.key).toBe('k1');
    expect(nextOf(away, away.reading.retryAt!)).toBeUndefined();
    expect(reduce(away, { on: 'done', key: 'k1' }, NOW).items).toEqual([]);
  });

  it('goes out though the picture cannot be read: the two wait on their own', () => {
    const box = after(
      said('k1', go),
      { on: 'taken_up', key: 'k1' },
      { on: 'heard', key: 'k1' },
      { on: 'unread' },
      said('k2', there),
    );
    expect(nextOf(box, NOW)?.key).toBe('k2');
    const lineless = reduce(
      reduce(box, { on: 'taken_up', key: 'k2' }, NOW),
      { on: 'unreachable', key: 'k2' },
      NOW,
    );
    expect(nextOf(lineless, NOW)).toBeUndefined();
    const back = reduce(lineless, { on: 'line_back' }, NOW);
    expect([nextOf(back, NOW)?.key, unseenOf(back, NOW)?.key]).toEqual(['k2', 'k1']);
  });

  it('is said again after the phone died in the middle of it, under the same key', () => {
    const before = after(said('k1', go), { on: 'taken_up', key: 'k1' });
    const box = reduce(EMPTY, { on: 'restored', items: before.items }, NOW);
    expect(nextOf(box, NOW)?.key).toBe('k1');
  });

  it('is outdated after half a day: told, not sent', () => {
    const { items } = after(said('k1', go));
    const box = reduce(EMPTY, { on: 'restored', items }, NOW + GOOD_FOR_MS + 1);
    expect(nextOf(box, NOW)).toBeUndefined();
    expect(box.items[0]?.refused?.code).toBe('too_late');
  });

  it('goes before what is said after the restart', () => {
    const { items } = after(said('k1', go));
    const box = reduce(after(said('k0', there)), { on: 'restored', items }, NOW);
    expect(box.items.map(({ order }) => order)).toEqual([...box.items.map(({ order }) => order)].sort());
  });

  it('of the duty switch is only its last position', () => {
    const box = after(
      said('k1', { do: 'duty', onDuty: true }),
      said('k2', go),
      said('k3', { do: 'duty', onDuty: false }),
    );
    expect(box.items.map(({ key }) => key)).toEqual(['k2', 'k3']);
  });

  it('is found by what it is about', () => {
    const box = after(said('k1', go), said('k2', there));
    expect(lastSaid(box, (errand) => 'assignment' in errand)?.key).toBe('k2');
    expect(lastSaid(box, (errand) => errand.do === 'note')).toBeUndefined();
  });

  it('is bounded, and the same key is one thing', () => {
    const many = Array.from({ length: MAX_ITEMS + 5 }, (_, n) => said(`k${n}`, go));
    expect(after(...many).items).toHaveLength(MAX_ITEMS);
    expect(after(said('k1', go), said('k1', there)).items).toHaveLength(1);
    expect(after(said('k1', go), { on: 'forget' })).toEqual(EMPTY);
  });

  it('has every item in the order it was said, whatever happens', () => {
    let seed = 7;
    const dice = (n: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor(seed / 65_536) % n;
    };
    let box: Outbox = EMPTY;
    const done: number[] = [];
    for (let turn = 0; turn < 2_000; turn++) {
      const sending = box.items.find((item: Item) => item.state === 'sending');
      const inputs: Input[] = [said(`k${turn}`, go), { on: 'line_back' }];
      const next = nextOf(box, NOW + turn);
      if (next) inputs.push({ on: 'taken_up', key: next.key });
      if (sending) {
        inputs.push({ on: 'done', key: sending.key }, { on: 'unreachable', key: sending.key });
      }
      const input = inputs[dice(inputs.length)]!;
      if (input.on === 'done') done.push(sending!.order);
      box = reduce(box, input, NOW + turn);
      expect(box.items.filter((item) => item.state === 'sending').length).toBeLessThanOrEqual(1);
    }
    expect(done.length).toBeGreaterThan(50);
    expect(done).toEqual([...done].sort((a, b) => a - b));
  });
});
