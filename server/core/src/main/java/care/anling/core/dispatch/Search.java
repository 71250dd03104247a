package care.anling.core.dispatch;

/**
 * What is looked for: so many people for one role, out of one pool.
 *
 * @param people how many are asked at once; the first accept wins
 */
public record Search(Role role, int people, Pool pool) {}
