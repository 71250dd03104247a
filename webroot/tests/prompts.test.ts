import { describe, expect, it } from 'vitest';
import { gatherLines, headline } from '@/console/dock/detail';
import { promptsLeft } from '@/console/pop/prompts';
import type { Prompt } from '@/console/pop/prompts';
import { decodeTimelineEntry } from '@/wire/people';
import type { TimelineEntry } from '@/wire/people';
import { decode } from '@/wire/reader';
import { at } from './samples';

const entry = (second: number, event: string, detail: object): TimelineEntry =>
  decode({ at: at(second), event, detail, by: null }, 't', decodeTimelineEntry).value;
const step = (second: number, ...prompts: string[]) =>
  entry(second, 'incident.offer_made', { step: 2, offers: [], prompts });
const said = (note: string, prompt: Prompt) => note.startsWith(`did ${prompt}`);

describe('what the plan reminds the desk of', () => {
  it('stands until somebody wrote that it is done, and is not asked twice by a step that repeats', () => {
    const asked = [step(60, 'CALL_120'), step(120, 'CALL_120'), step(120, 'PHONE_RESIDENT')];
    expect(promptsLeft(asked, said)).toEqual(['CALL_120', 'PHONE_RESIDENT']);
    const done = entry(130, 'incident.note_added', { text: 'did CALL_120, they are on their way' });
    expect(promptsLeft([...asked, done], said)).toEqual(['PHONE_RESIDENT']);
  });

  it('says nothing of what it does not know', () => {
    expect(promptsLeft([step(60, 'CALL_THE_KING')], said)).toEqual([]);
  });
});

describe('the timeline', () => {
  const word = (group: string, code: string) => `${group}:${code}`;

  it('says what somebody answered or did, not that they did', () => {
    const accepted = entry(1, 'incident.offer_answered', { state: 'ACCEPTED', role: 'FIRST_HAND' });
    const walking = entry(2, 'incident.assignment_changed', { state: 'EN_ROUTE', role: 'FIRST_HAND' });
    const calling = entry(2, 'incident.assignment_changed', { state: 'ON_SCENE', role: 'DOCTOR' });
    expect(headline(accepted, word, 'answered')).toBe('offer:ACCEPTED');
    expect(headline(walking, word, 'changed')).toBe('assignment:EN_ROUTE');
    expect(headline(calling, word, 'changed')).toBe('assignment:doctorON_SCENE');
    expect(headline(entry(3, 'incident.escalated', {}), word, 'escalated')).toBe('escalated');
  });

  it('tells in one line who was let go when somebody else had said yes', () => {
    const gone = (second: number, responder: string, state = 'WITHDRAWN') =>
      entry(second, 'incident.offer_answered', { state, role: 'FIRST_HAND', responder: { name: responder } });
    const lines = gatherLines([gone(1, 'a'), gone(1, 'b'), gone(1, 'c', 'ACCEPTED'), gone(9, 'd')]);
    expect(lines.map(({ also }) => also.length)).toEqual([1, 0, 0]);
    const took = entry(1, 'incident.assigned', { role: 'FIRST_HAND', responder: { name: 'c' } });
    expect(gatherLines([took, gone(1, 'c', 'ACCEPTED')])).toHaveLength(1);
    expect(gatherLines([took, gone(1, 'd', 'ACCEPTED')])).toHaveLength(2);
  });

  it('tells who was sent by the desk from who said yes, and a new time of arrival from either', () => {
    const yes = { state: 'ACCEPTED', role: 'FIRST_HAND', responder: { name: 'c' } };
    const said = entry(1, 'incident.offer_answered', yes);
    const taken = (by: object | null) =>
      decode(
        {
          at: at(1),
          event: 'incident.assigned',
          detail: { role: 'FIRST_HAND', responder: { name: 'c' } },
          by,
        },
        't',
        decodeTimelineEntry,
      ).value;
    const own = taken({ name: 'c', role: 'VOLUNTEER' });
    const sent = taken({ name: 'desk', role: 'COORDINATOR' });
    expect(headline(own, word, 'taken')).toBe('taken');
    expect(headline(sent, word, 'taken')).toBe('assignment:NAMED');
    expect(gatherLines([said, own]).map(({ entry: one }) => one)).toEqual([said]);
    expect(gatherLines([said, sent]).map(({ entry: one }) => one)).toEqual([sent]);
    const later = entry(9, 'incident.assignment_changed', { ...yes, etaSeconds: 170 });
    expect(headline(later, word, 'changed')).toBe('assignment:ETA');
  });

  it('tells of an estimate that was made anew every minute only the last, for each person', () => {
    const estimate = (second: number, name: string) =>
      entry(second, 'incident.assignment_changed', {
        state: 'EN_ROUTE',
        role: 'FIRST_HAND',
        responder: { name },
        etaSeconds: 120,
      });
    const all = [estimate(1, 'c'), estimate(2, 'c'), estimate(3, 'd'), estimate(4, 'c')];
    expect(gatherLines(all).map(({ entry: one }) => one)).toEqual([all[2], all[3]]);
    const newestFirst = [...all].reverse();
    expect(gatherLines(newestFirst).map(({ entry: one }) => one)).toEqual([all[3], all[2]]);
  });
});
