import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLanes, type Lanes } from '../../src/app/lanes.ts';

interface Item {
  readonly lane: number;
  readonly order: number;
}

/** Lanes whose groups are finished by hand, one after the other. */
function createManualLanes(more: { readonly groups?: number; readonly groupSize?: number } = {}) {
  const open: { readonly items: readonly Item[]; readonly finish: (outcomes?: readonly (string | Error)[]) => void; readonly fail: (error: unknown) => void }[] = [];
  const lanes: Lanes<Item, string> = createLanes({
    laneOf: ({ lane }) => lane,
    compare: (a, b) => a.order - b.order,
    handle: (items) =>
      new Promise((resolve, reject) => {
        open.push({ items, finish: (outcomes = items.map(nameOf)) => resolve(outcomes), fail: reject });
      }),
    groups: more.groups ?? 1,
    groupSize: more.groupSize ?? 64,
  });
  /** The next group that is under way. */
  const group = async () => {
    await expect.poll(() => open.length, { interval: 1 }).toBeGreaterThan(0);
    const [first] = open.splice(0, 1);
    if (!first) throw new Error('Expected a group to be under way');
    return first;
  };
  return { lanes, group, open };
}

function nameOf({ lane, order }: Item): string {
  return `${lane}.${order}`;
}

const item = (lane: number, order: number): Item => ({ lane, order });

describe('lanes', () => {
  it('put an item first that comes a round of the event loop later and was written earlier', async () => {
    const { lanes, group } = createManualLanes();
    void lanes.add({ lane: 1, order: 2 });
    await new Promise((resolve) => setImmediate(resolve));
    void lanes.add({ lane: 1, order: 1 });
    expect((await group()).items).toEqual([{ lane: 1, order: 1 }]);
  });

  it('hand what comes together over together, one of each lane and in order', async () => {
    const { lanes, group } = createManualLanes();
    const outcomes = Promise.all([item(1, 2), item(2, 1), item(1, 1), item(3, 9)].map((one) => lanes.add(one)));
    const first = await group();
    expect(first.items.map(nameOf)).toEqual(['1.1', '2.1', '3.9']);
    first.finish();
    (await group()).finish();
    expect(await outcomes).toEqual(['1.2', '2.1', '1.1', '3.9']);
  });

  it('gather what comes while a group is under way', async () => {
    const { lanes, group, open } = createManualLanes();
    const early = lanes.add(item(1, 1));
    const first = await group();
    const late = [item(1, 3), item(2, 1), item(1, 2)].map((one) => lanes.add(one));
    await new Promise((resolve) => setImmediate(resolve));
    expect(open).toHaveLength(0);
    first.finish();
    const second = await group();
    expect(second.items.map(nameOf)).toEqual(['1.2', '2.1']);
    second.finish();
    (await group()).finish();
    expect(await Promise.all([early, ...late])).toEqual(['1.1', '1.3', '2.1', '1.2']);
  });

  it('keep the order of arrival among equals', async () => {
    const { lanes, group } = createManualLanes();
    const names: string[] = [];
    const done = ['a', 'b', 'c'].map((name) => lanes.add(item(1, 0)).then(() => names.push(name)));
    for (let turn = 0; turn < 3; turn += 1) (await group()).finish();
    await Promise.all(done);
    expect(names).toEqual(['a', 'b', 'c']);
  });

  it('let one item fail without hurting the others of its group or lane', async () => {
    const { lanes, group } = createManualLanes();
    const outcomes = Promise.allSettled([item(1, 1), item(2, 1), item(1, 2)].map((one) => lanes.add(one)));
    (await group()).finish([new Error('bad'), '2.1']);
    (await group()).finish();
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  });

  it('reject a whole group that fails and go on with the next', async () => {
    const { lanes, group } = createManualLanes();
    const outcomes = Promise.allSettled([item(1, 1), item(2, 1), item(1, 2)].map((one) => lanes.add(one)));
    (await group()).fail('not even an error');
    (await group()).finish();
    expect(await outcomes).toMatchObject([{ reason: { message: 'not even an error' } }, { status: 'rejected' }, { value: '1.2' }]);
  });

  it('never handle two items of one lane at once, however many groups may run', async () => {
    const { lanes, group, open } = createManualLanes({ groups: 3 });
    const outcomes = Promise.all([item(1, 1), item(1, 2)].map((one) => lanes.add(one)));
    const first = await group();
    const other = lanes.add(item(2, 1));
    const second = await group();
    expect(second.items.map(nameOf)).toEqual(['2.1']);
    second.finish();
    await other;
    expect(open).toHaveLength(0);
    first.finish();
    (await group()).finish();
    await outcomes;
  });

  it('starve nobody, although the lanes in front are never empty', async () => {
    const { lanes, group } = createManualLanes({ groupSize: 2 });
    const handled: string[] = [];
    const note = (one: Item): void => void lanes.add(one).then((name) => handled.push(name));
    for (const lane of [1, 2, 3]) note(item(lane, 0));
    for (let turn = 1; turn <= 4; turn += 1) {
      note(item(1, turn));
      note(item(2, turn));
      (await group()).finish();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(handled.slice(0, 4)).toContain('3.0');
  });

  it('say when they are idle, also when nothing was ever added', async () => {
    const { lanes, group } = createManualLanes();
    await lanes.idle();
    const added = lanes.add(item(1, 1));
    let idle = false;
    const waited = lanes.idle().then(() => (idle = true));
    const first = await group();
    expect(idle).toBe(false);
    first.finish();
    await Promise.all([added, waited]);
    expect(idle).toBe(true);
  });

  it('handle every item once and each lane in its order, whatever comes when', async () => {
    const batches = fc.array(fc.array(fc.record({ lane: fc.nat(5), fails: fc.boolean() }), { maxLength: 8 }), { maxLength: 12 });
    await fc.assert(fc.asyncProperty(batches, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 }), async (all, groups, groupSize) => {
      const handled: number[][] = Array.from({ length: 6 }, () => []);
      const running = new Set<number>();
      let added = 0;
      const lanes = createLanes<{ lane: number; fails: boolean; number: number }, number>({
        laneOf: ({ lane }) => lane,
        compare: (a, b) => a.number - b.number,
        handle: async (items) => {
          for (const { lane, number } of items) {
            if (running.has(lane)) throw new Error('two at once');
            running.add(lane);
            handled[lane]?.push(number);
          }
          await new Promise((resolve) => setImmediate(resolve));
          items.forEach(({ lane }) => running.delete(lane));
          return items.map(({ fails, number }) => (fails ? new Error('bad') : number));
        },
        groups,
        groupSize,
      });
      const outcomes: Promise<unknown>[] = [];
      for (const batch of all) {
        for (const { lane, fails } of batch) {
          added += 1;
          outcomes.push(lanes.add({ lane, fails, number: added }).then((number) => ({ number }), (error: unknown) => error));
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
      await lanes.idle();
      await Promise.all(outcomes);
      expect(handled.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: added }, (_, index) => index + 1));
      for (const lane of handled) expect(lane).toEqual(lane.toSorted((a, b) => a - b));
    }), { numRuns: 60 });
  });
});
