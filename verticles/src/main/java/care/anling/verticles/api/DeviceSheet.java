package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IdSource;
import care.anling.core.community.Community;
import care.anling.core.community.CommunityLevel;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.Dialect;
import care.anling.verticles.csv.CsvColumn;
import care.anling.verticles.csv.CsvLine;
import care.anling.verticles.csv.CsvTrouble;
import care.anling.verticles.csv.CsvWords;
import care.anling.verticles.store.DeviceField;
import care.anling.verticles.store.DeviceStore.Edit;
import care.anling.verticles.store.DeviceStore.Inhabitant;
import care.anling.verticles.store.DeviceStore.Known;
import care.anling.verticles.store.DeviceStore.NewDevice;
import care.anling.verticles.store.RegisterStore.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a sheet of devices says, line by line, against what is known of this part of the tree. Pure. */
final class DeviceSheet {

    static final CsvColumn KIND = new CsvColumn("kind", "类型", true, 20);
    static final CsvColumn DIALECT = new CsvColumn("dialect", "协议", true, 40);
    static final CsvColumn COMMUNITY = new CsvColumn("community", "社区", false, 80);
    static final CsvColumn RESIDENT = new CsvColumn("resident", "长者", false, 80);
    static final CsvColumn BUILDING = new CsvColumn("building", "楼院", false, 80);
    static final CsvColumn PLACE = new CsvColumn("placeLabel", "位置", false, 80);
    static final CsvColumn MODEL = new CsvColumn("model", "型号", false, 80);
    static final CsvColumn ADDRESS = new CsvColumn("address", "地址", false, 255);
    static final CsvColumn GATEWAY = new CsvColumn("gateway", "网关", false, 36);
    static final CsvColumn NOTE = new CsvColumn("note", "备注", false, 500);

    static final List<CsvColumn> COLUMNS =
            List.of(KIND, DIALECT, COMMUNITY, RESIDENT, BUILDING, PLACE, MODEL, ADDRESS, GATEWAY, NOTE);

    private static final Map<String, DeviceKind> KINDS_ZH = Map.ofEntries(
            Map.entry("手表", DeviceKind.WATCH),
            Map.entry("吊坠", DeviceKind.PENDANT),
            Map.entry("拉绳", DeviceKind.PULL_CORD),
            Map.entry("跌倒雷达", DeviceKind.FALL_RADAR),
            Map.entry("体征仪", DeviceKind.VITALS_MONITOR),
            Map.entry("烟感", DeviceKind.SMOKE),
            Map.entry("燃气", DeviceKind.GAS),
            Map.entry("水浸", DeviceKind.WATER),
            Map.entry("人体感应", DeviceKind.MOTION),
            Map.entry("一键终端", DeviceKind.KIOSK),
            Map.entry("网关", DeviceKind.GATEWAY));

    private static final CsvWords NO_KIND = new CsvWords("没有这种终端", "There is no such kind of device");
    private static final CsvWords NO_DIALECT = new CsvWords("不支持这种协议", "This server does not speak that dialect");
    private static final CsvWords NO_COMMUNITY =
            new CsvWords("您的范围内没有这个社区，或有几个同名", "Your part of the tree has no such community, or several");
    private static final CsvWords NO_RESIDENT = new CsvWords("该社区没有这位长者", "That community has no such resident");
    private static final CsvWords MANY_RESIDENTS =
            new CsvWords("该社区有几位同名长者，请填写编号", "That community has several of that name: give the id");
    private static final CsvWords NO_BUILDING = new CsvWords("该社区没有这个楼院", "That community has no such building");
    private static final CsvWords ONE_PLACE =
            new CsvWords("长者和楼院只能填一个", "A device protects a resident or hangs in a building, not both");
    private static final CsvWords NO_GATEWAY = new CsvWords("没有这个在用的网关", "There is no such gateway in use");
    private static final CsvWords ADDRESS_NEEDED =
            new CsvWords("经网关通信的终端必须有地址", "What speaks through a gateway needs its address there");
    private static final CsvWords TAKEN = new CsvWords("这个地址已有终端", "Another device has this address");

    private final Scope scope;
    private final List<Community> tree;
    private final Known known;
    private final IdSource ids;
    private final Set<String> addresses;
    private final List<CsvTrouble> troubles = new ArrayList<>();

    /** @param tree the asker's part of it */
    DeviceSheet(Scope scope, List<Community> tree, Known known, IdSource ids) {
        this.scope = scope;
        this.tree = tree;
        this.known = known;
        this.ids = ids;
        this.addresses = new HashSet<>(known.addresses());
    }

    List<CsvTrouble> troubles() {
        return troubles;
    }

    /** What is wrong is noted; the device is worth something only if nothing is. */
    Optional<NewDevice> read(CsvLine line) {
        int before = troubles.size();
        Optional<DeviceKind> kind = kind(line.get(KIND));
        require(kind.isPresent(), line, KIND, NO_KIND);
        String dialect = line.get(DIALECT).toLowerCase(Locale.ROOT);
        require(Dialect.of(dialect) != Dialect.UNKNOWN, line, DIALECT, NO_DIALECT);
        Optional<CommunityId> community = community(line);
        Map<DeviceField, Optional<Object>> fields = new EnumMap<>(DeviceField.class);
        community.ifPresent(node -> {
            fields.put(DeviceField.COMMUNITY, Optional.of(node.value()));
            resident(line, node).ifPresent(id -> fields.put(DeviceField.RESIDENT, Optional.of(id)));
            building(line, node).ifPresent(id -> fields.put(DeviceField.BUILDING, Optional.of(id)));
        });
        require(line.find(RESIDENT).isEmpty() || line.find(BUILDING).isEmpty(), line, BUILDING, ONE_PLACE);
        gateway(line, dialect).ifPresent(id -> fields.put(DeviceField.GATEWAY, Optional.of(id)));
        text(line, PLACE, DeviceField.PLACE_LABEL, fields);
        text(line, MODEL, DeviceField.MODEL, fields);
        text(line, ADDRESS, DeviceField.ADDRESS, fields);
        text(line, NOTE, DeviceField.NOTE, fields);
        return troubles.size() == before
                ? kind.map(it -> new NewDevice(new DeviceId(ids.next()), it, dialect, new Edit(fields)))
                : Optional.empty();
    }

    private void require(boolean holds, CsvLine line, CsvColumn column, CsvWords why) {
        if (!holds) {
            troubles.add(line.trouble(column, why));
        }
    }

    private static Optional<DeviceKind> kind(String word) {
        return Arrays.stream(DeviceKind.values())
                .filter(kind -> kind.name().equalsIgnoreCase(word))
                .findFirst()
                .or(() -> Optional.ofNullable(KINDS_ZH.get(word)));
    }

    /** The one named; without a name the only one there is. */
    private Optional<CommunityId> community(CsvLine line) {
        List<Community> found = tree.stream()
                .filter(node -> node.level() != CommunityLevel.BUILDING)
                .filter(node -> scope.nodes().contains(node.id()))
                .filter(node ->
                        line.find(COMMUNITY).map(word -> isCalled(node, word)).orElse(true))
                .toList();
        require(found.size() == 1, line, COMMUNITY, NO_COMMUNITY);
        return found.size() == 1 ? Optional.of(found.get(0).id()) : Optional.empty();
    }

    private static boolean isCalled(Community node, String word) {
        return node.name().equals(word) || node.id().toString().equalsIgnoreCase(word);
    }

    private Optional<UUID> resident(CsvLine line, CommunityId community) {
        Optional<String> word = line.find(RESIDENT);
        if (word.isEmpty()) {
            require(scope.building().isEmpty() || line.find(BUILDING).isPresent(), line, BUILDING, NO_BUILDING);
            return Optional.empty();
        }
        List<Inhabitant> found = known.residents().stream()
                .filter(one -> one.community().equals(community))
                .filter(one ->
                        one.name().equals(word.get()) || one.id().toString().equalsIgnoreCase(word.get()))
                .toList();
        require(!found.isEmpty(), line, RESIDENT, NO_RESIDENT);
        require(found.size() < 2, line, RESIDENT, MANY_RESIDENTS);
        return found.stream().map(Inhabitant::id).findFirst();
    }

    private Optional<UUID> building(CsvLine line, CommunityId community) {
        Optional<String> word = line.find(BUILDING);
        if (word.isEmpty()) {
            return Optional.empty();
        }
        List<Community> found = tree.stream()
                .filter(node -> node.level() == CommunityLevel.BUILDING)
                .filter(node -> node.parent().filter(community::equals).isPresent())
                .filter(node -> scope.building().map(node.id()::equals).orElse(true))
                .filter(node -> isCalled(node, word.get()))
                .toList();
        require(found.size() == 1, line, BUILDING, NO_BUILDING);
        return found.stream().map(node -> node.id().value()).findFirst();
    }

    private Optional<UUID> gateway(CsvLine line, String dialect) {
        Optional<UUID> gateway = line.find(GATEWAY).flatMap(DeviceSheet::uuid);
        if (line.find(GATEWAY).isPresent()) {
            require(gateway.filter(known.gateways()::contains).isPresent(), line, GATEWAY, NO_GATEWAY);
            require(line.find(ADDRESS).isPresent(), line, ADDRESS, ADDRESS_NEEDED);
        }
        line.find(ADDRESS).ifPresent(address -> {
            String called = gateway.map(UUID::toString).orElse("") + "|" + dialect + "|" + address;
            require(addresses.add(called), line, ADDRESS, TAKEN);
        });
        return gateway;
    }

    static Optional<UUID> uuid(String word) {
        try {
            return word.length() == 36 ? Optional.of(UUID.fromString(word)) : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static void text(
            CsvLine line, CsvColumn column, DeviceField field, Map<DeviceField, Optional<Object>> fields) {
        line.find(column).ifPresent(word -> fields.put(field, Optional.of(word)));
    }
}
