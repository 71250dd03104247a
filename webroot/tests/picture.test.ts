import { describe, expect, it } from 'vitest';
import { EMPTY_PICTURE, reduce, reduceAll } from '@/feed/picture';
import type { Picture, PictureEffect } from '@/feed/picture';
import type { Incident } from '@/wire/incident';
import { frame, incident, wireIncident, at } from './samples';

function event(raw: Record<string, unknown>, name = 'incident.opened'): PictureEffect {
  const decoded = frame({
    type: 'event',
    community: 'c1',
    seq: 2,
    prev: 1,
    at: at(0),
    event: name,
    incident: raw,
  });
  if (decoded.type !== 'event') throw new Error('not an event');
  return { do: 'event', frame: decoded };
}

const snapshot = (incidents: Incident[], over: object = {}): PictureEffect => ({
  do: 'replace',
  community: 'c1',
  incidents,
  devices: [],
  responders: [],
  ...over,
});

const effectOf = (raw: object): PictureEffect => {
  const decoded = frame(raw);
  if (decoded.type === 'state') return { do: 'state', frame: decoded };
  if (decoded.type === 'position') return { do: 'position', frame: decoded };
  if (decoded.type === 'presence') return { do: 'presence', frame: decoded };
  throw new Error('neither');
};

function paint(...effects: PictureEffect[]): { picture: Picture; news: string[] } {
  let picture = EMPTY_PICTURE;
  const news: string[] = [];
  for (const effect of effects) {
    const reduced = reduce(picture, effect);
    picture = reduced.picture;
    news.push(...reduced.news.map(({ what }) => what));
  }
  return { picture, news };
}

describe('an incident that is lent', () => {
  const one = wireIncident();
  const lent = (name: string): PictureEffect => {
    const decoded = event(one, name);
    if (decoded.do !== 'event') throw new Error('not an event');
    return { do: 'event', frame: { ...decoded.frame, community: 'c2' } };
  };

  it('stands on the other desk until it is taken back', () => {
    expect([...paint(lent('incident.lent')).picture.incidents.values()][0]?.lentTo).toBe('c2');
    const { picture, news } = paint(lent('incident.lent'), lent('incident.taken_back'));
    expect(picture.incidents.size).toBe(0);
    expect(news).toEqual(['opened', 'vanished']);
  });

  it('stays where it belongs when it is taken back', () => {
    const street = paint(event(one), lent('incident.lent'), event(one, 'incident.taken_back'));
    expect(reduce(street.picture, lent('incident.taken_back')).picture.incidents.size).toBe(1);
  });

  it('vanishes with the next picture of the desk it was lent to', () => {
    const before = paint(lent('incident.lent')).picture;
    expect(reduce(before, snapshot([])).picture.incidents.size).toBe(1);
    expect(reduce(before, snapshot([], { community: 'c2' })).picture.incidents.size).toBe(0);
  });

  it('stays lent when an act is answered with the whole of it, and goes when it is taken back', () => {
    const noted = paint(lent('incident.lent'), { do: 'learn', incident: incident(one) });
    expect([...noted.picture.incidents.values()].map(({ lentTo }) => lentTo)).toEqual(['c2']);
    expect(reduce(noted.picture, lent('incident.taken_back')).picture.incidents.size).toBe(0);
  });

  /** After an outage each stream tells all it has, one after the other. */
  describe('at a desk of both communities', () => {
    const home = [event(one, 'incident.noted'), event(one, 'incident.taken_back')];
    const away = [lent('incident.noted'), lent('incident.taken_back')];
    const known = [event(one), lent('incident.lent')];

    it.each([
      ['its own stream first', [...known, ...home, ...away]],
      ['the other stream first', [...known, ...away, ...home]],
      ['only the other one', [...known, ...away]],
    ])('stays where it belongs: %s', (_, effects) => {
      const { picture, news } = paint(...effects);
      expect([...picture.incidents.values()].map(({ lentTo }) => lentTo)).toEqual([undefined]);
      expect(news.filter((what) => what !== 'changed')).toEqual(['opened']);
    });

    it('comes home by its own stream, also when the other one was faster and newer', () => {
      const newer = event({ ...one, version: 9 });
      if (newer.do !== 'event') throw new Error('not an event');
      const { picture } = paint({ do: 'event', frame: { ...newer.frame, community: 'c2' } }, event(one));
      expect([...picture.incidents.values()].map(({ version, lentTo }) => [version, lentTo])).toEqual([
        [9, undefined],
      ]);
    });

    it('stays where it belongs in the pictures of both, in either order', () => {
      const [c1, c2] = [snapshot([incident(one)]), snapshot([incident(one)], { community: 'c2' })];
      for (const order of [
        [c1, c2],
        [c2, c1],
      ]) {
        const { picture, news } = paint(...order);
        expect([...picture.incidents.values()].map(({ lentTo }) => lentTo)).toEqual([undefined]);
        expect(news).toEqual(['opened']);
        expect(reduce(picture, lent('incident.taken_back')).picture.incidents.size).toBe(1);
      }
    });
  });

  it('goes back to no older word on the stream it is lent to', () => {
    const newer = { do: 'learn', incident: incident({ ...one, version: 9 }) } as const;
    const { picture } = paint(lent('incident.lent'), newer, lent('incident.noted'));
    expect([...picture.incidents.values()].map(({ version, lentTo }) => [version, lentTo])).toEqual([
      [9, 'c2'],
    ]);
  });
});

describe('a ringing telephone', () => {
  const ring = (community: string, seconds: number, ...residents: object[]) => {
    const decoded = frame({
      type: 'event',
      community,
      seq: 2,
      prev: 1,
      at: at(seconds),
      event: 'call.ringing',
      call: { id: 'call', exchange: 'hotline', residents },
    });
    if (decoded.type !== 'event') throw new Error('not an event');
    return { do: 'event', frame: decoded } as const;
  };
  const li = { id: 'r1', name: '李秀英', community: 'c1', place: { label: '3号楼 502' }, contact: null };
  const zhao = {
    id: 'r2',
    name: '赵西',
    community: 'c2',
    place: { building: 'b', label: '' },
    incident: null,
  };

  it('is one call with everybody who may be calling, on however many streams it rings', () => {
    const { picture, news } = paint(ring('c1', 0, li), ring('c2', 1, zhao), ring('c1', 2, li));
    expect(news).toEqual([]);
    const call = picture.calls.get('call')!;
    expect(call.at).toBe(Date.parse(at(0)));
    expect(call.residents.map(({ name }) => name).sort()).toEqual(['李秀英', '赵西'].sort());
    expect(call.residents.find(({ id }) => id === 'r1')).toMatchObject({ door: '3号楼 502' });
  });

  it('is known by nobody, and stays when the streams are read anew', () => {
    const { picture } = paint(ring('c1', 0), snapshot([incident()]));
    expect(picture.calls.get('call')?.residents).toEqual([]);
  });
});

describe('what arrives together', () => {
  const device = (id: string, version: number, battery: number) =>
    effectOf({ type: 'state', kind: 'device', id, version, battery, community: 'c1' });

  it('paints the same picture at once as one by one, and leaves the one that is shown alone', () => {
    const effects = [device('a', 1, 50), device('b', 1, 60), device('a', 2, 49), event(wireIncident())];
    const shown = reduceAll(EMPTY_PICTURE, [device('a', 1, 80)]).picture;
    const before = new Map(shown.devices);
    const together = reduceAll(shown, effects);
    const single = effects.reduce((picture, effect) => reduce(picture, effect).picture, shown);
    expect(together.picture).toEqual(single);
    expect(shown.devices).toEqual(before);
    expect(together.picture.devices).not.toBe(shown.devices);
    expect(together.news.map(({ what }) => what)).toEqual(['opened']);
  });
});

describe('the picture', () => {
  it('tells a new incident from a louder, a changed and an ended one', () => {
    const raw = wireIncident();
    const { news } = paint(
      event(raw),
      event({ ...raw, signals: 2, version: 2 }, 'incident.signal_added'),
      event({ ...raw, signals: 2, version: 3 }, 'incident.offer_made'),
      event({ ...raw, state: 'STOOD_DOWN', version: 4 }, 'incident.stood_down'),
    );
    expect(news).toEqual(['opened', 'rang_again', 'changed', 'stood_down']);
  });

  it('replaces one community by a snapshot and leaves the others alone', () => {
    const [here, elsewhere, fresh] = [incident(), incident({ community: 'c2' }), incident()];
    const { picture, news } = paint(
      snapshot([here]),
      snapshot([elsewhere], { community: 'c2' }),
      snapshot([fresh]),
    );
    expect([...picture.incidents.keys()]).toEqual([elsewhere.id, fresh.id]);
    expect(news).toEqual(['opened', 'opened', 'vanished', 'opened']);
  });

  it('keeps recently closed ones through a snapshot, but not for ever', () => {
    const closed = Array.from({ length: 40 }, (_, n) =>
      incident({ state: 'STOOD_DOWN', stoodDownAt: at(n) }),
    ).map((one): PictureEffect => ({ do: 'learn', incident: one }));
    const { picture } = paint(...closed, snapshot([]));
    expect(picture.incidents.size).toBe(30);
    expect([...picture.incidents.values()].some((one) => one.stoodDownAt === Date.parse(at(9)))).toBe(false);
  });

  it('does not ring again for a snapshot that says what is known', () => {
    const known = incident();
    expect(paint(snapshot([known]), snapshot([known])).news).toEqual(['opened']);
  });

  it('learns an answer unless the feed was faster', () => {
    const raw = wireIncident({ version: 5 });
    const older = incident({ ...raw, version: 4, signals: 9 });
    const newer = incident({ ...raw, version: 6, signals: 9 });
    expect(paint(event(raw), { do: 'learn', incident: older }).picture.incidents.get(older.id)?.signals).toBe(
      1,
    );
    expect(paint(event(raw), { do: 'learn', incident: newer }).picture.incidents.get(newer.id)?.signals).toBe(
      9,
    );
  });

  it('goes back to no older word of the feed than what was read', () => {
    const raw = wireIncident({ version: 5 });
    const { picture } = paint(
      { do: 'learn', incident: incident({ ...raw, version: 6, signals: 3 }) },
      event({ ...raw, signals: 2 }, 'incident.signal_added'),
    );
    expect([...picture.incidents.values()].map(({ version, signals }) => [version, signals])).toEqual([
      [6, 3],
    ]);
  });

  it('takes the latest version of a state and keeps what it leaves out', () => {
    const { picture } = paint(
      effectOf({
        type: 'state',
        kind: 'device',
        deviceKind: 'WATCH',
        version: 5,
        id: 'd1',
        community: 'c1',
        battery: 70,
        state: 'ONLINE',
      }),
      effectOf({
        type: 'state',
        kind: 'device',
        deviceKind: 'WATCH',
        version: 6,
        id: 'd1',
        community: 'c1',
        battery: 69,
      }),
      effectOf({
        type: 'state',
        kind: 'device',
        deviceKind: 'WATCH',
        version: 4,
        id: 'd1',
        community: 'c1',
        battery: 12,
      }),
    );
    expect(picture.devices.get('d1')).toMatchObject({ battery: 69, state: 'ONLINE', version: 6 });
  });

  it('moves only forward in time, and only whom it knows', () => {
    const position = (second: number, lat: number) =>
      effectOf({
        type: 'volatile',
        kind: 'position',
        of: 'responder',
        id: 'p1',
        lat,
        lon: 113,
        at: at(second),
      });
    const known = effectOf({
      type: 'state',
      kind: 'responder',
      version: 1,
      id: 'p1',
      name: '赵强',
      role: 'VOLUNTEER',
      onDuty: true,
    });
    expect(paint(position(1, 34)).picture.responders.size).toBe(0);
    expect(paint(known, position(5, 34.5), position(3, 34.1)).picture.responders.get('p1')?.point?.lat).toBe(
      34.5,
    );
  });

  it('knows who else keeps watch, and since when', () => {
    const presence = (second: number) =>
      effectOf({
        type: 'volatile',
        kind: 'presence',
        community: 'c1',
        person: { id: 'p1', name: '周敏' },
        at: at(second),
      });
    const { watchers } = paint(presence(1), presence(9)).picture;
    expect([...watchers.values()]).toEqual([{ id: 'p1', name: '周敏', at: Date.parse(at(9)) }]);
  });

  it('forgets everything when told', () => {
    expect(paint(snapshot([incident()]), { do: 'forget' }).picture).toBe(EMPTY_PICTURE);
  });
});
