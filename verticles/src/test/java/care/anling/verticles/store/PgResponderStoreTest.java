package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.core.dispatch.Role;
import care.anling.core.geo.Wgs84;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgResponderStoreTest extends ResponderStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    @Override
    ResponderStore store() {
        return new PgResponderStore(POSTGRES.pools().api(), Samples::id);
    }

    @Override
    IntakeStore intake() {
        return new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake());
    }

    @Override
    IncidentStore incidents() {
        return new PgIncidentStore(POSTGRES.vertx(), POSTGRES.pools().api());
    }

    @Override
    CommunityId street() {
        CommunityId street = Samples.community();
        POSTGRES.tell("INSERT INTO communities (id, level, name) VALUES ('" + street + "', 'STREET', '安宁街道')");
        return street;
    }

    @Override
    CommunityId community(CommunityId street) {
        return node("COMMUNITY", street);
    }

    private static CommunityId node(String level, CommunityId parent) {
        CommunityId node = Samples.community();
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + node + "', '" + level
                + "', '和平社区', '" + parent + "')");
        return node;
    }

    @Override
    void put(Person person, AccountRole account, CommunityId node, Role role, Wgs84 home) {
        UUID resident = Samples.id();
        POSTGRES.tell("INSERT INTO residents (id, community, name) VALUES ('" + resident + "', '" + node + "', '王')");
        POSTGRES.tell("INSERT INTO accounts (id, username, password_hash, name, role, community, resident) VALUES ('"
                + person.id() + "', '" + person.id() + "', 'x', '" + person.name() + "', '" + account + "', '"
                + node + "', " + (account == AccountRole.FAMILY ? "'" + resident + "'" : "NULL") + ")");
        POSTGRES.tell("INSERT INTO responders (account, roles, home_lat, home_lon) VALUES ('" + person.id() + "', '{"
                + role + "}', " + home.latitude() + ", " + home.longitude() + ")");
    }

    @Test
    void whoWorksForABuildingBelongsToItsCommunity() {
        CommunityId community = community(street());
        Person porter = new Person(Samples.id(), "门卫");
        put(porter, AccountRole.STAFF, node("BUILDING", community), Role.FIRST_HAND, new Wgs84(34.7, 113.7));
        assertThat(PgFixture.await(store().roster(community, 10)))
                .extracting(entry -> entry.person().id())
                .containsExactly(porter.id());
    }

    @Test
    void whoIsDisabledIsNobody() {
        CommunityId community = community(street());
        Person gone = new Person(Samples.id(), "刘");
        put(gone, AccountRole.VOLUNTEER, community, Role.FIRST_HAND, new Wgs84(34.7, 113.7));
        POSTGRES.tell("UPDATE accounts SET disabled = true WHERE id = '" + gone.id() + "'");
        assertThat(PgFixture.await(store().roster(community, 10))).isEmpty();
        assertThat(PgFixture.await(store().findNow(gone.id()))).isEmpty();
    }

    /** The engine reads what the API writes, with its own rights. */
    @Test
    void theEngineSeesThem() {
        CommunityId community = community(street());
        put(new Person(Samples.id(), "刘"), AccountRole.DOCTOR, community, Role.DOCTOR, new Wgs84(34.7, 113.7));
        PgResponderStore engine = new PgResponderStore(POSTGRES.pools().engine(), Samples::id);
        assertThat(PgFixture.await(engine.roster(community, 10))).hasSize(1);
    }
}
