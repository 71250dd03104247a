package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.verticles.vault.TestVault;
import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a real PostgreSQL, as the API's role. */
class PgShiftHandoverStoreTest extends ShiftHandoverStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private Street street;

    @BeforeEach
    void openStreet() {
        street = new Street(POSTGRES);
    }

    @Override
    ShiftHandoverStore store() {
        return new PgShiftHandoverStore(POSTGRES.everybodys(), TestVault.open());
    }

    @Override
    Person coordinator() {
        return new Person(street.responder("COORDINATOR", "COORDINATOR"), "刘");
    }

    @Override
    CommunityId desk() {
        return street.community();
    }

    @Test
    void nobodyTakesWhatTheyGave() {
        Person giver = coordinator();
        ShiftHandover given = PgFixture.await(store().give(new ShiftHandover(
                Samples.id(), desk(), giver, Instant.EPOCH, "", new JsonArray(), new JsonArray(), Optional.empty())));
        assertThatThrownBy(() -> PgFixture.await(store().take(given.id(), giver)))
                .isInstanceOf(StoreFailure.class);
        assertThat(PgFixture.await(store().find(given.id()))).contains(given);
    }
}
