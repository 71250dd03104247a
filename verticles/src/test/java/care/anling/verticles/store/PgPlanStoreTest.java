package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.common.CommunityId;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgPlanStoreTest extends PlanStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private PlanStore store;

    @BeforeEach
    void openStore() {
        store = new PgPlanStore(POSTGRES.everybodys());
    }

    @Override
    PlanStore store() {
        return store;
    }

    @Override
    Nodes freshNodes() {
        Street street = new Street(POSTGRES);
        String above = POSTGRES.ask("SELECT parent FROM communities WHERE id = '" + street.community() + "'")
                .get(0);
        return new Nodes(street.community(), new CommunityId(UUID.fromString(above)));
    }

    @Test
    void theEngineReadsPlansAndWritesNone() {
        PlanStore engine = new PgPlanStore(POSTGRES.pools().engine());
        Nodes nodes = freshNodes();

        assertThat(PgFixture.await(engine.listInForce(nodes.community()))).isEmpty();
        assertThatThrownBy(() ->
                        PgFixture.await(engine.edit(Samples.id(), 1, new StoredPlan.Text("x", true, "{}"), ADMIN)))
                .hasMessageContaining("42501");
    }

    /** Whatever somebody wrote behind our backs is handed on as it is: reading it judges it. */
    @Test
    void whatNobodyShouldHaveWrittenIsReadAllTheSame() {
        Nodes nodes = freshNodes();
        POSTGRES.tell("INSERT INTO response_plans (id, community, need, priority, name, plan, edited_by, edited_name)"
                + " VALUES ('" + Samples.id() + "', '" + nodes.community() + "', 'MEDICAL', 'P1', 'x', '[1]', '"
                + Samples.id() + "', 'x')");

        assertThat(PgFixture.await(store.listInForce(nodes.community())))
                .singleElement()
                .satisfies(plan -> assertThat(plan.text().body()).isEqualTo("[1]"));
    }
}
