package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.Person;
import care.anling.core.dispatch.Circle;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.dispatch.Standing.Shift;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgResponderStoreTest extends ResponderStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final Wgs84 HOME = new Wgs84(34.7, 113.7);

    @Override
    ResponderStore store() {
        return new PgResponderStore(POSTGRES.everybodys(), Samples::id);
    }

    @Override
    IntakeStore intake() {
        return new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake());
    }

    @Override
    IncidentStore incidents() {
        return new PgIncidentStore(POSTGRES.vertx(), POSTGRES.everybodys());
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

    /** Whoever is planned is asked during their shifts; who stands on no rota, or on one that has run out, while on duty. */
    @Test
    void theRotaSaysWhoseShiftItIs() {
        CommunityId community = community(street());
        UUID now = staff(community, "now() - interval '1 hour'", "now() + interval '1 hour'");
        UUID over = staff(community, "now() - interval '9 hours'", "now() - interval '1 minute'");
        UUID later = staff(community, "now() + interval '1 minute'", "now() + interval '9 hours'");
        UUID ranOut = staff(community, "now() - interval '21 hours'", "now() - interval '13 hours'");
        UUID without = Samples.id();
        put(new Person(without, "巡"), AccountRole.STAFF, community, Role.FIRST_HAND, HOME);
        UUID helping =
                planned(AccountRole.VOLUNTEER, community, "now() - interval '1 hour'", "now() + interval '1 hour'");
        UUID home = planned(AccountRole.DOCTOR, community, "now() - interval '9 hours'", "now() - interval '1 minute'");
        UUID neighbour = Samples.id();
        put(new Person(neighbour, "邻"), AccountRole.VOLUNTEER, community, Role.FIRST_HAND, HOME);

        assertThat(shifts(community))
                .containsOnly(
                        Map.entry(now, Shift.ON_SHIFT),
                        Map.entry(over, Shift.OFF_SHIFT),
                        Map.entry(later, Shift.OFF_SHIFT),
                        Map.entry(ranOut, Shift.ON_SHIFT),
                        Map.entry(without, Shift.ON_SHIFT),
                        Map.entry(helping, Shift.ON_SHIFT),
                        Map.entry(home, Shift.OFF_SHIFT),
                        Map.entry(neighbour, Shift.NO_STAFF));
    }

    private UUID staff(CommunityId community, String from, String until) {
        return planned(AccountRole.STAFF, community, from, until);
    }

    private UUID planned(AccountRole account, CommunityId community, String from, String until) {
        UUID id = Samples.id();
        put(new Person(id, "物业"), account, community, Role.FIRST_HAND, HOME);
        POSTGRES.tell("INSERT INTO shifts (id, account, starts_at, ends_at) VALUES ('" + Samples.id() + "', '" + id
                + "', " + from + ", " + until + ")");
        return id;
    }

    private Map<UUID, Shift> shifts(CommunityId community) {
        return PgFixture.await(store().roster(community, 10)).stream()
                .collect(Collectors.toMap(
                        entry -> entry.person().id(), entry -> entry.standing().shift()));
    }

    /** The street's other communities lend who is on duty, nearest home first; no doctor, and nobody of another street. */
    @Test
    void theCommunitiesBesideLendTheirVolunteers() {
        CommunityId street = street();
        CommunityId here = community(street);
        POSTGRES.tell("UPDATE communities SET lat = 34.7, lon = 113.7 WHERE id = '" + here + "'");
        CommunityId beside = community(street);
        UUID far = lendable(AccountRole.VOLUNTEER, beside, 34.9);
        UUID near = lendable(AccountRole.VOLUNTEER, beside, 34.71);
        lendable(AccountRole.DOCTOR, beside, 34.7);
        lendable(AccountRole.VOLUNTEER, community(street()), 34.7);
        put(new Person(Samples.id(), "歇"), AccountRole.VOLUNTEER, beside, Role.FIRST_HAND, HOME);

        List<RosterEntry> lent = PgFixture.await(store().roster(here, 10));
        assertThat(lent).extracting(entry -> entry.person().id()).containsExactly(near, far);
        assertThat(lent).extracting(entry -> entry.standing().circle()).containsOnly(Circle.NEIGHBOUR);
    }

    @Test
    void ofTooManyVolunteersThoseWhoLiveNearAreKept() {
        CommunityId here = community(street());
        POSTGRES.tell("UPDATE communities SET lat = 34.7, lon = 113.7 WHERE id = '" + here + "'");
        lendable(AccountRole.VOLUNTEER, here, 34.9);
        UUID near = lendable(AccountRole.VOLUNTEER, here, 34.71);
        UUID doctor = lendable(AccountRole.DOCTOR, here, 34.95);
        assertThat(PgFixture.await(store().roster(here, 2)))
                .extracting(entry -> entry.person().id())
                .containsExactly(doctor, near);
    }

    private UUID lendable(AccountRole role, CommunityId community, double latitude) {
        UUID id = Samples.id();
        put(new Person(id, "邻"), role, community, Role.FIRST_HAND, new Wgs84(latitude, 113.7));
        PgFixture.await(store().setDuty(id, true));
        return id;
    }

    /** In the order of the contacts; an account that is nobody's contact comes last, a disabled one not at all. */
    @Test
    void familyIsAskedInTheOrderOfTheContacts() {
        CommunityId community = community(street());
        Subject resident = Samples.resident(community);
        POSTGRES.tell("INSERT INTO residents (id, community, name) VALUES ('" + resident.id() + "', '" + community
                + "', '王')");
        UUID unlisted = family(resident, 0);
        UUID second = family(resident, 2);
        UUID first = family(resident, 1);
        POSTGRES.tell("UPDATE accounts SET disabled = true WHERE id = '" + family(resident, 1) + "'");
        List<Arrival> batch = List.of(Samples.press(resident, List.of()));
        IncidentId incident = PgFixture.await(intake().land(batch, view -> Samples.fold(batch, view)))
                .changes()
                .get(0)
                .after()
                .id();

        List<RosterEntry> kin =
                PgFixture.await(store().listKin(Set.of(incident))).get(incident);
        assertThat(kin).extracting(entry -> entry.person().id()).containsExactly(first, second, unlisted);
        assertThat(kin).extracting(entry -> entry.standing().kinOrder()).containsExactly(1, 2, 3);
        assertThat(kin).extracting(entry -> entry.standing().circle()).containsOnly(Circle.KIN);
    }

    private static UUID family(Subject resident, int order) {
        UUID id = Samples.id();
        POSTGRES.tell("INSERT INTO accounts (id, username, password_hash, name, role, community, resident) VALUES ('"
                + id + "', '" + id + "', 'x', '女儿', 'FAMILY', '" + resident.community() + "', '" + resident.id()
                + "')");
        if (order > 0) {
            POSTGRES.tell("INSERT INTO contacts (id, resident, name, relation, phone, call_order, account) VALUES ('"
                    + Samples.id() + "', '" + resident.id() + "', '女儿', '女儿', 's1.x', " + order + ", '" + id
                    + "')");
        }
        return id;
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
