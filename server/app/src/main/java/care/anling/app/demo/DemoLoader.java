package care.anling.app.demo;

import care.anling.core.common.CommunityId;
import care.anling.core.community.Community;
import care.anling.core.geo.Wgs84;
import care.anling.migrations.Migrations;
import care.anling.verticles.access.Passwords;
import care.anling.verticles.store.Pinyin;
import care.anling.verticles.vault.SealedPhone;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.Vault;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts the demo community into the database, as its owner, in one transaction. What is there already stays as it is:
 * whoever edits the demo finds their edits again after a restart. Blocks; call it before any event loop runs.
 */
public final class DemoLoader {

    private final Path home;
    private final Function<String, byte[]> secretHash;
    private final Vault vault;

    /**
     * @param home where this installation keeps its secrets and {@code demo.json}
     * @param secretHash HMAC of a device secret under this installation's pepper
     * @param vault seals what is told of people
     */
    public DemoLoader(Path home, Function<String, byte[]> secretHash, Vault vault) {
        this.home = home;
        this.secretHash = secretHash;
        this.vault = vault;
    }

    /** @return what has to be told to visitors and to the simulation */
    public DemoAccess load(Connection owner, LocalDate today) throws SQLException, IOException {
        DemoCommunity community = DemoCommunity.generate(DemoCommunity.SEED, today);
        DemoSecrets secrets = DemoSecrets.open(home.resolve("secrets"), community);
        boolean autoCommit = owner.getAutoCommit();
        owner.setAutoCommit(false);
        owner.setSchema(Migrations.SCHEMA);
        try {
            write(owner, community, secrets, today);
            owner.commit();
        } catch (SQLException | RuntimeException e) {
            owner.rollback();
            throw e;
        } finally {
            owner.setAutoCommit(autoCommit);
        }
        return new DemoAccess(home, community, secrets);
    }

    private void write(Connection owner, DemoCommunity community, DemoSecrets secrets, LocalDate today)
            throws SQLException {
        writeTree(owner, community.tree());
        writeResidents(owner, community.residents());
        writeContacts(owner, community.residents());
        writeDevices(owner, community.devices(), secrets);
        writeAccounts(owner, community.accounts(), secrets);
        writeResponders(owner, community.accounts());
        linkFamilies(owner, community);
        new DemoShifts(community.accounts()).write(owner, today);
        forgetLooks(owner);
    }

    /** Yesterday's visitor has long closed the console: the demo is watched over from today's first look on. */
    private static void forgetLooks(Connection owner) throws SQLException {
        try (PreparedStatement statement = owner.prepareStatement("DELETE FROM desk_looks")) {
            statement.executeUpdate();
        }
    }

    private static void writeTree(Connection owner, List<Community> tree) throws SQLException {
        String sql = "INSERT INTO communities (id, level, name, parent, lat, lon) VALUES (?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (id) DO NOTHING";
        try (PreparedStatement row = owner.prepareStatement(sql)) {
            for (Community node : tree) {
                bind(
                        row,
                        node.id().value(),
                        node.level().name(),
                        node.name(),
                        node.parent().map(CommunityId::value).orElse(null),
                        node.at().map(Wgs84::latitude).orElse(null),
                        node.at().map(Wgs84::longitude).orElse(null));
                row.addBatch();
            }
            row.executeBatch();
        }
    }

    private void writeResidents(Connection owner, List<DemoResident> residents) throws SQLException {
        String sql = "INSERT INTO residents (id, community, name, pinyin, sex, birth_date, phone, living_situation,"
                + " lives_alone, language, building, unit, floor, room, key_box, lat, lon, frailty, oxygen_therapy,"
                + " spo2_scale2, conditions, medications, allergies, blood_type, clinical_notes, phone_hash, phone_tail,"
                + " pinyin_keys)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (id) DO NOTHING";
        try (PreparedStatement row = owner.prepareStatement(sql)) {
            for (DemoResident resident : residents) {
                DemoResident.Who who = resident.who();
                DemoResident.Door door = resident.door();
                DemoResident.Clinical clinical = resident.clinical();
                SealedPhone phone = SealedPhone.of(vault, SealedTable.RESIDENTS, resident.id(), who.phone());
                bind(
                        row,
                        resident.id(),
                        resident.community().value(),
                        who.name(),
                        who.pinyin(),
                        who.sex().name(),
                        java.sql.Date.valueOf(who.birthDate()),
                        phone.sealed(),
                        resident.livingSituation(),
                        resident.livesAlone(),
                        who.language(),
                        door.building().value(),
                        door.unit(),
                        door.floor(),
                        door.room(),
                        door.keyBox()
                                .map(box -> sealed(resident, "key_box", box))
                                .orElse(null),
                        door.at().latitude(),
                        door.at().longitude(),
                        clinical.frailty(),
                        clinical.oxygenTherapy(),
                        clinical.spo2Scale2(),
                        sealedList(resident, "conditions", clinical.conditions()),
                        sealedList(resident, "medications", clinical.medications()),
                        sealedList(resident, "allergies", clinical.allergies()),
                        sealed(resident, "blood_type", clinical.bloodType()),
                        clinical.notes()
                                .map(notes -> sealed(resident, "clinical_notes", notes))
                                .orElse(null),
                        phone.hash().orElse(null),
                        phone.tail().orElse(null),
                        Pinyin.keys(who.name(), who.pinyin()));
                row.addBatch();
            }
            row.executeBatch();
        }
    }

    private String sealed(DemoResident resident, String column, String text) {
        return vault.seal(SealedTable.RESIDENTS.cell(column, resident.id()), text);
    }

    private @Nullable String sealedList(DemoResident resident, String column, List<String> texts) {
        return texts.isEmpty() ? null : sealed(resident, column, new JsonArray(texts).encode());
    }

    private void writeContacts(Connection owner, List<DemoResident> residents) throws SQLException {
        String sql = "INSERT INTO contacts (id, resident, name, relation, phone, call_order, has_key, minutes_away,"
                + " phone_hash, phone_tail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING";
        try (PreparedStatement row = owner.prepareStatement(sql)) {
            for (DemoResident resident : residents) {
                int order = 1;
                for (DemoResident.Contact contact : resident.contacts()) {
                    SealedPhone phone = SealedPhone.of(vault, SealedTable.CONTACTS, contact.id(), contact.phone());
                    bind(
                            row,
                            contact.id(),
                            resident.id(),
                            contact.name(),
                            contact.relation(),
                            phone.sealed(),
                            order++,
                            contact.hasKey(),
                            contact.minutesAway().orElse(null),
                            phone.hash().orElse(null),
                            phone.tail().orElse(null));
                    row.addBatch();
                }
            }
            row.executeBatch();
        }
    }

    private void writeDevices(Connection owner, List<DemoDevice> devices, DemoSecrets secrets) throws SQLException {
        String sql = "INSERT INTO devices (id, kind, dialect, state, model, community, resident, building, address,"
                + " gateway, secret_hashes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING";
        try (PreparedStatement row = owner.prepareStatement(sql);
                PreparedStatement renew = owner.prepareStatement("UPDATE devices SET secret_hashes = ? WHERE id = ?")) {
            // A gateway comes before the devices that speak through it.
            for (DemoDevice device : gatewaysFirst(devices)) {
                byte[][] hashes = device.hasSecret()
                        ? new byte[][] {secretHash.apply(secrets.secret(device.id()))}
                        : new byte[0][];
                bind(
                        row,
                        device.id(),
                        device.model().kind().name(),
                        device.model().dialect().wire(),
                        device.state().name(),
                        device.model().name(),
                        device.community().value(),
                        device.resident().orElse(null),
                        device.building().map(CommunityId::value).orElse(null),
                        device.address().orElse(null),
                        device.gateway().orElse(null),
                        owner.createArrayOf("bytea", hashes));
                int added = row.executeUpdate();
                if (added == 0 && secrets.isFresh(device.id())) {
                    bind(renew, owner.createArrayOf("bytea", hashes), device.id());
                    renew.executeUpdate();
                }
            }
        }
    }

    private static List<DemoDevice> gatewaysFirst(List<DemoDevice> devices) {
        return devices.stream()
                .sorted(java.util.Comparator.comparing(device -> !device.hasSecret()))
                .toList();
    }

    private static void writeAccounts(Connection owner, List<DemoAccount> accounts, DemoSecrets secrets)
            throws SQLException {
        Set<UUID> known = knownAccounts(owner);
        String sql = "INSERT INTO accounts (id, username, password_hash, name, role, community, resident)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (id) DO UPDATE SET password_hash = EXCLUDED.password_hash";
        try (PreparedStatement row = owner.prepareStatement(sql)) {
            for (DemoAccount account : accounts) {
                // A hash costs a tenth of a second on purpose: only for those who need one.
                if (known.contains(account.id()) && !secrets.isFresh(account.id())) {
                    continue;
                }
                bind(
                        row,
                        account.id(),
                        account.username(),
                        Passwords.hash(secrets.password(account.id())),
                        account.name(),
                        account.role(),
                        account.community().value(),
                        account.resident().orElse(null));
                row.addBatch();
            }
            row.executeBatch();
        }
    }

    private static Set<UUID> knownAccounts(Connection owner) throws SQLException {
        Set<UUID> known = new HashSet<>();
        try (PreparedStatement query = owner.prepareStatement("SELECT id FROM accounts");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                known.add(rows.getObject(1, UUID.class));
            }
        }
        return known;
    }

    private static void writeResponders(Connection owner, List<DemoAccount> accounts) throws SQLException {
        String sql = "INSERT INTO responders (account, roles, on_duty, duty_changed_at, skills, home_lat, home_lon)"
                + " VALUES (?, ?, ?, now(), ?, ?, ?) ON CONFLICT (account) DO NOTHING";
        try (PreparedStatement row = owner.prepareStatement(sql)) {
            for (DemoAccount account : accounts) {
                Optional<DemoAccount.Duty> duty = account.duty();
                if (duty.isEmpty()) {
                    continue;
                }
                bind(
                        row,
                        account.id(),
                        texts(owner, duty.get().roles()),
                        duty.get().onDuty(),
                        texts(owner, duty.get().skills()),
                        duty.get().home().map(Wgs84::latitude).orElse(null),
                        duty.get().home().map(Wgs84::longitude).orElse(null));
                row.addBatch();
            }
            row.executeBatch();
        }
    }

    /** Each family account is the contact of its name, so that family is asked in the order of the contacts. */
    private static void linkFamilies(Connection owner, DemoCommunity community) throws SQLException {
        String sql = "UPDATE contacts SET account = ? WHERE resident = ? AND name = ? AND account IS NULL";
        try (PreparedStatement row = owner.prepareStatement(sql)) {
            for (DemoAccount account : community.accounts()) {
                if (account.resident().isPresent()) {
                    bind(row, account.id(), account.resident().get(), account.name());
                    row.addBatch();
                }
            }
            row.executeBatch();
        }
    }

    private static java.sql.Array texts(Connection owner, List<String> texts) throws SQLException {
        return owner.createArrayOf("text", texts.toArray());
    }

    private static void bind(PreparedStatement row, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value == null) {
                row.setNull(i + 1, Types.NULL);
            } else {
                row.setObject(i + 1, value);
            }
        }
    }
}
