import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPressure } from '../../src/http/pressure.ts';

describe('the pressure on a web process', () => {
  let time = 0;
  const many = Array.from({ length: 100 });

  beforeEach(() => {
    time = 0;
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  const open = (): ReturnType<typeof createPressure> => createPressure({ now: () => time });

  it('is too much for the rest of a round that holds many requests and takes too long', () => {
    const pressure = open();
    many.forEach(() => pressure.isTooMuch());
    expect(pressure.isTooMuch()).toBe(false);
    time = 301;
    expect(pressure.isTooMuch()).toBe(true);
    vi.advanceTimersByTime(20);
    expect(pressure.isTooMuch()).toBe(false);
    pressure.stop();
  });

  it('is not felt by a few, however long the machine was asleep', () => {
    const pressure = open();
    time = 60_000;
    expect(many.map(() => pressure.isTooMuch())).not.toContain(true);
    pressure.stop();
  });
});
