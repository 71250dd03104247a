package care.anling.verticles.engine;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.geo.Fix;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.store.Arrival;
import care.anling.verticles.store.PgDeadlineStore;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.PgIncidentStore;
import care.anling.verticles.store.PgIntakeStore;
import care.anling.verticles.store.PgPlanStore;
import care.anling.verticles.store.PgResponderStore;
import care.anling.verticles.store.ResponderNow;
import care.anling.verticles.store.ResponderStore;
import care.anling.verticles.store.Samples;
import care.anling.verticles.store.Street;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The engine itself, while the person it has just chosen goes home. */
class OfferRaceOnPostgresTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    @Test
    void somebodyElseIsAskedAtOnceAndTheLadderDoesNotStall() {
        Street street = new Street(POSTGRES);
        List<UUID> doctors = List.of(street.responder("DOCTOR", "DOCTOR"), street.responder("DOCTOR", "DOCTOR"));
        // Somebody rings in every needed place: a step that finds nobody would be followed at once, with looks of its
        // own.
        street.responder("VOLUNTEER", "FIRST_HAND");
        street.responder("VOLUNTEER", "FIRST_HAND");
        street.responder("COORDINATOR", "COORDINATOR");
        List<IncidentId> incidents = List.of(press(street), press(street));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        GoesHome responders = new GoesHome(
                new PgResponderStore(POSTGRES.pools().engine(), Samples::id), () -> street.offDuty(doctors.get(0)));
        var engine = new EngineVerticle(
                new Engine.Stores(
                        new PgDeadlineStore(POSTGRES.pools().engine()),
                        new PgIncidentStore(POSTGRES.vertx(), POSTGRES.pools().engine()),
                        responders,
                        new PgPlanStore(POSTGRES.pools().engine())),
                Samples::id,
                Hints.on(POSTGRES.vertx()),
                meters);
        String deployment = PgFixture.await(POSTGRES.vertx().deployVerticle(engine));
        for (IncidentId incident : incidents) {
            Awaitility.await()
                    .untilAsserted(() -> assertThat(POSTGRES.ask("SELECT responder::text FROM offers WHERE incident = '"
                                    + incident + "' AND role = 'DOCTOR'"))
                            .containsExactly(doctors.get(1).toString()));
        }
        assertThat(meters.counter("anling.deadline.outdated").count()).isPositive();
        assertThat(meters.counter("anling.deadline.failed").count())
                .as("no deadline had to wait to be tried again")
                .isZero();
        assertThat(responders.looks.get())
                .as("one look for the round, one for all who looked again")
                .isEqualTo(2);
        PgFixture.await(POSTGRES.vertx().undeploy(deployment));
    }

    private static IncidentId press(Street street) {
        List<Arrival> batch = List.of(Samples.press(Samples.resident(street.community()), List.of()));
        return PgFixture.await(
                        new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake())
                                .land(batch, view -> Samples.fold(batch, view)))
                .changes()
                .get(0)
                .after()
                .id();
    }

    /** After the first look at the roster, something happens that the engine does not see. */
    private static final class GoesHome implements ResponderStore {

        private final ResponderStore real;
        private final Runnable meanwhile;
        private final AtomicInteger looks = new AtomicInteger();

        GoesHome(ResponderStore real, Runnable meanwhile) {
            this.real = real;
            this.meanwhile = meanwhile;
        }

        @Override
        public Future<List<RosterEntry>> roster(CommunityId community, int limit) {
            Future<List<RosterEntry>> roster = real.roster(community, limit);
            return looks.incrementAndGet() > 1
                    ? roster
                    : roster.compose(read -> POSTGRES.vertx().executeBlocking(() -> {
                        meanwhile.run();
                        return read;
                    }));
        }

        @Override
        public Future<Map<IncidentId, List<RosterEntry>>> listKin(Set<IncidentId> incidents) {
            return real.listKin(incidents);
        }

        @Override
        public Future<Optional<ResponderNow>> findNow(UUID responder) {
            return real.findNow(responder);
        }

        @Override
        public Future<Void> setDuty(UUID responder, boolean onDuty) {
            return real.setDuty(responder, onDuty);
        }

        @Override
        public Future<Void> setPosition(UUID responder, Fix fix) {
            return real.setPosition(responder, fix);
        }

        @Override
        public Future<List<ResponderNow>> listNow(Set<CommunityId> communities, Optional<UUID> after, int limit) {
            return real.listNow(communities, after, limit);
        }
    }
}
