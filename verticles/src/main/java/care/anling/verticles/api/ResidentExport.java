package care.anling.verticles.api;

import care.anling.core.geo.Wgs84;
import care.anling.core.resident.Profile;
import care.anling.verticles.csv.CsvColumn;
import care.anling.verticles.csv.CsvExport;
import care.anling.verticles.csv.CsvItems;
import care.anling.verticles.store.Dossier;
import care.anling.verticles.store.ResidentSheetStore.Kin;
import care.anling.verticles.store.ResidentSheetStore.Registered;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Residents as lines of the sheet that {@link ResidentSheet} reads: written out and read again, nothing has changed. */
final class ResidentExport {

    private final String language;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> ambiguous = new HashSet<>();

    private ResidentExport(String language) {
        this.language = language;
    }

    static String write(List<Registered> residents, String language) {
        ResidentExport sheet = new ResidentExport(language);
        residents.stream().map(each -> each.about().door()).forEach(sheet::note);
        int contacts = residents.stream()
                .mapToInt(each -> each.contacts().size())
                .max()
                .orElse(0);
        return CsvExport.write(
                ResidentSheet.columns(
                        Math.min(ResidentSheet.MOST_CONTACTS, Math.max(ResidentSheet.USUAL_CONTACTS, contacts))),
                residents.stream().map(sheet::line).toList(),
                language);
    }

    /** Of two buildings of one name only the id tells which. */
    private void note(Dossier.Door door) {
        door.buildingName().ifPresent(name -> {
            String one = name + "/" + door.building().map(Object::toString).orElse("");
            if (seen.add(one) && !seen.add(name)) {
                ambiguous.add(name);
            }
        });
    }

    private Map<String, String> line(Registered resident) {
        Dossier.About about = resident.about();
        Map<String, String> cells = new HashMap<>();
        put(
                cells,
                ResidentSheet.EXTERNAL_ID,
                resident.externalId().or(() -> Optional.of(about.id().toString())));
        put(cells, ResidentSheet.NAME, Optional.of(about.name()));
        put(cells, ResidentSheet.PINYIN, Optional.of(about.pinyin()));
        put(cells, ResidentSheet.SEX, about.sex());
        put(cells, ResidentSheet.BIRTH_DATE, about.birthDate());
        put(cells, ResidentSheet.PHONE, about.phone());
        put(cells, ResidentSheet.LIVING, about.livingSituation());
        put(cells, ResidentSheet.LIVES_ALONE, flag(about.livesAlone()));
        put(cells, ResidentSheet.LANGUAGE, about.language());
        putDoor(cells, about.door());
        putClinical(cells, about.clinical());
        List<Kin> contacts = resident.contacts();
        for (int i = 0; i < Math.min(contacts.size(), ResidentSheet.MOST_CONTACTS); i++) {
            putContact(cells, "contact" + (i + 1), contacts.get(i));
        }
        return cells;
    }

    private void putDoor(Map<String, String> cells, Dossier.Door door) {
        put(
                cells,
                ResidentSheet.BUILDING,
                door.buildingName()
                        .filter(name -> !ambiguous.contains(name))
                        .or(() -> door.building().map(Object::toString)));
        put(cells, ResidentSheet.UNIT, door.unit());
        put(cells, ResidentSheet.FLOOR, door.floor());
        put(cells, ResidentSheet.ROOM, door.room());
        put(cells, ResidentSheet.KEY_BOX, door.keyBox());
        put(cells, ResidentSheet.LAT, door.at().map(Wgs84::latitude).map(ResidentExport::degrees));
        put(cells, ResidentSheet.LON, door.at().map(Wgs84::longitude).map(ResidentExport::degrees));
    }

    /** A tenth of a millimetre, and never with an exponent, which no office writes. */
    private static String degrees(double degrees) {
        return BigDecimal.valueOf(degrees)
                .setScale(9, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }

    private void putClinical(Map<String, String> cells, Dossier.Clinical clinical) {
        put(cells, ResidentSheet.CONDITIONS, list(clinical.conditions()));
        put(cells, ResidentSheet.MEDICATIONS, list(clinical.medications()));
        put(cells, ResidentSheet.ALLERGIES, list(clinical.allergies()));
        put(cells, ResidentSheet.BLOOD_TYPE, clinical.bloodType());
        put(cells, ResidentSheet.NOTES, clinical.notes());
        Profile profile = clinical.profile();
        put(cells, ResidentSheet.FRAILTY, Optional.of(profile.frailty()));
        put(cells, ResidentSheet.OXYGEN, flag(profile.oxygenTherapy()));
        put(cells, ResidentSheet.SCALE2, flag(profile.spo2Scale2()));
    }

    private void putContact(Map<String, String> cells, String head, Kin kin) {
        cells.put(head + "Name", kin.name());
        cells.put(head + "Relation", kin.relation());
        cells.put(head + "Phone", kin.phone());
        cells.put(head + "HasKey", flag(kin.hasKey()).orElseThrow());
    }

    private static void put(Map<String, String> cells, CsvColumn column, Optional<?> value) {
        value.ifPresent(some -> cells.put(column.key(), some.toString()));
    }

    private static Optional<String> list(List<String> words) {
        return words.isEmpty() ? Optional.empty() : Optional.of(CsvItems.write(words));
    }

    private Optional<String> flag(boolean holds) {
        return Optional.of(language.equals("en") ? (holds ? "yes" : "no") : (holds ? "是" : "否"));
    }
}
