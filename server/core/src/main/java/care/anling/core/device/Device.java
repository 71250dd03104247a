package care.anling.core.device;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.community.Place;
import care.anling.core.resident.Profile;
import java.util.Optional;

/**
 * A device as the registry knows it, with just enough about whom it protects to judge a signal without asking the
 * database: every node keeps all of them in memory.
 *
 * @param community the feed node its incidents belong to: a community, or the street when nobody knows better
 * @param street the street above {@code community} (equal to it at street level)
 * @param address how the dialect names it: IMEI, friendly name; absent for the native dialect
 * @param gateway the gateway it speaks through
 * @param resident whom it protects; absent for an unassigned device or one that watches a place
 * @param place the resident's home, or where the device hangs
 */
public record Device(
        DeviceId id,
        DeviceKind kind,
        Dialect dialect,
        DeviceState state,
        CommunityId community,
        CommunityId street,
        Optional<String> address,
        Optional<DeviceId> gateway,
        Optional<Person> resident,
        Optional<Profile> profile,
        Optional<Place> place) {}
