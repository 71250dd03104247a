import { describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { useListing } from '@/admin/kit/listing';
import { bodyOf, changesOf, differs, draftOf, missing, rebased, typedSince } from '@/admin/kit/fields';
import type { Field } from '@/admin/kit/fields';
import { ASKED, WAYS, freshTarget } from '@/admin/plans/plans';
import { instantOf, partOf, spanOf, timeOf, weekOf } from '@/admin/rota/week';
import { boxed, decodeAccount, unboxed } from '@/admin/accounts/accounts';
import { accountFields } from '@/admin/accounts/fields';
import { decodeSheetRead, isGood, sheetOf } from '@/admin/kit/sheets';
import { placeOptions, treeOf } from '@/admin/kit/tree';
import { WHICH, asked, isForReview } from '@/admin/access/looks';
import { decodeOfficeLook } from '@/wire/look';
import { levelBelow, nodeOf, placeFields } from '@/admin/communities/places';
import { PAGES } from '@/admin/pages';
import { decode } from '@/wire/reader';
import { Problem, decodeProblem } from '@/wire/problem';
import { adminZh } from '@/app/i18n/admin.zh';

const FIELDS: readonly Field[] = [
  { name: 'name', word: 'name', kind: 'text', required: true },
  { name: 'floor', word: 'floor', kind: 'number' },
  { name: 'livesAlone', word: 'livesAlone', kind: 'flag' },
  { name: 'clinical.allergies', word: 'allergies', kind: 'lines' },
  { name: 'clinical.notes', word: 'clinicalNotes', kind: 'note' },
];

describe('a form of fields', () => {
  const person = { name: '王秀英', floor: 6, livesAlone: true, clinical: { allergies: ['青霉素', '花生'] } };

  it('shows what is, and says nothing when nothing changed', () => {
    const draft = draftOf(FIELDS, person);
    expect(draft).toEqual({
      name: '王秀英',
      floor: '6',
      livesAlone: true,
      'clinical.allergies': '青霉素\n花生',
      'clinical.notes': '',
    });
    expect(changesOf(FIELDS, draft, { ...draft })).toEqual({});
  });

  it('sends only what changed; what was emptied is null, lines are a list', () => {
    const before = draftOf(FIELDS, person);
    const after = { ...before, floor: '', 'clinical.allergies': ' 青霉素 \n\n', livesAlone: false };
    expect(changesOf(FIELDS, before, after)).toEqual({
      floor: null,
      livesAlone: false,
      clinical: { allergies: ['青霉素'] },
    });
  });

  it('leaves out of a new record what was left empty', () => {
    const draft = { ...draftOf(FIELDS, {}), name: ' 李明 ', floor: '0', 'clinical.notes': '慢性病' };
    expect(bodyOf(FIELDS, draft)).toEqual({
      name: '李明',
      floor: 0,
      livesAlone: false,
      clinical: { notes: '慢性病' },
    });
  });

  it('differs by what a person typed, not by what a form has not shown yet', () => {
    expect(differs({ name: '王' }, { name: '王', notes: '', livesAlone: false })).toBe(false);
    expect(differs({ name: '王', livesAlone: true }, { name: '王' })).toBe(true);
    expect(differs({ name: '王' }, { name: '' })).toBe(true);
  });

  it('knows what was typed after it was sent, what was emptied too', () => {
    const sent = { name: '李明', floor: '3', livesAlone: false };
    expect(typedSince(sent, { ...sent })).toEqual({});
    expect(typedSince(sent, { ...sent, name: '李明明', floor: '' })).toEqual({ name: '李明明', floor: '' });
  });

  it('names what must be filled in', () => {
    expect(missing(FIELDS, draftOf(FIELDS, { name: '  ' })).map(({ name }) => name)).toEqual(['name']);
  });
});

describe('two fields that mean something only together', () => {
  const fields: readonly Field[] = [
    { name: 'home.lat', word: 'lat', kind: 'number', with: 'home.lon' },
    { name: 'home.lon', word: 'lon', kind: 'number', with: 'home.lat' },
  ];

  it('are both sent when one of them changed, and neither when none did', () => {
    const before = draftOf(fields, { home: { lat: 31.23, lon: 121.47 } });
    expect(changesOf(fields, before, { ...before, 'home.lat': '31.24' })).toEqual({
      home: { lat: 31.24, lon: 121.47 },
    });
    expect(changesOf(fields, before, { ...before })).toEqual({});
  });
});

describe('a list read page by page', () => {
  it('adds the next page, and drops the answer to an older question', async () => {
    const asked: { cursor: string | undefined; answer: (items: string[], next?: string) => void }[] = [];
    const listing = useListing<string>(
      (cursor) =>
        new Promise((resolve) => {
          asked.push({ cursor, answer: (items, next) => resolve({ items, next }) });
        }),
    );
    const first = listing.reload();
    const second = listing.reload();
    asked[1]!.answer(['b'], 'more');
    asked[0]!.answer(['a']);
    await Promise.all([first, second]);
    expect(listing.items.value).toEqual(['b']);
    expect(listing.hasMore.value).toBe(true);
    const third = listing.more();
    expect(asked[2]!.cursor).toBe('more');
    asked[2]!.answer(['c']);
    await third;
    expect(listing.items.value).toEqual(['b', 'c']);
    expect(listing.hasMore.value).toBe(false);
  });

  it('says that it could not be read, and may be asked again', async () => {
    let broken = true;
    const listing = useListing<string>(() =>
      broken
        ? Promise.reject(new Problem(503, 'unavailable', 'unavailable', undefined, undefined))
        : Promise.resolve({ items: ['a'], next: undefined }),
    );
    await listing.reload();
    expect(listing.state.value).toBe('failed');
    broken = false;
    await listing.reload();
    await nextTick();
    expect([listing.state.value, listing.items.value]).toEqual(['ready', ['a']]);
  });
});

describe('a plan', () => {
  it('knows a word and a first draft for everybody a step can turn to', () => {
    for (const way of WAYS) {
      expect(Object.keys(adminZh.plan.way)).toContain(way);
      const target = freshTarget(way);
      expect(target.to).toBe(way);
      expect(target.role !== undefined).toBe(ASKED[way] !== undefined);
    }
  });
});

describe('an account', () => {
  const choices = { roles: [], places: [], languages: [] };
  const { value: account } = decode(
    {
      id: 'a',
      username: 'li.yong',
      name: '李勇',
      role: 'VOLUNTEER',
      community: 'c',
      resident: null,
      enabled: true,
      mustChangePassword: false,
      language: 'zh',
      skills: ['AED', '会修水管'],
      maxPendingOffers: 3,
      onDuty: true,
      home: null,
      createdAt: '2026-11-22T00:00:00Z',
      version: 4,
    },
    'user',
    decodeAccount,
  );

  it('sends its skills as one list, and keeps those no box stands for', () => {
    const fields = accountFields('VOLUNTEER', choices, account);
    const before = draftOf(fields, boxed(account));
    expect(before['skill.AED']).toBe(true);
    const sent = (after: typeof before) => unboxed(changesOf(fields, before, after), after, account.skills);
    expect(sent({ ...before, 'skill.KEY': true })).toEqual({ skills: ['AED', 'KEY', '会修水管'] });
    expect(sent({ ...before, 'skill.AED': false })).toEqual({ skills: ['会修水管'] });
    expect(sent({ ...before, name: '李永' })).toEqual({ name: '李永' });
  });

  it('asks those alone about skills who are asked to act', () => {
    const asked = (role: string) => accountFields(role, choices).map(({ name }) => name);
    expect(asked('STAFF')).toContain('skill.AED');
    expect(asked('COORDINATOR')).toEqual(['username', 'name', 'role', 'community', 'language']);
    expect(asked('INTEGRATOR')).toContain('registersDevices');
  });

  it('cannot be emptied of what the contract does not let it lose', () => {
    const fields = accountFields('VOLUNTEER', choices, account);
    const draft = { ...draftOf(fields, boxed(account)), maxPendingOffers: '' };
    expect(missing(fields, draft).map(({ name }) => name)).toEqual(['maxPendingOffers']);
  });
});

describe('the tree', () => {
  const node = (id: string, parent?: string) => ({ id, name: id, level: 'COMMUNITY', parent }) as const;

  it('stands in order, each below what it belongs to, whatever came first', () => {
    const nodes = [
      node('b1', 'b'),
      node('a', 'street'),
      node('b', 'street'),
      node('street'),
      node('a1', 'a'),
    ];
    expect(treeOf(nodes).map(({ id, depth }) => `${depth}${id}`)).toEqual([
      '0street',
      '1a',
      '2a1',
      '1b',
      '2b1',
    ]);
    expect(placeOptions(nodes)[2]).toEqual({ value: 'a1', label: '　　a1' });
  });

  it('begins where one may look, though that belongs to something', () => {
    expect(treeOf([node('a', 'unseen'), node('a1', 'a')]).map(({ depth }) => depth)).toEqual([0, 1]);
  });
});

describe('a look at health data', () => {
  const raw = {
    id: '17',
    at: '2026-11-22T03:00:00Z',
    by: { id: 'wang', name: '王芳' },
    role: 'COORDINATOR',
    action: 'BREAK_GLASS',
    resident: { id: 'r', name: null },
    incident: null,
    community: null,
    fields: ['clinical'],
    purpose: 'break-glass',
    reason: '她的女儿也按了铃',
    from: '10.0.0.7',
    breakGlass: true,
    review: null,
  };
  const look = (more: object) => decode({ ...raw, ...more }, 'look', decodeOfficeLook).value;

  it('is asked about once, by somebody else, when it went past the own scope', () => {
    expect(isForReview(look({}), 'zhang')).toBe(true);
    expect(isForReview(look({}), 'wang')).toBe(false);
    expect(isForReview(look({ breakGlass: false }), 'zhang')).toBe(false);
    const review = { by: { id: 'zhang', name: '张伟' }, at: '2026-11-22T04:00:00Z', note: '' };
    expect(isForReview(look({ review }), 'zhang')).toBe(false);
    expect(look({}).resident).toEqual({ id: 'r', name: undefined });
  });

  it('waits for a review only when it went past the own scope', () => {
    expect(asked({})).toEqual({});
    expect(WHICH.map((which) => asked({ which }))).toEqual([
      { breakGlass: true, reviewed: false },
      { breakGlass: true },
      { breakGlass: true, reviewed: true },
    ]);
  });
});

describe('the days of the record of looks', () => {
  it('are days at the desk, the last one included', () => {
    expect(asked({ from: '2026-11-20', to: '2026-11-20' })).toEqual({
      from: '2026-11-19T16:00:00.000Z',
      to: '2026-11-20T16:00:00.000Z',
    });
  });
});

describe('an edit of what somebody else wrote meanwhile', () => {
  const before = { phone: '1', room: '101', livesAlone: false };

  it('keeps what was typed here, takes the rest, and names what both touched', () => {
    const mine = { ...before, phone: '2', livesAlone: true };
    const theirs = { phone: '3', room: '102', livesAlone: true };
    expect(rebased(before, mine, theirs)).toEqual({
      draft: { phone: '2', room: '102', livesAlone: true },
      bothTouched: ['phone'],
    });
  });

  it('says nothing where nobody else wrote', () => {
    expect(rebased(before, { ...before, phone: '2' }, before).bothTouched).toEqual([]);
  });
});

describe('a sheet to be saved', () => {
  it('quotes what would end a cell', () => {
    const lines = [
      ['a', 'b,c'],
      [1, 'say "x"'],
    ];
    expect(sheetOf(lines)).toBe('\uFEFFa,"b,c"\r\n1,"say ""x"""\r\n');
  });
});

describe('a place', () => {
  it('of a street is a community, of a community a building, and of a building nothing', () => {
    expect((['STREET', 'COMMUNITY', 'BUILDING'] as const).map(levelBelow)).toEqual([
      'COMMUNITY',
      'BUILDING',
      undefined,
    ]);
  });

  it('stands in the tree as it was written, without half a position', () => {
    const place = {
      id: 'b',
      level: 'BUILDING',
      parent: 'c',
      name: '3号楼',
      lat: 31.23,
      lends: true,
      version: 1,
    } as const;
    expect(nodeOf(place).point).toBeUndefined();
    expect(nodeOf({ ...place, lon: 121.47 })).toEqual({
      id: 'b',
      name: '3号楼',
      level: 'BUILDING',
      parent: 'c',
      point: { lat: 31.23, lon: 121.47 },
    });
  });

  it('lends volunteers only when it is a community, and loses its position whole', () => {
    const names = (level: 'COMMUNITY' | 'BUILDING') => placeFields(level).map(({ name }) => name);
    expect(names('COMMUNITY')).toContain('lends');
    expect(names('BUILDING')).not.toContain('lends');
    const fields = placeFields('BUILDING');
    const before = draftOf(fields, { name: '3号楼', lat: 31.23, lon: 121.47 });
    expect(changesOf(fields, before, { ...before, lat: '', lon: '' })).toEqual({ lat: null, lon: null });
  });
});

describe('a sheet that was tried', () => {
  const read = (good: number, ...troubles: object[]) =>
    decode({ dryRun: true, good, troubles }, 'sheet', decodeSheetRead).value;

  it('may be written when every line is good, and there is one', () => {
    expect(isGood(undefined)).toBe(false);
    expect(isGood(read(0))).toBe(false);
    expect(isGood(read(2))).toBe(true);
    expect(isGood(read(2, { line: 3, column: 'phone', why: '不是电话' }))).toBe(false);
  });

  it('names every bad line, also one without a column', () => {
    expect(
      read(0, { line: 2, column: null, why: '太短' }, { line: 4, column: 'name', why: '没有姓名' }).troubles,
    ).toEqual([
      { line: 2, column: undefined, why: '太短' },
      { line: 4, column: 'name', why: '没有姓名' },
    ]);
  });
});

describe('the pages', () => {
  it('each have a name and a sentence that says what they are for', () => {
    expect(PAGES.map(({ name }) => name).sort()).toEqual(Object.keys(adminZh.page).sort());
    expect(Object.keys(adminZh.about).sort()).toEqual(Object.keys(adminZh.page).sort());
  });
});

describe('a refusal', () => {
  it('tells where the request was at fault, in a body or in a plan', () => {
    const problem = decodeProblem(422, {
      code: 'plan_invalid',
      title: 'no plan',
      errors: [{ pointer: '#/clinical/notes', detail: 'too long' }],
      faults: [{ at: 'steps[1].targets', code: 'top_forgets', detail: 'forgets' }],
    });
    expect(problem.faults).toEqual([
      { at: '#/clinical/notes', code: undefined, detail: 'too long' },
      { at: 'steps[1].targets', code: 'top_forgets', detail: 'forgets' },
    ]);
  });
});

describe('a week of shifts', () => {
  it('begins on Monday at the desk, also when Greenwich still has Sunday', () => {
    const sundayInGreenwich = Date.parse('2026-11-22T17:00:00Z');
    expect(weekOf(sundayInGreenwich)[0]).toBe('2026-11-23');
    expect(weekOf(Date.parse('2026-11-22T15:59:00Z'))).toEqual(
      ['16', '17', '18', '19', '20', '21', '22'].map((day) => `2026-11-${day}`),
    );
  });

  it('knows a shift that ends the next morning, and which part of each day it covers', () => {
    const night = spanOf('2026-11-20', '18:00', '06:00');
    expect(night).toEqual({
      startsAt: instantOf('2026-11-20', '18:00'),
      endsAt: instantOf('2026-11-21', '06:00'),
    });
    expect([timeOf(night.startsAt), timeOf(night.endsAt)]).toEqual(['18:00', '06:00']);
    expect(partOf('2026-11-20', night)).toEqual({ from: 0.75, to: 1 });
    expect(partOf('2026-11-21', night)).toEqual({ from: 0, to: 0.25 });
    expect(partOf('2026-11-22', night)).toBeUndefined();
  });
});
