package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentEvent;
import care.anling.verticles.api.ApiHouse.Reply;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.ActingAccount;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.PgIncidentStore;
import care.anling.verticles.store.PgIntakeStore;
import care.anling.verticles.store.PgPools;
import care.anling.verticles.store.Samples;
import care.anling.verticles.view.IncidentSamples;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S4 through the whole stack: HTTP, the incident's rules, a row lock and a unique index. */
class AcceptRaceOnPostgresTest {

    private static final int PEOPLE = 50;

    @RegisterExtension
    static final PgFixture DATABASE = new PgFixture();

    @ParameterizedTest
    @EnumSource(Role.class)
    void ofFiftyAcceptsAtOnceExactlyOneWinsAndTheOthersLearnWho(Role role) {
        try (ApiHouse house = new ApiHouse()) {
            PgPools pools = PgPools.open(house.vertx, DATABASE.access());
            IncidentId incident = pressed(house, pools);
            List<Account> people = new ArrayList<>();
            for (int i = 0; i < PEOPLE; i++) {
                people.add(house.account("crowd-" + i, askedFor(role), house.east));
            }
            putInDatabase(house, people);
            List<Offer> offers = offered(house, pools, incident, people, role);
            List<UUID> actedFor = new CopyOnWriteArrayList<>();
            house.serve(noting(actedFor, new PgIncidentStore(house.vertx, pools.api())));

            List<Reply> replies = acceptAtOnce(house, people, offers);

            List<Reply> won = replies.stream().filter(r -> r.status() == 200).toList();
            assertThat(won).hasSize(1);
            JsonObject winner = new JsonObject()
                    .put("name", won.get(0).json().getJsonObject("responder").getString("name"));
            assertThat(replies)
                    .filteredOn(r -> r.status() == 409)
                    .hasSize(PEOPLE - 1)
                    .allSatisfy(r -> {
                        assertThat(r.code()).isEqualTo("offer_taken");
                        assertThat(r.json().getJsonObject("winner")).isEqualTo(winner);
                    });
            assertThat(DATABASE.ask("SELECT role FROM assignments WHERE incident = '" + incident + "'"))
                    .containsExactly(role.name());
            // One after the other, and each for themselves: nobody's turn is taken in the scope of who was before.
            assertThat(actedFor)
                    .containsExactlyInAnyOrderElementsOf(
                            people.stream().map(Account::id).toList());
        }
    }

    private static IncidentStore noting(List<UUID> actedFor, IncidentStore store) {
        return (IncidentStore) Proxy.newProxyInstance(
                IncidentStore.class.getClassLoader(), new Class<?>[] {IncidentStore.class}, (proxy, method, given) -> {
                    if (method.getName().equals("change")) {
                        actedFor.add(ActingAccount.find().orElseThrow());
                    }
                    return method.invoke(store, given);
                });
    }

    /** Whose rows are whose is asked there too. */
    private static void putInDatabase(ApiHouse house, List<Account> people) {
        DATABASE.tell("INSERT INTO communities (id, level, name) VALUES ('" + house.street
                + "', 'STREET', '街') ON CONFLICT DO NOTHING");
        DATABASE.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + house.east
                + "', 'COMMUNITY', '东', '" + house.street + "') ON CONFLICT DO NOTHING");
        DATABASE.tell("INSERT INTO residents (id, community, name) VALUES ('" + house.resident + "', '" + house.east
                + "', '李') ON CONFLICT DO NOTHING");
        people.forEach(one -> DATABASE.tell(
                "INSERT INTO accounts (id, username, password_hash, name, role, community, resident) VALUES ('"
                        + one.id()
                        + "', '" + one.id() + "', 'x', '" + one.name() + "', '" + one.role() + "', '" + house.east
                        + "', "
                        + one.resident().map(id -> "'" + id + "'").orElse("NULL") + ")"));
    }

    private static IncidentId pressed(ApiHouse house, PgPools pools) {
        var press = Samples.press(Samples.resident(house.east), List.of());
        return ApiHouse.await(new PgIntakeStore(house.vertx, pools.intake())
                        .land(List.of(press), view -> Samples.fold(List.of(press), view)))
                .landings()
                .get(0)
                .incident()
                .orElseThrow();
    }

    private static AccountRole askedFor(Role role) {
        return switch (role) {
            case DOCTOR -> AccountRole.DOCTOR;
            case FIRST_HAND -> AccountRole.VOLUNTEER;
            case BRINGER -> AccountRole.STAFF;
            case COORDINATOR -> AccountRole.COORDINATOR;
            case FAMILY -> AccountRole.FAMILY;
        };
    }

    private static List<Offer> offered(ApiHouse house, PgPools pools, IncidentId id, List<Account> people, Role role) {
        List<Offer> offers = people.stream()
                .map(account -> open(IncidentSamples.offer(ApiHouse.person(account), role, OfferState.PENDING)))
                .toList();
        List<OfferId> ids = offers.stream().map(Offer::id).toList();
        Decision made = ApiHouse.await(new PgIncidentStore(house.vertx, pools.engine()).change(id, (incident, now) -> {
            Incident next = IncidentSamples.with(incident, offers, List.of());
            return Decision.changed(next, List.of(new IncidentEvent.OffersMade(0, ids, List.of())));
        }));
        assertThat(made.rejection()).isEqualTo(Optional.empty());
        return offers;
    }

    private static Offer open(Offer o) {
        Instant now = Instant.now();
        return new Offer(
                o.id(),
                o.responder(),
                o.role(),
                o.slot(),
                o.epoch(),
                o.step(),
                o.state(),
                now,
                now.plusSeconds(120),
                o.distanceMeters(),
                o.etaSeconds());
    }

    private static List<Reply> acceptAtOnce(ApiHouse house, List<Account> people, List<Offer> offers) {
        ExecutorService pool = Executors.newFixedThreadPool(PEOPLE);
        try {
            List<CompletableFuture<Reply>> replies = new ArrayList<>();
            for (int i = 0; i < PEOPLE; i++) {
                String token = house.token(people.get(i));
                String path = "/api/v1/offers/" + offers.get(i).id() + "/accept";
                replies.add(CompletableFuture.supplyAsync(() -> house.post(token, path, ""), pool));
            }
            return replies.stream().map(CompletableFuture::join).toList();
        } finally {
            pool.shutdown();
        }
    }
}
