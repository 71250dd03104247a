package care.anling.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.core.community.CommunityLevel;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.DeviceState;
import care.anling.core.device.Dialect;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoCommunityTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

    private final DemoCommunity street = DemoCommunity.generate(DemoCommunity.SEED, TODAY);

    @Test
    void theSameSeedGivesTheSameStreet() {
        assertThat(DemoCommunity.generate(DemoCommunity.SEED, TODAY)).isEqualTo(street);
        assertThat(DemoCommunity.generate(DemoCommunity.SEED + 1, TODAY)).isNotEqualTo(street);
    }

    @Test
    void idsAndNamesStayWhateverTheDay() {
        DemoCommunity later = DemoCommunity.generate(DemoCommunity.SEED, TODAY.plusYears(3));
        assertThat(later.accounts()).isEqualTo(street.accounts());
        assertThat(later.devices()).isEqualTo(street.devices());
    }

    @Test
    void hasTheFiguresOfTheMission() {
        assertThat(street.residents()).hasSize(125).allMatch(resident -> age(resident) >= 70);
        assertThat(street.residents())
                .filteredOn(resident -> age(resident) >= 80)
                .hasSize(47);
        assertThat(street.accounts())
                .filteredOn(a -> a.role().equals("VOLUNTEER"))
                .hasSize(30);
        assertThat(street.devices()).hasSize(50);
    }

    @Test
    void hasTheAccountsOfTheContract() {
        Map<String, Long> roles =
                street.accounts().stream().collect(Collectors.groupingBy(DemoAccount::role, Collectors.counting()));
        assertThat(roles.get("ADMIN")).isPositive();
        assertThat(roles.get("DOCTOR")).isEqualTo(3);
        assertThat(roles.get("FAMILY")).isEqualTo(2);
        Set<CommunityId> desks = street.accounts().stream()
                .filter(account -> account.role().equals("COORDINATOR"))
                .map(DemoAccount::community)
                .collect(Collectors.toSet());
        assertThat(desks).containsExactlyInAnyOrderElementsOf(nodes(CommunityLevel.STREET, CommunityLevel.COMMUNITY));
        assertThat(street.accounts())
                .filteredOn(account -> account.role().equals("FAMILY"))
                .allMatch(account -> account.resident().isPresent());
        assertThat(street.accounts()).extracting(DemoAccount::username).doesNotHaveDuplicates();
        assertThat(street.accounts())
                .filteredOn(DemoAccount::human)
                .extracting(DemoAccount::role)
                .contains("COORDINATOR", "DOCTOR", "VOLUNTEER", "FAMILY");
    }

    @Test
    void everyResidentHasADoorAContactAndAPlausibleChart() {
        Set<CommunityId> buildings = Set.copyOf(nodes(CommunityLevel.BUILDING));
        assertThat(street.residents()).allSatisfy(resident -> {
            assertThat(buildings).contains(resident.door().building());
            assertThat(resident.door().room())
                    .startsWith(String.valueOf(resident.door().floor()));
            assertThat(resident.contacts()).hasSizeBetween(1, 3);
            assertThat(resident.clinical().frailty()).isBetween(1, 9);
            assertThat(resident.who().pinyin()).isNotBlank();
        });
        assertThat(street.residents())
                .flatExtracting(DemoResident::contacts)
                .extracting(DemoResident.Contact::phone)
                .allMatch(phone -> phone.startsWith("100-"));
    }

    @Test
    void medicinesFitTheirIllnesses() {
        assertThat(street.residents()).allSatisfy(resident -> {
            DemoResident.Clinical chart = resident.clinical();
            assertThat(takes(chart, "华法林")).isEqualTo(chart.conditions().contains("心房颤动"));
            assertThat(takes(chart, "华法林") && takes(chart, "阿司匹林")).isFalse();
            assertThat(takes(chart, "二甲双胍") && chart.conditions().contains("慢性肾病3期"))
                    .isFalse();
            assertThat(takes(chart, "阿司匹林") && chart.allergies().stream().anyMatch(a -> a.startsWith("阿司匹林")))
                    .isFalse();
            assertThat(chart.spo2Scale2()).isEqualTo(chart.oxygenTherapy());
        });
        assertThat(street.residents())
                .filteredOn(resident -> resident.clinical().oxygenTherapy())
                .hasSizeBetween(2, 4);
    }

    @Test
    void devicesSpeakThreeDialectsAndOnlyGatewaysSpeakForOthers() {
        assertThat(street.devices())
                .extracting(device -> device.model().dialect())
                .contains(Dialect.NATIVE, Dialect.IMEDE, Dialect.ZIGBEE2MQTT);
        Set<UUID> gateways = street.devices().stream()
                .filter(device -> device.model().kind() == DeviceKind.GATEWAY)
                .map(DemoDevice::id)
                .collect(Collectors.toSet());
        List<DemoDevice> children = street.devices().stream()
                .filter(device -> device.gateway().isPresent())
                .toList();
        assertThat(children)
                .hasSize(8)
                .allMatch(child -> gateways.contains(child.gateway().orElseThrow()));
        assertThat(street.devices())
                .filteredOn(device -> device.model().dialect() == Dialect.IMEDE)
                .hasSize(8)
                .allMatch(device -> device.address().orElseThrow().matches("865067\\d{9}"));
        assertThat(street.devices().stream().flatMap(device -> device.address().stream()))
                .doesNotHaveDuplicates();
        assertThat(street.devices())
                .extracting(device -> device.model().kind())
                .contains(DeviceKind.FALL_RADAR, DeviceKind.VITALS_MONITOR);
    }

    @Test
    void oneDeviceIsNobodysAndOneIsRetired() {
        assertThat(street.devices())
                .filteredOn(device -> device.resident().isEmpty()
                        && device.building().isEmpty()
                        && device.state() == DeviceState.ACTIVE)
                .hasSize(1);
        assertThat(street.devices())
                .filteredOn(device -> device.state() == DeviceState.RETIRED)
                .hasSize(1);
    }

    @Test
    void allIdsDifferAndAreOfVersionSeven() {
        List<UUID> ids = Stream.of(
                        street.tree().stream().map(node -> node.id().value()),
                        street.residents().stream().map(DemoResident::id),
                        street.residents().stream()
                                .flatMap(r -> r.contacts().stream().map(DemoResident.Contact::id)),
                        street.accounts().stream().map(DemoAccount::id),
                        street.devices().stream().map(DemoDevice::id))
                .flatMap(s -> s)
                .toList();
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        assertThat(ids).allMatch(id -> id.version() == 7 && id.variant() == 2);
    }

    private static boolean takes(DemoResident.Clinical chart, String medicine) {
        return chart.medications().stream().anyMatch(taken -> taken.startsWith(medicine));
    }

    private static int age(DemoResident resident) {
        return resident.who().birthDate().until(TODAY).getYears();
    }

    private List<CommunityId> nodes(CommunityLevel... levels) {
        return street.tree().stream()
                .filter(node -> List.of(levels).contains(node.level()))
                .map(node -> node.id())
                .toList();
    }
}
