package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.core.common.ResidentId;
import care.anling.core.community.Place;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every resident store promises: whom an incident is about and where the door is, and nothing clinical. */
abstract class ResidentStoreContract {

    abstract ResidentStore store();

    abstract CommunityId community();

    /** A building at this point. */
    abstract CommunityId building(CommunityId community, String name, Wgs84 at);

    /** Somebody who lives there; a label is the building's name, unit and room, as far as there are any. */
    abstract void put(Subject resident);

    @Test
    void aResidentIsASubjectWithADoor() {
        CommunityId community = community();
        Wgs84 at = new Wgs84(34.76, 113.75);
        CommunityId building = building(community, "3号楼", at);
        assertFound(Optional.of(new Place(Optional.of(building), "3号楼 2单元 502", Optional.of(at))), community);
    }

    @Test
    void aDoorWithoutABuildingIsADoor() {
        assertFound(Optional.of(new Place(Optional.empty(), "2单元 502", Optional.empty())), community());
    }

    @Test
    void whoseDoorNobodyKnowsIsFoundAllTheSame() {
        assertFound(Optional.empty(), community());
    }

    @Test
    void aStrangerIsNotFound() {
        put(new Subject(SubjectKind.RESIDENT, Samples.id(), community(), "王秀英", Optional.empty()));
        assertThat(PgFixture.await(store().findSubject(new ResidentId(Samples.id()))))
                .isEmpty();
    }

    private void assertFound(Optional<Place> place, CommunityId community) {
        Subject resident = new Subject(SubjectKind.RESIDENT, Samples.id(), community, "王秀英", place);
        put(resident);
        assertThat(PgFixture.await(store().findSubject(new ResidentId(resident.id()))))
                .contains(resident);
    }
}
