package care.anling.testkit.sim;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.core.community.Place;
import care.anling.core.device.Device;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.DeviceState;
import care.anling.core.device.Dialect;
import care.anling.core.dispatch.Role;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import care.anling.core.resident.Profile;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.FakeResponderStore;
import care.anling.verticles.store.ResponderNow;
import care.anling.verticles.view.Viewer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/** Who lives, watches and helps here. */
final class Cast {

    /**
     * How many there are of everybody.
     *
     * @param secondDevices residents who wear two
     * @param places that have a detector and no resident
     * @param strayDevices that nobody has put anywhere
     * @param ofHouse residents who live in one house, the last of all
     * @param dutyShare of the responders who are not coordinators; those are always on duty
     * @param reach in millionths of a degree from a community's centre, each way
     * @param apart in millionths of a degree, from one community's centre to the next one's
     */
    record Size(
            int communities,
            int residents,
            int secondDevices,
            int places,
            int strayDevices,
            int ofHouse,
            Helpers helpers,
            int families,
            double dutyShare,
            int reach,
            int apart) {

        /** Two communities, fifty devices, twenty responders, three families, all within some 400 m: small enough for a thousand. */
        static final Size STREET = new Size(2, 40, 3, 5, 2, 7, new Helpers(4, 10, 2), 3, 0.9, 4_000, 0);
    }

    record Helpers(int doctors, int volunteers, int staff) {}

    /** At the desk of the street itself; each community has one more of its own. */
    static final int STREET_COORDINATORS = 2;

    private static final Wgs84 CENTRE = new Wgs84(34.7600, 113.7500);

    final CommunityId street;
    final List<CommunityId> communities;
    final List<Device> devices = new ArrayList<>();
    final List<Account> accounts = new ArrayList<>();
    /** What stands in one house, all of it of one community. */
    final List<Device> ofHouse = new ArrayList<>();

    private final CommunityId house;

    private final World world;
    private final Size size;
    private final Dice some;

    Cast(World world, Size size) {
        this.world = world;
        this.size = size;
        this.some = world.some();
        this.street = new CommunityId(some.uuid());
        this.communities = Stream.generate(() -> new CommunityId(some.uuid()))
                .limit(size.communities())
                .toList();
        this.house = new CommunityId(some.uuid());
        world.database().openFeedNode(street, Optional.empty());
        communities.forEach(community -> world.database().openFeedNode(community, Optional.of(street)));
        addDevices();
        addPeople();
    }

    private void addDevices() {
        List<Device> worn = new ArrayList<>();
        for (int i = 1; i <= size.residents(); i++) {
            boolean inHouse = i > size.residents() - size.ofHouse();
            Device watch = device(
                    inHouse ? communities.get(0) : some.oneOf(communities),
                    DeviceKind.WATCH,
                    Optional.of(new Person(some.uuid(), "长者" + i)),
                    Optional.of(inHouse ? inHouse(i) : place(i)));
            worn.add(watch);
            if (inHouse) {
                ofHouse.add(watch);
            }
        }
        devices.addAll(worn);
        for (int i = 1; i <= size.secondDevices(); i++) {
            Device watch = worn.get(i);
            devices.add(again(watch, DeviceKind.PENDANT));
        }
        for (int i = 1; i <= size.places(); i++) {
            devices.add(device(some.oneOf(communities), DeviceKind.SMOKE, Optional.empty(), Optional.of(place(i))));
        }
        for (int i = 1; i <= size.strayDevices(); i++) {
            devices.add(device(some.oneOf(communities), DeviceKind.PULL_CORD, Optional.empty(), Optional.empty()));
        }
    }

    private Device device(CommunityId community, DeviceKind kind, Optional<Person> resident, Optional<Place> place) {
        DeviceId id = new DeviceId(some.uuid());
        return new Device(
                id,
                kind,
                Dialect.NATIVE,
                DeviceState.ACTIVE,
                community,
                street,
                Optional.empty(),
                Optional.empty(),
                resident,
                resident.map(person -> new Profile(some.between(0, 9), false, false, some.chance(0.05))),
                place.map(within ->
                        new Place(within.building(), within.label(), within.at().map(point -> in(community, point)))));
    }

    /** Another device of the same person. */
    private Device again(Device watch, DeviceKind kind) {
        return new Device(
                new DeviceId(some.uuid()),
                kind,
                watch.dialect(),
                watch.state(),
                watch.community(),
                street,
                Optional.empty(),
                Optional.empty(),
                watch.resident(),
                watch.profile(),
                watch.place());
    }

    private Place place(int number) {
        return new Place(
                Optional.of(new CommunityId(some.uuid())),
                number + "号楼 2单元 502",
                some.chance(0.9) ? Optional.of(point()) : Optional.empty());
    }

    private Place inHouse(int number) {
        return new Place(Optional.of(house), "1号院 " + number + "室", Optional.of(CENTRE));
    }

    /** All of the house, as an incident may be about it. */
    Subject house() {
        return new Subject(
                SubjectKind.PLACE,
                house.value(),
                communities.get(0),
                "1号院",
                Optional.of(new Place(Optional.of(house), "1号院", Optional.of(CENTRE))));
    }

    /** Communities lie side by side. */
    private Wgs84 in(CommunityId community, Wgs84 point) {
        int east = Math.max(0, communities.indexOf(community)) * size.apart();
        return new Wgs84(point.latitude(), point.longitude() + east / 1_000_000.0);
    }

    private Wgs84 point() {
        return new Wgs84(
                CENTRE.latitude() + some.between(-size.reach(), size.reach()) / 1_000_000.0,
                CENTRE.longitude() + some.between(-size.reach(), size.reach()) / 1_000_000.0);
    }

    /** Where somebody on the way may be now. */
    Fix fix() {
        return new Fix(point(), OptionalDouble.of(12), world.trueTime());
    }

    private void addPeople() {
        Helpers helpers = size.helpers();
        for (int i = 1; i <= helpers.doctors(); i++) {
            responder("医生" + i, AccountRole.DOCTOR, street, Role.DOCTOR);
        }
        for (int i = 1; i <= helpers.volunteers(); i++) {
            responder("志愿者" + i, AccountRole.VOLUNTEER, community(i), Role.FIRST_HAND, Role.BRINGER);
        }
        for (int i = 0; i < helpers.staff(); i++) {
            responder("物业" + (i + 1), AccountRole.STAFF, community(i), Role.FIRST_HAND, Role.BRINGER);
        }
        for (int i = 0; i < communities.size() + STREET_COORDINATORS; i++) {
            CommunityId of = i < communities.size() ? communities.get(i) : street;
            responder("坐席" + (i + 1), AccountRole.COORDINATOR, of, Role.COORDINATOR);
        }
        for (int i = 0; i < size.families(); i++) {
            Device watched = devices.get(i);
            Person resident = watched.resident().orElseThrow();
            accounts.add(account(
                    "家属" + (i + 1),
                    AccountRole.FAMILY,
                    watched.community(),
                    Optional.of(new ResidentId(resident.id()))));
        }
    }

    private CommunityId community(int number) {
        return communities.get(number % communities.size());
    }

    private void responder(String name, AccountRole role, CommunityId community, Role... roles) {
        Account account = account(name, role, community, Optional.empty());
        accounts.add(account);
        ResponderNow now = new ResponderNow(
                new Person(account.id(), name),
                role.name(),
                community,
                role == AccountRole.COORDINATOR || some.chance(size.dutyShare()),
                false,
                some.chance(0.7)
                        ? Optional.of(new Fix(in(community, point()), OptionalDouble.of(12), world.trueTime()))
                        : Optional.empty(),
                List.of());
        new FakeResponderStore(world.database())
                .put(
                        now,
                        new LinkedHashSet<>(List.of(roles)),
                        some.chance(0.8) ? Optional.of(in(community, point())) : Optional.empty());
    }

    private Account account(String name, AccountRole role, CommunityId community, Optional<ResidentId> resident) {
        return new Account(some.uuid(), name, name, role, community, resident, true);
    }

    List<CommunityId> nodes() {
        return Stream.concat(Stream.of(street), communities.stream()).toList();
    }

    Viewer viewerOf(Account account) {
        Set<CommunityId> nodes = new LinkedHashSet<>();
        nodes.add(account.community());
        if (account.community().equals(street)) {
            nodes.addAll(communities);
        } else if (account.role().isAskedFirst()) {
            nodes.add(street);
        }
        return new Viewer(account.id(), account.role(), nodes, Optional.empty(), account.resident());
    }
}
