package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import java.util.UUID;

/** A street with one community and the people who can be asked there, as rows. */
public final class Street {

    private final PgFixture postgres;
    private final CommunityId community = Samples.community();

    public Street(PgFixture postgres) {
        this.postgres = postgres;
        UUID street = Samples.id();
        postgres.tell("INSERT INTO communities (id, level, name) VALUES ('" + street + "', 'STREET', '安宁街道')");
        postgres.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + community
                + "', 'COMMUNITY', '和平社区', '" + street + "')");
    }

    public CommunityId community() {
        return community;
    }

    /** On duty. */
    public UUID responder(String accountRole, String role) {
        UUID id = Samples.id();
        postgres.tell("INSERT INTO accounts (id, username, password_hash, name, role, community) VALUES ('" + id
                + "', '" + id + "', 'x', '刘', '" + accountRole + "', '" + community + "')");
        postgres.tell("INSERT INTO responders (account, roles, on_duty, home_lat, home_lon) VALUES ('" + id + "', '{"
                + role + "}', true, 34.76, 113.75)");
        return id;
    }

    public void offDuty(UUID responder) {
        postgres.tell("UPDATE responders SET on_duty = false WHERE account = '" + responder + "'");
    }
}
