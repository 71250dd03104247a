package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.core.geo.Wgs84;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Accounts on PostgreSQL, with the nodes one keeps in every statement. Called from an event loop; never blocks. */
public final class PgUserStore implements UserStore {

    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int USUAL_PENDING_OFFERS = 3;

    private static final String USERS = """
            SELECT a.id, a.username, a.name, a.role, a.community, a.resident, NOT a.disabled AS enabled,
                   a.must_change_password, a.language, a.created_at, a.version,
                   a.registers_devices, r.name AS resident_name,
                   p.account IS NOT NULL AS is_asked, p.skills, p.home_lat, p.home_lon, p.max_pending_offers, p.on_duty
              FROM accounts a LEFT JOIN residents r ON r.id = a.resident LEFT JOIN responders p ON p.account = a.id
             WHERE a.community = ANY ($1)""";

    private static final String LIST = USERS + """
               AND ($2::text IS NULL OR a.role = $2)
               AND ($3::uuid IS NULL OR a.community = $3
                    OR a.community IN (SELECT c.id FROM communities c WHERE c.parent = $3))
               AND ($4::boolean IS NULL OR NOT a.disabled = $4)
               AND ($5::text IS NULL OR strpos(lower(a.name), $5) > 0 OR strpos(lower(a.username), $5) > 0)
               AND ($6::uuid IS NULL OR a.id > $6)
             ORDER BY a.id LIMIT $7""";

    private static final String FIND = USERS + " AND a.id = $2";

    private static final String LOCK = """
            SELECT a.id, a.role, a.community, a.disabled, a.version FROM accounts a
             WHERE a.community = ANY ($1) AND a.id = $2 FOR UPDATE""";

    // Locked in one order: of two administrators who put each other out, the second sees what the first did.
    private static final String ADMINS = """
            SELECT a.id FROM accounts a
             WHERE a.role = 'ADMIN' AND NOT a.disabled AND a.community = ANY ($1) ORDER BY a.id FOR UPDATE""";

    private static final String LIVES_THERE =
            "SELECT r.id FROM residents r WHERE r.id = $1 AND (r.community = $2 OR r.building = $2)";

    private static final String ADD = """
            INSERT INTO accounts (id, username, password_hash, name, role, community, resident, language,
                                  must_change_password, registers_devices)
            VALUES ($1, $2, $3, $4, $5, $6, $7, coalesce($8, 'zh'), true, $9)""";

    private static final String CHANGE = """
            UPDATE accounts SET version = version + 1, name = coalesce($2, name), role = coalesce($3, role),
                   community = coalesce($4, community), disabled = coalesce($5, disabled), language = coalesce($6, language),
                   registers_devices = coalesce($3, role) = 'INTEGRATOR' AND coalesce($7, registers_devices)
             WHERE id = $1""";

    private static final String PUT_RESPONDER = """
            INSERT INTO responders AS p (account, roles, skills, home_lat, home_lon, max_pending_offers)
            VALUES ($1, $2, coalesce($3::text[], '{}'), $4::float8, $5::float8, coalesce($6::integer, %d))
            ON CONFLICT (account) DO UPDATE SET roles = excluded.roles, skills = coalesce($3::text[], p.skills),
                home_lat = coalesce($4::float8, p.home_lat), home_lon = coalesce($5::float8, p.home_lon),
                max_pending_offers = coalesce($6::integer, p.max_pending_offers)""".formatted(USUAL_PENDING_OFFERS);

    private static final String RESET = """
            UPDATE accounts SET version = version + 1, password_hash = $2, must_change_password = true,
                   password_changed_at = now()
             WHERE id = $1""";

    private static final String LOG =
            "INSERT INTO account_log (account, act, detail, by, by_name) VALUES ($1, $2, $3::text::json, $4, $5)";

    private final Pool pool;
    private final Trips trips;

    public PgUserStore(Vertx vertx, Pool pool) {
        this.pool = pool;
        this.trips = new Trips(vertx, pool, DEADLINE);
    }

    private static UUID[] ids(Collection<CommunityId> nodes) {
        return nodes.stream().map(CommunityId::value).toArray(UUID[]::new);
    }

    @Override
    public Future<List<User>> list(Set<CommunityId> kept, Filter filter, Optional<UUID> after, int limit) {
        Tuple parameters = Tuple.of(
                        ids(kept),
                        filter.role().map(Enum::name).orElse(null),
                        filter.community().map(CommunityId::value).orElse(null),
                        filter.enabled().orElse(null),
                        filter.text().map(text -> text.toLowerCase(Locale.ROOT)).orElse(null),
                        after.orElse(null))
                .addInteger(limit);
        return Queries.ask(pool, LIST, parameters)
                .map(rows -> rows.map(PgUserStore::user).toList());
    }

    @Override
    public Future<Optional<User>> find(Set<CommunityId> kept, UUID account) {
        return Queries.ask(pool, FIND, Tuple.of(ids(kept), account))
                .map(rows -> rows.findFirst().map(PgUserStore::user));
    }

    private static User user(Row row) {
        Optional<UUID> resident = Optional.ofNullable(row.getUUID("resident"));
        return new User(
                new Account(
                        row.getUUID("id"),
                        row.getString("username"),
                        row.getString("name"),
                        AccountRole.valueOf(row.getString("role")),
                        new CommunityId(row.getUUID("community")),
                        resident.map(ResidentId::new),
                        row.getBoolean("enabled"),
                        row.getBoolean("must_change_password"),
                        // Whether the sign-in has a second step is the gate's to know.
                        false),
                resident.flatMap(id ->
                        Optional.ofNullable(row.getString("resident_name")).map(name -> new Person(id, name))),
                row.getString("language"),
                row.getBoolean("is_asked") ? Optional.of(ability(row)) : Optional.empty(),
                row.getBoolean("registers_devices"),
                Queries.instant(row, "created_at"),
                row.getLong("version"));
    }

    private static Ability ability(Row row) {
        return new Ability(
                List.of(row.getArrayOfStrings("skills")),
                Optional.ofNullable(row.getDouble("home_lat")).map(lat -> new Wgs84(lat, row.getDouble("home_lon"))),
                row.getInteger("max_pending_offers"),
                row.getBoolean("on_duty"));
    }

    @Override
    public Future<Edited> add(Fresh account, Person by) {
        Edit edit = account.edit();
        AccountRole role = edit.role().orElseThrow();
        UUID community = edit.community().orElseThrow().value();
        Trips.Statement lives = new Trips.Statement(
                LIVES_THERE, Tuple.of(account.resident().map(ResidentId::value).orElse(null), community));
        return trips.run(List.of(lives), found -> {
                    boolean family = role == AccountRole.FAMILY;
                    if (family != account.resident().isPresent()
                            || (family && found.get(0).size() == 0)) {
                        return refuse(Edited.RESIDENT_UNKNOWN);
                    }
                    List<Trips.Statement> writes = new ArrayList<>(List.of(insert(account, role, community)));
                    responder(account.id(), role, edit).ifPresent(writes::add);
                    writes.add(log(account.id(), "ADDED", detail(edit), by));
                    return new Trips.Outcome<>(Edited.DONE, writes);
                })
                .recover(failure -> failure instanceof StoreFailure store
                                && store.sqlState().equals(UNIQUE_VIOLATION)
                        ? Future.succeededFuture(Edited.USERNAME_TAKEN)
                        : Future.failedFuture(failure));
    }

    private static Trips.Statement insert(Fresh account, AccountRole role, UUID community) {
        return new Trips.Statement(ADD, Tuple.wrap(new Object[] {
            account.id(),
            account.username(),
            account.passwordHash(),
            account.edit().name().orElseThrow(),
            role.name(),
            community,
            account.resident().map(ResidentId::value).orElse(null),
            account.edit().language().orElse(null),
            account.edit().registersDevices().orElse(false)
        }));
    }

    /** Who is asked to act, and as what. The desk and machines are asked nothing by offers. */
    private static Optional<Trips.Statement> responder(UUID account, AccountRole role, Edit edit) {
        Optional<String[]> roles = switch (role) {
            case DOCTOR -> Optional.of(new String[] {"DOCTOR"});
            case VOLUNTEER, STAFF -> Optional.of(new String[] {"FIRST_HAND", "BRINGER"});
            case FAMILY -> Optional.of(new String[] {"FAMILY"});
            case ADMIN, COORDINATOR, INTEGRATOR -> Optional.empty();
        };
        return roles.map(what -> new Trips.Statement(PUT_RESPONDER, Tuple.wrap(new Object[] {
            account,
            what,
            edit.skills().map(skills -> skills.toArray(String[]::new)).orElse(null),
            edit.home().map(Wgs84::latitude).orElse(null),
            edit.home().map(Wgs84::longitude).orElse(null),
            edit.maxPendingOffers().orElse(null)
        })));
    }

    private static JsonObject detail(Edit edit) {
        JsonObject detail = new JsonObject();
        edit.role().ifPresent(role -> detail.put("role", role.name()));
        edit.community().ifPresent(node -> detail.put("community", node.toString()));
        edit.enabled().ifPresent(enabled -> detail.put("enabled", enabled));
        edit.registersDevices().ifPresent(may -> detail.put("registersDevices", may));
        return detail;
    }

    private static Trips.Statement log(UUID account, String act, JsonObject detail, Person by) {
        return new Trips.Statement(LOG, Tuple.of(account, act, detail.encode(), by.id(), by.name()));
    }

    private static Trips.Outcome<Edited> refuse(Edited why) {
        return new Trips.Outcome<>(why, List.of());
    }

    @Override
    public Future<Edited> change(Set<CommunityId> kept, Edition edition, Edit edit, Person by) {
        UUID account = edition.account();
        List<Trips.Statement> look = List.of(
                new Trips.Statement(ADMINS, Tuple.of((Object) ids(edition.above()))),
                new Trips.Statement(LOCK, Tuple.of(ids(kept), account)));
        return trips.run(look, found -> {
            if (found.get(1).size() == 0) {
                return refuse(Edited.ABSENT);
            }
            Row now = found.get(1).iterator().next();
            if (edition.version().filter(v -> !v.equals(now.getLong("version"))).isPresent()) {
                return refuse(Edited.STALE);
            }
            AccountRole before = AccountRole.valueOf(now.getString("role"));
            AccountRole after = edit.role().orElse(before);
            if ((before == AccountRole.FAMILY) != (after == AccountRole.FAMILY)) {
                return refuse(Edited.RESIDENT_UNKNOWN);
            }
            if (isLastAdmin(now, edit, found.get(0))) {
                return refuse(Edited.LAST_ADMIN);
            }
            List<Trips.Statement> writes = new ArrayList<>(List.of(update(account, edit)));
            responder(account, after, edit).ifPresent(writes::add);
            writes.add(log(account, "CHANGED", detail(edit), by));
            return new Trips.Outcome<>(Edited.DONE, writes);
        });
    }

    /** Moved, demoted or put out, somebody else must be left who administers that node. */
    private static boolean isLastAdmin(Row now, Edit edit, RowSet<Row> admins) {
        boolean admin = now.getString("role").equals("ADMIN") && !now.getBoolean("disabled");
        boolean stays = edit.role().map(AccountRole.ADMIN::equals).orElse(true)
                && edit.enabled().orElse(true)
                && edit.community()
                        .map(node -> node.value().equals(now.getUUID("community")))
                        .orElse(true);
        boolean others = false;
        for (Row other : admins) {
            others |= !other.getUUID("id").equals(now.getUUID("id"));
        }
        return admin && !stays && !others;
    }

    private static Trips.Statement update(UUID account, Edit edit) {
        return new Trips.Statement(
                CHANGE,
                Tuple.of(
                                account,
                                edit.name().orElse(null),
                                edit.role().map(Enum::name).orElse(null),
                                edit.community().map(CommunityId::value).orElse(null),
                                edit.enabled().map(enabled -> !enabled).orElse(null),
                                edit.language().orElse(null))
                        .addValue(edit.registersDevices().orElse(null)));
    }

    @Override
    public Future<Edited> resetPassword(Set<CommunityId> kept, UUID account, String passwordHash, Person by) {
        return trips.run(
                List.of(new Trips.Statement(LOCK, Tuple.of(ids(kept), account))),
                found -> found.get(0).size() == 0
                        ? refuse(Edited.ABSENT)
                        : new Trips.Outcome<>(
                                Edited.DONE,
                                List.of(
                                        new Trips.Statement(RESET, Tuple.of(account, passwordHash)),
                                        log(account, "PASSWORD_RESET", new JsonObject(), by))));
    }
}
