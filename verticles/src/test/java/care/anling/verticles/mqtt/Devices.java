package care.anling.verticles.mqtt;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.device.Device;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.DeviceState;
import care.anling.core.device.Dialect;
import java.util.Optional;
import java.util.UUID;

/** Devices for tests. */
final class Devices {

    private static final CommunityId COMMUNITY = new CommunityId(new UUID(0x7000, 1));
    private static final CommunityId STREET = new CommunityId(new UUID(0x7000, 2));
    private static final Person RESIDENT = new Person(new UUID(0x7000, 3), "李秀英");

    private Devices() {}

    static Device watch(int number) {
        return device(number, DeviceKind.WATCH, Dialect.NATIVE, Optional.empty(), Optional.empty());
    }

    static Device imede(int number) {
        return device(number, DeviceKind.WATCH, Dialect.IMEDE, Optional.of("865067123456789"), Optional.empty());
    }

    static Device speaking(Dialect dialect, Device device) {
        return new Device(
                device.id(),
                device.kind(),
                dialect,
                device.state(),
                COMMUNITY,
                STREET,
                device.address(),
                device.gateway(),
                device.resident(),
                device.profile(),
                device.place());
    }

    static Device gateway(int number) {
        Device device = device(number, DeviceKind.GATEWAY, Dialect.ZIGBEE2MQTT, Optional.empty(), Optional.empty());
        return new Device(
                device.id(),
                device.kind(),
                device.dialect(),
                device.state(),
                COMMUNITY,
                STREET,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static Device child(int number, Device gateway, DeviceKind kind, String friendlyName) {
        return device(number, kind, Dialect.ZIGBEE2MQTT, Optional.of(friendlyName), Optional.of(gateway.id()));
    }

    static Device in(Device device, DeviceState state) {
        return new Device(
                device.id(),
                device.kind(),
                device.dialect(),
                state,
                COMMUNITY,
                STREET,
                device.address(),
                device.gateway(),
                device.resident(),
                device.profile(),
                device.place());
    }

    static Device unassigned(Device device) {
        return new Device(
                device.id(),
                device.kind(),
                device.dialect(),
                device.state(),
                COMMUNITY,
                STREET,
                device.address(),
                device.gateway(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Device device(
            int number, DeviceKind kind, Dialect dialect, Optional<String> address, Optional<DeviceId> gateway) {
        return new Device(
                new DeviceId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | number)),
                kind,
                dialect,
                DeviceState.ACTIVE,
                COMMUNITY,
                STREET,
                address,
                gateway,
                Optional.of(RESIDENT),
                Optional.empty(),
                Optional.empty());
    }
}
