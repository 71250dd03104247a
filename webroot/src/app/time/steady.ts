/**
 * A clock that never stands still and never goes back: `performance.now()` may sleep with the machine, `Date.now()`
 * may be set back. Taking the larger advance of the two means that a silence is never overlooked; at worst a jump
 * of the wall clock makes a live screen prove itself once more.
 */
export function steadyClock(
  wall: () => number = Date.now,
  monotonic: () => number = () => performance.now(),
): () => number {
  let lastWall = wall();
  let lastMonotonic = monotonic();
  let elapsed = lastWall;
  return () => {
    const [nowWall, nowMonotonic] = [wall(), monotonic()];
    elapsed += Math.max(0, nowWall - lastWall, nowMonotonic - lastMonotonic);
    lastWall = nowWall;
    lastMonotonic = nowMonotonic;
    return elapsed;
  };
}

export const steadyNow = steadyClock();
