package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.ResidentId;
import care.anling.core.device.DeviceKind;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import care.anling.core.resident.Profile;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Everything a screen pop shows about the subject of an incident, as the database has it. Absent is absent: nothing is
 * made up.
 *
 * @param readAt the database's clock; ages are told against it
 * @param readings newest first per kind, at most a day back
 * @param devices the resident's, or those that spoke in the incident
 * @param history earlier incidents of the same subject, newest first
 */
public record Dossier(
        Instant readAt,
        Optional<About> resident,
        List<Contact> contacts,
        List<Reading> readings,
        List<DeviceLine> devices,
        List<Earlier> history) {

    public record About(
            ResidentId id,
            String name,
            String pinyin,
            Optional<String> sex,
            Optional<LocalDate> birthDate,
            Optional<String> phone,
            Optional<String> livingSituation,
            boolean livesAlone,
            Optional<String> language,
            Door door,
            Clinical clinical) {}

    public record Door(
            CommunityId community,
            String communityName,
            Optional<CommunityId> building,
            Optional<String> buildingName,
            Optional<String> unit,
            Optional<Integer> floor,
            Optional<String> room,
            Optional<String> keyBox,
            Optional<Wgs84> at) {}

    public record Clinical(
            List<String> conditions,
            List<String> medications,
            List<String> allergies,
            Optional<String> bloodType,
            Optional<String> notes,
            Optional<String> absenceNote,
            Profile profile) {}

    /** @param order who is called first; 1 before 2 */
    public record Contact(
            String id,
            String name,
            String relation,
            String phone,
            int order,
            boolean hasKey,
            Optional<Integer> minutesAway) {}

    /** @param kind hr, sys, dia, spo2, temp, rr, glucose */
    public record Reading(String kind, double value, Instant at, DeviceId device) {}

    /** @param fix where it was last known to be */
    public record DeviceLine(
            DeviceId id,
            DeviceKind kind,
            Optional<String> model,
            Optional<Integer> batteryPercent,
            Optional<Instant> lastSeenAt,
            String liveness,
            Optional<Fix> fix,
            DeviceNow.Care care) {}

    public record Earlier(
            IncidentId incident,
            Instant openedAt,
            String need,
            String priority,
            Optional<String> disposition,
            int signals) {}

    /** How old something is, never negative: a clock ahead of the database's is not news from the future. */
    public Duration ageOf(Instant at) {
        Duration age = Duration.between(at, readAt);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
