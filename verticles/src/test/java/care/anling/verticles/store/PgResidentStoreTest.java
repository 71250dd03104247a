package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Subject;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgResidentStoreTest extends ResidentStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    @Override
    ResidentStore store() {
        return new PgResidentStore(POSTGRES.everybodys());
    }

    @Override
    CommunityId community() {
        return new Street(POSTGRES).community();
    }

    @Override
    CommunityId building(CommunityId community, String name, Wgs84 at) {
        CommunityId building = Samples.community();
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent, lat, lon) VALUES ('" + building
                + "', 'BUILDING', '" + name + "', '" + community + "', " + at.latitude() + ", " + at.longitude() + ")");
        return building;
    }

    @Override
    void put(Subject resident) {
        Optional<String> building =
                resident.place().flatMap(door -> door.building()).map(id -> "'" + id + "'");
        // The building's name is the building's row; what follows is the resident's.
        Optional<String> unitAndRoom = resident.place()
                .map(door -> "'"
                        + door.label()
                                .substring(building.isPresent() ? door.label().indexOf(' ') + 1 : 0) + "'");
        POSTGRES.tell("INSERT INTO residents (id, community, name, building, room) VALUES ('" + resident.id() + "', '"
                + resident.community() + "', '" + resident.label() + "', " + building.orElse("NULL") + ", "
                + unitAndRoom.orElse("NULL") + ")");
    }
}
