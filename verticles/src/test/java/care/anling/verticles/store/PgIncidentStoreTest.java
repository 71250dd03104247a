package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.Person;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.Role;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentMachine;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Incidents on a real PostgreSQL, by two nodes at once. */
class PgIncidentStoreTest extends IncidentStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private PgIncidentStore engine;
    private PgIncidentStore api;

    @BeforeEach
    void openStores() {
        engine = new PgIncidentStore(POSTGRES.vertx(), POSTGRES.pools().engine());
        api = new PgIncidentStore(POSTGRES.vertx(), POSTGRES.everybodys());
    }

    @Override
    IncidentStore store() {
        return engine;
    }

    @Override
    IncidentStore other() {
        return api;
    }

    @Override
    IntakeStore intake() {
        return new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake());
    }

    /** S4: fifty answer at once, over several connections; one wins, everybody else learns who. */
    @Test
    void s4ExactlyOneOfManyWinsARoleAndSlot() {
        Incident opened = open();
        Incident asked = step(opened, doctors(5)).next().orElseThrow();
        List<Offer> offers = asked.offers().stream()
                .filter(offer -> offer.role() == Role.DOCTOR)
                .toList();
        assertThat(offers).hasSizeGreaterThan(1);
        List<Future<Decision>> answers = IntStream.range(0, 50)
                .mapToObj(i -> offers.get(i % offers.size()))
                .map(offer -> (i(offer) ? api : engine)
                        .change(
                                asked.id(),
                                (incident, now) -> IncidentMachine.decide(
                                        Optional.of(incident),
                                        new IncidentCommand.AcceptOffer(
                                                offer.id(), offer.responder(), new AssignmentId(Samples.id())),
                                        now)))
                .toList();
        PgFixture.await(Future.join(answers));
        Incident after = find(asked.id());
        assertThat(after.assignments()).hasSize(1);
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM assignments WHERE incident = '" + asked.id()
                        + "' AND state IN ('ACCEPTED', 'EN_ROUTE', 'ON_SCENE')"))
                .containsExactly("1");
        Person winner = after.assignments().get(0).responder();
        assertThat(answers.stream()
                        .map(Future::result)
                        .flatMap(decision -> decision.rejection().stream())
                        .flatMap(rejection -> rejection.winner().stream()))
                .isNotEmpty()
                .containsOnly(winner);
    }

    private static boolean i(Offer offer) {
        return (offer.id().value().getLeastSignificantBits() & 1) == 0;
    }
}
