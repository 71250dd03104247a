package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.notice.Audience;
import care.anling.core.notice.Delivery;
import care.anling.core.notice.DeliveryState;
import care.anling.core.notice.Notice;
import care.anling.verticles.store.DueNotice.Addressee;
import care.anling.verticles.store.FakeOutbox.Row;
import care.anling.verticles.store.FakeTables.Lease;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Notices in memory, claimed by the database's clock; receipts and dead letters of the same rows. */
public final class FakeOutboxStore implements OutboxStore, NoticeStore {

    private static final Set<DeliveryState> RECEIVABLE =
            Set.of(DeliveryState.PENDING, DeliveryState.SENT, DeliveryState.DEAD);

    private final FakeDatabase database;
    private final DatabaseWire wire;

    public FakeOutboxStore(FakeDatabase database) {
        this(database, database.wire());
    }

    /** One node's. */
    public FakeOutboxStore(FakeDatabase database, DatabaseWire wire) {
        this.database = database;
        this.wire = wire;
    }

    /** Somebody who can be told without being one who can be asked. */
    public void putPerson(Addressee person) {
        var unused = database.behind(tables -> {
            tables.outbox.putPerson(person);
            return person;
        });
    }

    public void putFamily(UUID resident, Set<UUID> accounts) {
        var unused = database.behind(tables -> {
            tables.outbox.putFamily(resident, accounts);
            return accounts;
        });
    }

    /** As some decision's transaction left it. @return its id */
    public UUID put(Notice notice, CommunityId community) {
        return database.behind(tables -> {
            Instant now = database.now();
            tables.outbox.add(notice.key(), notice, community, now, now);
            return NoticeRow.idOf(notice.key(), now);
        });
    }

    /** How it stands, behind everybody's back. */
    public DeliveryState stateOf(UUID notice) {
        return database.behind(
                tables -> tables.outbox.find(notice).orElseThrow().delivery.state());
    }

    public List<DeliveryState> states() {
        return database.behind(tables ->
                tables.outbox.rows().stream().map(row -> row.delivery.state()).toList());
    }

    /**
     * A row, behind everybody's back.
     *
     * @param claims how often it has been claimed
     */
    public record Line(
            UUID id,
            Notice notice,
            Instant madeAt,
            Delivery delivery,
            Optional<Instant> dueAt,
            Optional<Instant> leasedUntil,
            int claims) {}

    public Optional<Line> find(UUID notice) {
        return database.behind(tables -> tables.outbox.find(notice).map(FakeOutboxStore::line));
    }

    public List<Line> lines() {
        return database.behind(tables ->
                tables.outbox.rows().stream().map(FakeOutboxStore::line).toList());
    }

    private static Line line(Row row) {
        return new Line(
                row.id, row.notice, row.madeAt, row.delivery, row.dueAt, row.lease.map(Lease::until), row.claims);
    }

    @Override
    public Future<List<DueNotice>> claimDue(int limit, Duration lease) {
        return database.statement(wire, "outbox.claimDue", tables -> {
            Instant now = database.now();
            List<Row> due = tables.outbox.rows().stream()
                    .filter(row -> row.dueAt.filter(at -> !at.isAfter(now)).isPresent())
                    .filter(row ->
                            row.lease.filter(held -> held.until().isAfter(now)).isEmpty())
                    .sorted(Comparator.comparing(row -> row.dueAt.orElseThrow()))
                    .limit(limit)
                    .toList();
            due.forEach(row -> {
                row.claims++;
                row.lease = Optional.of(Lease.of(now, lease));
            });
            return due.stream().map(row -> tables.outbox.due(row, now)).toList();
        });
    }

    @Override
    public Future<Optional<Duration>> untilNext() {
        return database.statement(wire, "outbox.untilNext", tables -> {
            Instant now = database.now();
            List<Row> stuck = tables.outbox.rows().stream()
                    .filter(row -> row.waitsForAClock(now))
                    .toList();
            if (!stuck.isEmpty()) {
                stuck.forEach(row -> row.setAnew(now));
                return Optional.of(Duration.ZERO);
            }
            return tables.outbox.rows().stream()
                    .filter(row -> row.dueAt.isPresent())
                    .map(row -> row.lease
                            .map(Lease::until)
                            .filter(row.dueAt.get()::isBefore)
                            .orElse(row.dueAt.get()))
                    .min(Comparator.naturalOrder())
                    .map(at ->
                            at.isAfter(now) ? Duration.between(now, at).truncatedTo(ChronoUnit.MILLIS) : Duration.ZERO);
        });
    }

    @Override
    public Future<Void> settle(List<Settling> settlings) {
        return database.statement(wire, "outbox.settle", tables -> {
            settlings.forEach(settling -> tables.outbox
                    .find(settling.notice())
                    .filter(row -> row.claims == settling.claim() && row.dueAt.isPresent())
                    .ifPresent(row -> settle(row, settling)));
            return null;
        });
    }

    private void settle(Row row, Settling settling) {
        row.delivery = settling.next().delivery();
        row.dueAt = settling.next().dueAt();
        row.setAt = settling.at();
        row.lease = Optional.empty();
        String trouble = settling.next().trouble().map(why -> why.name() + ": ").orElse("") + settling.trouble();
        row.trouble = trouble.isEmpty() ? row.trouble : trouble;
        if (row.dueAt.isEmpty()) {
            row.settledAt = Optional.of(database.now());
        }
    }

    @Override
    public Future<Void> spread(DueNotice notice, Set<UUID> people) {
        return database.statement(wire, "outbox.spread", tables -> {
            Instant now = database.now();
            tables.outbox
                    .find(notice.id())
                    .filter(row -> row.claims == notice.claim() && row.dueAt.isPresent())
                    .ifPresent(row -> {
                        row.end(DeliveryState.SPREAD, now);
                        people.stream()
                                .sorted()
                                .map(person -> new Notice(
                                        row.notice.kind(),
                                        Audience.account(person),
                                        row.notice.incident(),
                                        row.notice.detail(),
                                        row.notice.expiresAt()))
                                .forEach(own -> tables.outbox.add(own.key(), own, row.community, row.madeAt, now));
                    });
            return null;
        });
    }

    @Override
    public Future<Void> forget(UUID channel) {
        return database.statement(wire, "outbox.forget", tables -> {
            tables.outbox.forget(channel);
            return null;
        });
    }

    @Override
    public Future<Depth> depth() {
        return database.statement(wire, "outbox.depth", tables -> {
            Instant now = database.now();
            List<Row> open = tables.outbox.rows().stream()
                    .filter(row -> row.dueAt.isPresent())
                    .toList();
            Duration late = open.stream()
                    .map(row -> Duration.between(row.dueAt.orElseThrow(), now))
                    .max(Comparator.naturalOrder())
                    .filter(by -> !by.isNegative())
                    .orElse(Duration.ZERO);
            long dead = tables.outbox.rows().stream()
                    .filter(row -> row.delivery.state() == DeliveryState.DEAD)
                    .count();
            return new Depth(open.size(), late.truncatedTo(ChronoUnit.MILLIS), dead);
        });
    }

    @Override
    public Future<Integer> receivedBy(UUID account, Set<UUID> notices) {
        return database.statement(wire, "notices.receivedBy", tables -> {
            List<Row> theirs = tables.outbox.rows().stream()
                    .filter(row -> notices.contains(row.id))
                    .filter(row -> row.notice.audience().equals(Audience.account(account)))
                    .toList();
            theirs.forEach(this::receive);
            return theirs.size();
        });
    }

    @Override
    public Future<Boolean> receivedThrough(String gateway, UUID notice) {
        return database.statement(wire, "notices.receivedThrough", tables -> {
            Predicate<Row> through = row -> row.notice.audience().equals(Audience.outside(gateway))
                    || (row.notice.audience().kind() == Audience.Kind.ACCOUNT
                            && tables
                                    .outbox
                                    .channelsOf(UUID.fromString(
                                            row.notice.audience().id()))
                                    .stream()
                                    .anyMatch(c ->
                                            c.gateway().filter(gateway::equals).isPresent()));
            Optional<Row> theirs = tables.outbox.find(notice).filter(through);
            theirs.ifPresent(this::receive);
            return theirs.isPresent();
        });
    }

    private void receive(Row row) {
        if (RECEIVABLE.contains(row.delivery.state())) {
            row.trouble = "";
            row.end(DeliveryState.RECEIVED, database.now());
        }
    }

    @Override
    public Future<List<DeadLetter>> listDead(Set<CommunityId> communities, Optional<UUID> before, int limit) {
        return database.statement(
                wire,
                "notices.listDead",
                tables -> tables.outbox.rows().stream()
                        .filter(row ->
                                row.delivery.state() == DeliveryState.DEAD && communities.contains(row.community))
                        .filter(row -> before.filter(last -> FakeTables.UUID_ORDER.compare(row.id, last) >= 0)
                                .isEmpty())
                        .sorted((a, b) -> FakeTables.UUID_ORDER.compare(b.id, a.id))
                        .limit(limit)
                        .map(row -> new DeadLetter(
                                row.id,
                                row.notice.kind(),
                                row.notice.audience(),
                                tables.outbox
                                        .due(row, database.now())
                                        .addressee()
                                        .map(Addressee::name),
                                row.notice.incident(),
                                row.community,
                                row.madeAt,
                                row.settledAt.orElseThrow(),
                                row.trouble))
                        .toList());
    }
}
