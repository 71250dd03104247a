package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.community.Community;
import care.anling.core.community.CommunityLevel;
import care.anling.core.device.Device;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.DeviceState;
import care.anling.core.device.Dialect;
import care.anling.core.geo.Wgs84;
import care.anling.verticles.store.RegistryStore.Page;
import care.anling.verticles.store.RegistryStore.Registered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every registry store promises: whoever keeps asking knows every device as it is, and is told nothing twice. */
abstract class RegistryStoreContract {

    final CommunityId street = Samples.community();
    final CommunityId community = Samples.community();

    abstract RegistryStore store();

    abstract void put(Community node);

    /** A new device, or what became of one. */
    abstract void put(Registered registered);

    @BeforeEach
    void settle() {
        put(new Community(street, CommunityLevel.STREET, "安宁街道", Optional.empty(), Optional.empty()));
        put(new Community(
                community, CommunityLevel.COMMUNITY, "和平社区", Optional.of(street), Optional.of(new Wgs84(34.7, 113.7))));
    }

    @Test
    void aDeviceIsFoundAsItWasRegistered() {
        long before = last();
        Registered watch = new Registered(device(DeviceState.ACTIVE), List.of(new byte[] {1, 2}, new byte[] {3}));
        put(watch);
        Registered found = since(before).devices().get(0);
        assertThat(found.device()).isEqualTo(watch.device());
        assertThat(found.secretHashes()).containsExactly(new byte[] {1, 2}, new byte[] {3});
    }

    @Test
    void whatIsKnownIsNotToldAgainAndWhatChangedIs() {
        Registered watch = new Registered(device(DeviceState.ACTIVE), List.of());
        put(watch);
        long version = last();
        assertThat(since(version).devices()).isEmpty();
        assertThat(since(version).nextVersion()).isEqualTo(version);
        Device d = watch.device();
        Device retired = new Device(
                d.id(),
                d.kind(),
                d.dialect(),
                DeviceState.RETIRED,
                d.community(),
                d.street(),
                d.address(),
                d.gateway(),
                d.resident(),
                d.profile(),
                d.place());
        put(new Registered(retired, List.of()));
        Page page = since(version);
        assertThat(page.devices()).extracting(Registered::device).containsExactly(retired);
        assertThat(page.nextVersion()).isGreaterThan(version);
    }

    @Test
    void allAreFoundPageByPage() {
        long version = last();
        List<DeviceId> put = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Registered one = new Registered(device(DeviceState.ACTIVE), List.of());
            put(one);
            put.add(one.device().id());
        }
        List<DeviceId> found = new ArrayList<>();
        Page page;
        do {
            page = PgFixture.await(store().devicesSince(version, 3));
            assertThat(page.devices()).hasSizeLessThanOrEqualTo(3);
            assertThat(page.nextVersion()).as("a page leads further").isGreaterThan(version);
            page.devices().forEach(one -> found.add(one.device().id()));
            version = page.nextVersion();
        } while (page.more());
        assertThat(found).isEqualTo(put);
    }

    @Test
    void theTreeIsWhole() {
        assertThat(PgFixture.await(store().communities()))
                .contains(
                        new Community(street, CommunityLevel.STREET, "安宁街道", Optional.empty(), Optional.empty()),
                        new Community(
                                community,
                                CommunityLevel.COMMUNITY,
                                "和平社区",
                                Optional.of(street),
                                Optional.of(new Wgs84(34.7, 113.7))));
    }

    private Device device(DeviceState state) {
        DeviceId id = new DeviceId(Samples.id());
        return new Device(
                id,
                DeviceKind.WATCH,
                Dialect.IMEDE,
                state,
                community,
                street,
                Optional.of("imei-" + id),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Page since(long version) {
        return PgFixture.await(store().devicesSince(version, 100));
    }

    final long last() {
        long version = 0;
        Page page;
        do {
            page = since(version);
            version = page.nextVersion();
        } while (page.more());
        return version;
    }
}
