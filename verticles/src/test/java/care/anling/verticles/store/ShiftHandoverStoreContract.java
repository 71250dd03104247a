package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of shift hand-overs promises. */
abstract class ShiftHandoverStoreContract {

    abstract ShiftHandoverStore store();

    /** Somebody with an account at this desk. */
    abstract Person coordinator();

    abstract CommunityId desk();

    private ShiftHandover give(Person by) {
        return PgFixture.await(store().give(new ShiftHandover(
                Samples.id(),
                desk(),
                by,
                Instant.EPOCH,
                "3号楼门禁坏了",
                new JsonArray().add(new JsonObject().put("label", "王秀英")),
                new JsonArray(),
                Optional.empty())));
    }

    @Test
    void whatIsGivenCanBeReadAndItsTimeIsTheDatabases() {
        ShiftHandover given = give(coordinator());
        assertThat(given.givenAt()).isAfter(Instant.EPOCH);
        assertThat(given.taken()).isEmpty();
        assertThat(PgFixture.await(store().find(given.id()))).contains(given);
        assertThat(given.incidents().getJsonObject(0).getString("label")).isEqualTo("王秀英");
    }

    @Test
    void theFirstToTakeItHasIt() {
        ShiftHandover given = give(coordinator());
        Person first = coordinator();
        ShiftHandover taken = PgFixture.await(store().take(given.id(), first)).orElseThrow();
        assertThat(taken.taken().map(ShiftHandover.Taken::by)).contains(first);
        assertThat(PgFixture.await(store().take(given.id(), coordinator()))).contains(taken);
        assertThat(PgFixture.await(store().take(given.id(), first))).contains(taken);
    }

    @Test
    void listsAreNewestFirstAndOfTheseDesksAlone() {
        ShiftHandover older = give(coordinator());
        ShiftHandover newer = give(coordinator());
        List<UUID> listed = PgFixture.await(store().list(Set.of(desk()), Optional.empty(), 2)).stream()
                .map(ShiftHandover::id)
                .toList();
        assertThat(listed).containsExactly(newer.id(), older.id());
        assertThat(PgFixture.await(store().list(Set.of(desk()), Optional.of(newer.id()), 1)))
                .containsExactly(older);
        assertThat(PgFixture.await(store().list(Set.of(Samples.community()), Optional.empty(), 10)))
                .isEmpty();
        assertThat(PgFixture.await(store().find(Samples.id()))).isEmpty();
    }
}
