package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.ResidentId;
import care.anling.core.geo.Wgs84;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.TestVault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgDossierStoreTest extends DossierStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    @Override
    DossierStore store() {
        return new PgDossierStore(POSTGRES.vertx(), POSTGRES.everybodys(), TestVault.open());
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
    CommunityId community(String name) {
        CommunityId street = Samples.community();
        CommunityId community = Samples.community();
        POSTGRES.tell("INSERT INTO communities (id, level, name) VALUES ('" + street + "', 'STREET', '安宁街道')");
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + community + "', 'COMMUNITY', '"
                + name + "', '" + street + "')");
        return community;
    }

    @Override
    CommunityId building(CommunityId community, String name, Wgs84 at) {
        CommunityId building = Samples.community();
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent, lat, lon) VALUES ('" + building
                + "', 'BUILDING', '" + name + "', '" + community + "', " + at.latitude() + ", " + at.longitude() + ")");
        return building;
    }

    @Override
    void putLooker(UUID account, CommunityId node) {
        POSTGRES.tell("INSERT INTO accounts (id, username, password_hash, name, role, community) VALUES ('" + account
                + "', '" + account + "', 'x', '李坐席', 'COORDINATOR', '" + node + "')");
    }

    @Override
    void put(FakeDossierStore.OnRecord resident) {
        Dossier.About about = resident.about();
        Dossier.Door door = about.door();
        Dossier.Clinical clinical = about.clinical();
        POSTGRES.tell("INSERT INTO residents (id, name, pinyin, sex, birth_date, phone, living_situation, lives_alone,"
                + " language, community, building, unit, floor, room, key_box, conditions, medications, allergies,"
                + " blood_type, clinical_notes, away_note, frailty, oxygen_therapy, spo2_scale2, away) VALUES ("
                + texts(about.id(), about.name(), about.pinyin(), about.sex().orElseThrow())
                + ", "
                + texts(
                        about.birthDate().orElseThrow(),
                        sealed(about, "phone", about.phone().orElseThrow()))
                + ", " + texts(about.livingSituation().orElseThrow(), about.livesAlone())
                + ", "
                + texts(
                        about.language().orElseThrow(),
                        door.community(),
                        door.building().orElseThrow())
                + ", "
                + texts(
                        door.unit().orElseThrow(),
                        door.floor().orElseThrow(),
                        door.room().orElseThrow())
                + ", "
                + texts(
                        sealed(about, "key_box", door.keyBox().orElseThrow()),
                        list(about, "conditions", clinical.conditions()),
                        list(about, "medications", clinical.medications()))
                + ", "
                + texts(
                        list(about, "allergies", clinical.allergies()),
                        sealed(about, "blood_type", clinical.bloodType().orElseThrow()))
                + ", "
                + texts(
                        sealed(about, "clinical_notes", clinical.notes().orElseThrow()),
                        sealed(about, "away_note", clinical.absenceNote().orElseThrow()),
                        clinical.profile().frailty())
                + ", "
                + texts(clinical.profile().oxygenTherapy(), clinical.profile().spo2Scale2())
                + ", " + texts(clinical.profile().absence().isPresent()) + ")");
        resident.contacts()
                .forEach(contact -> POSTGRES.tell(
                        "INSERT INTO contacts (id, resident, name, relation, phone, call_order, has_key, minutes_away)"
                                + " VALUES (" + texts(contact.id(), about.id(), contact.name(), contact.relation())
                                + ", "
                                + texts(
                                        TestVault.sealed(SealedTable.CONTACTS, "phone", contact.id(), contact.phone()),
                                        contact.order(),
                                        contact.hasKey())
                                + ", "
                                + contact.minutesAway().map(String::valueOf).orElse("NULL") + ")"));
        resident.readings()
                .forEach(reading -> POSTGRES.tell(
                        "INSERT INTO observations (received_at, at, device, resident, community, backfilled, heart_rate)"
                                + " VALUES (now(), " + texts(reading.at(), reading.device(), about.id())
                                + ", " + texts(door.community(), false, reading.value()) + ")"));
    }

    @Override
    void put(Dossier.DeviceLine device, CommunityId node, Optional<ResidentId> of) {
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, community, model, resident) VALUES ("
                + texts(
                        device.id(),
                        device.kind(),
                        "native",
                        node,
                        device.model().orElseThrow()) + ", "
                + of.map(id -> texts(id)).orElse("NULL") + ")");
    }

    private static String sealed(Dossier.About about, String column, String text) {
        return TestVault.sealed(SealedTable.RESIDENTS, column, about.id(), text);
    }

    private static String list(Dossier.About about, String column, List<String> texts) {
        return sealed(about, column, new JsonArray(texts).encode());
    }

    /** A broken list of allergies must not look like none, nor hide whom to call. */
    @Test
    void whatDoesNotOpenSaysSoAndHidesNothingElse() {
        POSTGRES.tell(
                "UPDATE residents SET allergies = medications, phone = 's1.gone.AAAA' WHERE id = '" + resident + "'");
        Dossier dossier = read(press(residentAsSubject()), Optional.of(resident));
        Dossier.About about = dossier.resident().orElseThrow();
        assertThat(about.clinical().allergies()).containsExactly(Opening.UNREADABLE);
        assertThat(about.phone()).contains(Opening.UNREADABLE);
        assertThat(about.clinical().medications()).containsExactly("氨氯地平");
        assertThat(dossier.contacts()).hasSize(3);
    }

    @Override
    List<DossierStore.Look> looks(CommunityId of) {
        return POSTGRES
                .ask("SELECT to_json(l)::text FROM access_log l WHERE community = '" + of + "' ORDER BY id")
                .stream()
                .map(JsonObject::new)
                .map(row -> new DossierStore.Look(
                        UUID.fromString(row.getString("account")),
                        IncidentId.of(row.getString("incident")),
                        CommunityId.of(row.getString("community")),
                        fields(row.getJsonObject("detail").getJsonArray("fields")),
                        row.getJsonObject("detail").getString("from")))
                .toList();
    }

    private static List<String> fields(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }

    private static String texts(Object... values) {
        return List.of(values).stream().map(value -> "'" + value + "'").collect(Collectors.joining(", "));
    }

    @Test
    void aLookCannotBeTakenBack() {
        for (String sql : List.of("DELETE FROM access_log", "UPDATE access_log SET account_name = 'x'")) {
            assertThatThrownBy(() -> PgFixture.await(Queries.tell(POSTGRES.everybodys(), sql, Tuple.tuple())))
                    .isInstanceOf(StoreFailure.class)
                    .extracting(failure -> ((StoreFailure) failure).sqlState())
                    .isEqualTo("42501");
        }
    }
}
