package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.core.escalation.PlanDraft;
import care.anling.core.escalation.ResponsePlans;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import care.anling.verticles.wire.PlanBook;
import care.anling.verticles.wire.PlanJson;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every plan store promises: the fake used in other tests, and PostgreSQL. */
abstract class PlanStoreContract {

    static final Person ADMIN = new Person(Samples.id(), "管理员");
    static final Person OTHER = new Person(Samples.id(), "周主任");

    abstract PlanStore store();

    /** A community of a street of its own, as both stand in the tree. */
    abstract Nodes freshNodes();

    record Nodes(CommunityId community, CommunityId street) {}

    @Test
    void whatIsAddedIsFound() {
        Nodes nodes = freshNodes();
        StoredPlan added = add(nodes.community(), text("夜间"));

        assertThat(added.version()).isEqualTo(1);
        assertThat(added.editedBy()).isEqualTo(ADMIN);
        assertThat(PgFixture.await(store().find(added.id()))).contains(added);
        assertThat(PgFixture.await(store().list(Set.of(nodes.community())))).containsExactly(added);
        assertThat(PgFixture.await(store().list(Set.of(nodes.street())))).isEmpty();
        assertThat(PgFixture.await(store().find(Samples.id()))).isEmpty();
    }

    @Test
    void aPlanIsReadAsItWasWritten() {
        PlanDraft shipped = PlanDraft.of(ResponsePlans.shipped(Need.MEDICAL, Priority.P1));
        StoredPlan added = add(
                freshNodes().community(),
                new StoredPlan.Text("emergency", true, PlanJson.encode(shipped).encode()));

        assertThat(PlanJson.decode(added.text().name(), added.text().body(), Priority.P1)
                        .plan())
                .contains(shipped);
    }

    @Test
    void thereIsOnePlanPerNodeNeedAndPriority() {
        Nodes nodes = freshNodes();
        StoredPlan first = add(nodes.community(), text("一"));

        assertThat(PgFixture.await(tryAdd(nodes.community(), Priority.P1, text("二"))))
                .isEmpty();
        assertThat(PgFixture.await(tryAdd(nodes.community(), Priority.P2, text("三"))))
                .isPresent();
        assertThat(PgFixture.await(tryAdd(nodes.street(), Priority.P1, text("四"))))
                .isPresent();
        assertThat(PgFixture.await(store().find(first.id()))).contains(first);
    }

    @Test
    void anEditIsAVersionAndEveryVersionIsKept() {
        StoredPlan first = add(freshNodes().community(), text("一"));
        StoredPlan second =
                PgFixture.await(store().edit(first.id(), 1, text("二"), OTHER)).orElseThrow();
        StoredPlan third = PgFixture.await(store().edit(first.id(), 2, new StoredPlan.Text("三", false, "{}"), ADMIN))
                .orElseThrow();

        assertThat(second.version()).isEqualTo(2);
        assertThat(second.editedBy()).isEqualTo(OTHER);
        assertThat(second.text()).isEqualTo(text("二"));
        assertThat(PgFixture.await(store().listVersions(first.id(), 10))).containsExactly(third, second, first);
        assertThat(PgFixture.await(store().listVersions(first.id(), 2))).containsExactly(third, second);
    }

    @Test
    void whoEditsAnOlderVersionEditsNothing() {
        StoredPlan first = add(freshNodes().community(), text("一"));
        StoredPlan second =
                PgFixture.await(store().edit(first.id(), 1, text("二"), ADMIN)).orElseThrow();

        assertThat(PgFixture.await(store().edit(first.id(), 1, text("三"), OTHER)))
                .isEmpty();
        assertThat(PgFixture.await(store().edit(Samples.id(), 1, text("三"), OTHER)))
                .isEmpty();
        assertThat(PgFixture.await(store().find(first.id()))).contains(second);
    }

    @Test
    void ofManyWhoEditOneVersionOneDoes() {
        StoredPlan first = add(freshNodes().community(), text("一"));
        List<Future<Optional<StoredPlan>>> all = IntStream.range(0, 8)
                .mapToObj(i -> store().edit(first.id(), 1, text("改" + i), ADMIN))
                .toList();

        assertThat(all.stream().map(PgFixture::await).filter(Optional::isPresent))
                .hasSize(1);
        assertThat(PgFixture.await(store().listVersions(first.id(), 10))).hasSize(2);
    }

    @Test
    void inForceIsWhatIsActiveHereAndAbove() {
        Nodes nodes = freshNodes();
        StoredPlan own = add(nodes.community(), text("社区"));
        StoredPlan above = add(nodes.street(), text("街道"));
        StoredPlan off = PgFixture.await(tryAdd(nodes.community(), Priority.P3, new StoredPlan.Text("停用", false, "{}")))
                .orElseThrow();
        add(freshNodes().community(), text("别处"));

        assertThat(inForce(nodes.community()))
                .containsExactlyInAnyOrder(own, above)
                .doesNotContain(off);
        assertThat(inForce(nodes.street())).containsExactly(above);
    }

    /** A community's own plan goes before its street's; switched off, it gives way to it. */
    @Test
    void theNearestPlanHolds() {
        Nodes nodes = freshNodes();
        assertThat(holding(nodes)).isEqualTo("emergency");

        add(nodes.street(), plan("street"));
        assertThat(holding(nodes)).isEqualTo("street");

        StoredPlan own = add(nodes.community(), plan("own"));
        assertThat(holding(nodes)).isEqualTo("own");

        StoredPlan.Text off = new StoredPlan.Text("own", false, own.text().body());
        assertThat(PgFixture.await(store().edit(own.id(), 1, off, ADMIN))).isPresent();
        assertThat(holding(nodes)).isEqualTo("street");
    }

    private String holding(Nodes nodes) {
        List<PlanBook.Page> pages =
                inForce(nodes.community()).stream().map(StoredPlan::toPage).toList();
        return new PlanBook(nodes.community(), pages)
                .look(Need.MEDICAL, Priority.P1)
                .plan()
                .name();
    }

    private List<StoredPlan> inForce(CommunityId community) {
        return PgFixture.await(store().listInForce(community));
    }

    private StoredPlan add(CommunityId community, StoredPlan.Text text) {
        return PgFixture.await(tryAdd(community, Priority.P1, text)).orElseThrow();
    }

    private Future<Optional<StoredPlan>> tryAdd(CommunityId community, Priority priority, StoredPlan.Text text) {
        return store().add(new PlanStore.Fresh(Samples.id(), community, Need.MEDICAL, priority, text, ADMIN));
    }

    private static StoredPlan.Text plan(String name) {
        PlanDraft shipped = PlanDraft.of(ResponsePlans.shipped(Need.MEDICAL, Priority.P1));
        return new StoredPlan.Text(name, true, PlanJson.encode(shipped).encode());
    }

    private static StoredPlan.Text text(String name) {
        return new StoredPlan.Text(name, true, "{\"steps\": []}");
    }
}
