package care.anling.app.demo;

import care.anling.core.common.CommunityId;
import care.anling.core.geo.Wgs84;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** An invented resident, with all a dossier shows. */
record DemoResident(
        UUID id,
        CommunityId community,
        Who who,
        Door door,
        Clinical clinical,
        String livingSituation,
        boolean livesAlone,
        List<Contact> contacts) {

    /** @param phone begins with 100, which no Chinese network assigns */
    record Who(String name, String pinyin, Sex sex, LocalDate birthDate, String phone, String language) {}

    enum Sex {
        F,
        M
    }

    record Door(CommunityId building, String unit, int floor, String room, Optional<String> keyBox, Wgs84 at) {}

    record Clinical(
            List<String> conditions,
            List<String> medications,
            List<String> allergies,
            String bloodType,
            int frailty,
            boolean oxygenTherapy,
            boolean spo2Scale2,
            Optional<String> notes) {}

    record Contact(
            UUID id, String name, String relation, String phone, boolean hasKey, Optional<Integer> minutesAway) {}
}
