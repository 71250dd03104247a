package care.anling.app.demo;

import care.anling.app.demo.DemoDevice.Model;
import care.anling.core.common.CommunityId;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.DeviceState;
import care.anling.core.device.Dialect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Hands out fifty devices in three dialects; the frailest and those who live alone come first. */
final class DeviceShelf {

    static final int DEVICES = 50;

    private static final int IMEDE_WATCHES = 8;
    private static final int BUTTONS = 8;
    private static final int NATIVE_PENDANTS = 10;
    private static final int NATIVE_WATCHES = 17;

    private static final Model WATCH = new Model(DeviceKind.WATCH, Dialect.NATIVE, "安铃手表 W2");
    private static final Model PENDANT = new Model(DeviceKind.PENDANT, Dialect.NATIVE, "安铃吊坠 P1");
    private static final Model IMEDE = new Model(DeviceKind.WATCH, Dialect.IMEDE, "iMEDE 4G");
    private static final Model GATEWAY = new Model(DeviceKind.GATEWAY, Dialect.ZIGBEE2MQTT, "zigbee2mqtt");
    private static final Model TUYA = new Model(DeviceKind.PENDANT, Dialect.ZIGBEE2MQTT, "TS0215A_sos");
    private static final Model CORD = new Model(DeviceKind.PULL_CORD, Dialect.ZIGBEE2MQTT, "SEB01ZB");
    private static final Model RADAR = new Model(DeviceKind.FALL_RADAR, Dialect.NATIVE, "安铃雷达 R1");
    private static final Model MONITOR = new Model(DeviceKind.VITALS_MONITOR, Dialect.NATIVE, "安铃体征仪 V1");
    private static final Model SMOKE = new Model(DeviceKind.SMOKE, Dialect.NATIVE, "安铃烟感 S1");

    private final DemoPlan plan;
    private final Dice dice;
    private final Deque<DemoResident> waiting;
    private final List<DemoDevice> handedOut = new ArrayList<>();

    /** @param neediest residents, who needs a device most first */
    DeviceShelf(DemoPlan plan, Dice dice, List<DemoResident> neediest) {
        this.plan = plan;
        this.dice = dice;
        this.waiting = new ArrayDeque<>(neediest);
    }

    List<DemoDevice> handOut() {
        List<DemoResident> onOxygen =
                waiting.stream().filter(r -> r.clinical().oxygenTherapy()).toList();
        add(MONITOR, onOxygen.get(0), Optional.empty(), Optional.empty());
        List<DemoResident> frailest = waiting.stream().limit(2).toList();
        frailest.forEach(resident -> add(RADAR, resident, Optional.empty(), Optional.empty()));
        for (int i = 0; i < NATIVE_WATCHES; i++) {
            add(WATCH, waiting.removeFirst(), Optional.empty(), Optional.empty());
        }
        for (int i = 0; i < IMEDE_WATCHES; i++) {
            add(IMEDE, waiting.removeFirst(), Optional.of(imei(i)), Optional.empty());
        }
        for (int i = 0; i < NATIVE_PENDANTS; i++) {
            add(PENDANT, waiting.removeFirst(), Optional.empty(), Optional.empty());
        }
        buttonsBehindAGateway();
        handedOut.add(hung(SMOKE));
        loose(WATCH, DeviceState.ACTIVE);
        loose(PENDANT, DeviceState.RETIRED);
        return List.copyOf(handedOut);
    }

    /** One Zigbee gateway hears one community; its buttons go to people of that community. */
    private void buttonsBehindAGateway() {
        DemoDevice gateway = hung(GATEWAY);
        handedOut.add(gateway);
        List<DemoResident> near = waiting.stream()
                .filter(resident -> resident.community().equals(gateway.community()))
                .limit(BUTTONS)
                .toList();
        for (int i = 0; i < near.size(); i++) {
            Model model = i % 2 == 0 ? TUYA : CORD;
            DemoResident resident = near.get(i);
            waiting.remove(resident);
            // Half keep the name they were born with, half were given one with a slash, as their owners like.
            String name = i % 2 == 0
                    ? "0xa4c138%010x".formatted(0x9960_7feb_d1L + i * 0x1_3f7L)
                    : "cord/" + resident.door().room() + "-" + (i + 1);
            add(model, resident, Optional.of(name), Optional.of(gateway.id()));
        }
    }

    private void add(Model model, DemoResident resident, Optional<String> address, Optional<UUID> gateway) {
        handedOut.add(new DemoDevice(
                dice.id(),
                model,
                DeviceState.ACTIVE,
                resident.community(),
                Optional.of(resident.id()),
                Optional.empty(),
                address,
                gateway,
                resident.door().at()));
    }

    /** In the first community's centre, where the canteen is. */
    private DemoDevice hung(Model model) {
        DemoPlan.Building building = plan.buildings().stream()
                .filter(candidate -> candidate.name().contains("社区服务中心"))
                .findFirst()
                .orElseThrow();
        return new DemoDevice(
                dice.id(),
                model,
                DeviceState.ACTIVE,
                building.community(),
                Optional.empty(),
                Optional.of(building.id()),
                Optional.empty(),
                Optional.empty(),
                building.at());
    }

    /** Nobody's: to see what an SOS from such a device becomes. */
    private void loose(Model model, DeviceState state) {
        CommunityId community = plan.communities().get(1).id();
        handedOut.add(new DemoDevice(
                dice.id(),
                model,
                state,
                community,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                plan.communities().get(1).at().orElseThrow()));
    }

    /**
     * The first is the one in the maker's samples, so that those can be tried as they stand; the others are fifteen
     * digits under the same prefix, the last one Luhn's check digit as in every real IMEI.
     */
    private static String imei(int index) {
        if (index == 0) {
            return "865067123456789";
        }
        String body = "86506712345" + "%03d".formatted(100 + index * 37);
        int sum = 0;
        for (int i = 0; i < body.length(); i++) {
            int digit = body.charAt(i) - '0';
            int weighted = i % 2 == 1 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return body + (10 - sum % 10) % 10;
    }
}
