package care.anling.core.escalation;

import care.anling.core.dispatch.Pool;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.dispatch.Search;
import care.anling.core.triage.Need;
import java.time.Duration;
import java.util.Optional;

/** Whom a step turns to: people who are asked to come, and people who are only told. */
public sealed interface Target {

    /**
     * One role and slot to fill. Several asks of one step may fill the same one out of different pools.
     *
     * @param people how many are asked at once; the first accept wins
     * @param offerTimeout how long an offer stays open
     * @param needed the ladder climbs on until somebody stands here; otherwise they are welcome, and nobody waits for them
     * @param onlyFor asked only when the incident has this need too
     */
    record Ask(
            Role role, int slot, int people, Pool pool, Duration offerTimeout, boolean needed, Optional<Need> onlyFor)
            implements Target {

        public RoleSlot roleSlot() {
            return new RoleSlot(role, slot);
        }

        public Search search() {
            return new Search(role, people, pool);
        }

        /** Nobody waits for them. */
        public Ask welcome() {
            return new Ask(role, slot, people, pool, offerTimeout, false, onlyFor);
        }

        /** Only when the incident has this need too; the ladder never waits for such a one. */
        public Ask onlyFor(Need need) {
            return new Ask(role, slot, people, pool, offerTimeout, false, Optional.of(need));
        }
    }

    /** Every family member of the resident who has an account learns of it. */
    record TellFamily() implements Target {}

    /** The desk of the street above learns of it. */
    record TellStreet() implements Target {}

    /** @param channel as the configuration names the gateway */
    record TellOutside(String channel) implements Target {}

    /** The desk is reminded of something only a human may do. */
    record PromptDesk(Prompt prompt) implements Target {}
}
