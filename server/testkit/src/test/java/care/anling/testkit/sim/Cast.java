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

/** Who lives, watches and helps here: a street with two communities, fifty devices, twenty responders, three families. */
final class Cast {

    private static final int RESIDENTS = 40;
    private static final int PLACES = 5;
    private static final int STRAY_DEVICES = 2;
    private static final int SECOND_DEVICES = 3;
    private static final Wgs84 CENTRE = new Wgs84(34.7600, 113.7500);

    final CommunityId street;
    final List<CommunityId> communities;
    final List<Device> devices = new ArrayList<>();
    final List<Account> accounts = new ArrayList<>();

    private final World world;
    private final Dice some;

    Cast(World world) {
        this.world = world;
        this.some = world.some();
        this.street = new CommunityId(some.uuid());
        this.communities = List.of(new CommunityId(some.uuid()), new CommunityId(some.uuid()));
        world.database().openFeedNode(street, Optional.empty());
        communities.forEach(community -> world.database().openFeedNode(community, Optional.of(street)));
        addDevices();
        addPeople();
    }

    private void addDevices() {
        List<Device> worn = new ArrayList<>();
        for (int i = 1; i <= RESIDENTS; i++) {
            worn.add(device(DeviceKind.WATCH, Optional.of(new Person(some.uuid(), "长者" + i)), Optional.of(place(i))));
        }
        devices.addAll(worn);
        for (int i = 1; i <= SECOND_DEVICES; i++) {
            Device watch = worn.get(i);
            devices.add(again(watch, DeviceKind.PENDANT));
        }
        for (int i = 1; i <= PLACES; i++) {
            devices.add(device(DeviceKind.SMOKE, Optional.empty(), Optional.of(place(i))));
        }
        for (int i = 1; i <= STRAY_DEVICES; i++) {
            devices.add(device(DeviceKind.PULL_CORD, Optional.empty(), Optional.empty()));
        }
    }

    private Device device(DeviceKind kind, Optional<Person> resident, Optional<Place> place) {
        return new Device(
                new DeviceId(some.uuid()),
                kind,
                Dialect.NATIVE,
                DeviceState.ACTIVE,
                some.oneOf(communities),
                street,
                Optional.empty(),
                Optional.empty(),
                resident,
                resident.map(person -> new Profile(some.between(0, 9), false, false, some.chance(0.05))),
                place);
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

    /** Within some 400 m of the street's centre. */
    private Wgs84 point() {
        return new Wgs84(
                CENTRE.latitude() + some.between(-4_000, 4_000) / 1_000_000.0,
                CENTRE.longitude() + some.between(-4_000, 4_000) / 1_000_000.0);
    }

    private void addPeople() {
        for (int i = 1; i <= 4; i++) {
            responder("医生" + i, AccountRole.DOCTOR, street, Role.DOCTOR);
        }
        for (int i = 1; i <= 10; i++) {
            responder("志愿者" + i, AccountRole.VOLUNTEER, communities.get(i % 2), Role.FIRST_HAND, Role.BRINGER);
        }
        responder("物业1", AccountRole.STAFF, communities.get(0), Role.FIRST_HAND, Role.BRINGER);
        responder("物业2", AccountRole.STAFF, communities.get(1), Role.FIRST_HAND, Role.BRINGER);
        for (int i = 0; i < 4; i++) {
            CommunityId of = i < 2 ? communities.get(i) : street;
            responder("坐席" + (i + 1), AccountRole.COORDINATOR, of, Role.COORDINATOR);
        }
        for (int i = 0; i < 3; i++) {
            Device watched = devices.get(i);
            Person resident = watched.resident().orElseThrow();
            accounts.add(account(
                    "家属" + (i + 1),
                    AccountRole.FAMILY,
                    watched.community(),
                    Optional.of(new ResidentId(resident.id()))));
        }
    }

    private void responder(String name, AccountRole role, CommunityId community, Role... roles) {
        Account account = account(name, role, community, Optional.empty());
        accounts.add(account);
        ResponderNow now = new ResponderNow(
                new Person(account.id(), name),
                role.name(),
                community,
                role == AccountRole.COORDINATOR || some.chance(0.9),
                false,
                some.chance(0.7)
                        ? Optional.of(new Fix(point(), OptionalDouble.of(12), world.trueTime()))
                        : Optional.empty(),
                List.of());
        new FakeResponderStore(world.database())
                .put(
                        now,
                        new LinkedHashSet<>(List.of(roles)),
                        some.chance(0.8) ? Optional.of(point()) : Optional.empty());
    }

    private Account account(String name, AccountRole role, CommunityId community, Optional<ResidentId> resident) {
        return new Account(some.uuid(), name, name, role, community, resident, true);
    }

    List<CommunityId> nodes() {
        return List.of(street, communities.get(0), communities.get(1));
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
