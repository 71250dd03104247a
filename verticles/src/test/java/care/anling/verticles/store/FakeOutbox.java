package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.Offer;
import care.anling.core.incident.Incident;
import care.anling.core.notice.Audience;
import care.anling.core.notice.Delivery;
import care.anling.core.notice.DeliveryState;
import care.anling.core.notice.Notice;
import care.anling.core.notice.Standing;
import care.anling.verticles.store.DueNotice.Addressee;
import care.anling.verticles.store.FakeTables.Lease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The outbox of a {@link FakeDatabase}, and how its people are reached. */
final class FakeOutbox {

    /** A notice on its way. */
    static final class Row {
        final UUID id;
        final Notice notice;
        final CommunityId community;
        final Instant madeAt;
        Delivery delivery = Delivery.FRESH;
        Optional<Instant> dueAt;
        Instant setAt;
        Optional<Lease> lease = Optional.empty();
        Optional<Instant> settledAt = Optional.empty();
        String trouble = "";
        int claims;

        Row(String key, Notice notice, CommunityId community, Instant madeAt, Instant dueAt) {
            this.id = NoticeRow.idOf(key, madeAt);
            this.notice = notice;
            this.community = community;
            this.madeAt = madeAt;
            this.dueAt = Optional.of(dueAt);
            this.setAt = dueAt;
        }

        /** Set or claimed by a clock that has gone back since. */
        boolean waitsForAClock(Instant now) {
            Instant latest = now.plus(FakeTables.CLOCKS_WOBBLE);
            return dueAt.isPresent()
                    && (setAt.isAfter(latest)
                            || lease.filter(held -> held.at().isAfter(latest)).isPresent());
        }

        void setAnew(Instant now) {
            dueAt = dueAt.map(at -> FakeTables.asFarAwayAsThen(setAt, at, now));
            setAt = setAt.isAfter(now) ? now : setAt;
            lease = Optional.empty();
        }

        void end(DeliveryState state, Instant now) {
            delivery = new Delivery(state, delivery.stage(), delivery.round(), delivery.taken(), false);
            dueAt = Optional.empty();
            lease = Optional.empty();
            settledAt = Optional.of(settledAt.orElse(now));
        }
    }

    private final FakeTables tables;
    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<UUID, Row> byId = new HashMap<>();
    private final Map<UUID, List<ChannelAddress>> channels = new HashMap<>();
    private final Map<UUID, Addressee> people = new HashMap<>();
    private final Map<String, Set<UUID>> families = new HashMap<>();

    FakeOutbox(FakeTables tables) {
        this.tables = tables;
    }

    /** As the constraint has it: one key, one notice. */
    void add(String key, Notice notice, CommunityId community, Instant madeAt, Instant dueAt) {
        if (!rows.containsKey(key)) {
            Row row = new Row(key, notice, community, madeAt, dueAt);
            rows.put(key, row);
            byId.put(row.id, row);
        }
    }

    Collection<Row> rows() {
        return rows.values();
    }

    Optional<Row> find(UUID id) {
        return Optional.ofNullable(byId.get(id));
    }

    List<ChannelAddress> channelsOf(UUID account) {
        return channels.computeIfAbsent(account, none -> new ArrayList<>());
    }

    void forget(UUID channel) {
        channels.values().forEach(all -> all.removeIf(one -> one.id().equals(channel)));
    }

    /** Somebody who can be told without being one who can be asked. */
    void putPerson(Addressee person) {
        people.put(person.account(), person);
    }

    void putFamily(UUID resident, Set<UUID> accounts) {
        families.put(resident.toString(), accounts);
    }

    DueNotice due(Row row, Instant now) {
        Notice notice = row.notice;
        Incident incident = tables.find(notice.incident()).orElseThrow();
        Notice.Detail detail = notice.detail();
        Optional<Offer> offer = detail.offer().flatMap(id -> findOffer(incident.id(), id));
        Optional<Assignment> assignment = detail.offer().flatMap(id -> findAssignment(incident.id(), id));
        return new DueNotice(
                row.id,
                row.claims,
                now,
                notice.kind(),
                notice.audience(),
                new DueNotice.About(
                        incident.id(),
                        row.community,
                        "社区",
                        incident.subject()
                                .place()
                                .flatMap(place -> place.building().map(building -> "3号楼")),
                        incident.assessment().priority(),
                        incident.assessment().leading(),
                        incident.drill(),
                        detail.offer(),
                        detail.role(),
                        detail.person(),
                        detail.etaSeconds(),
                        detail.prompt()),
                row.delivery,
                Standing.of(
                        notice.kind(), offer.map(Offer::state), assignment.map(Assignment::state), incident.isOpen()),
                row.madeAt,
                notice.expiresAt(),
                addressee(notice.audience()),
                peopleOf(notice.audience()));
    }

    private Optional<Offer> findOffer(IncidentId incident, OfferId id) {
        return tables.offersOf(incident).stream().filter(o -> o.id().equals(id)).findFirst();
    }

    private Optional<Assignment> findAssignment(IncidentId incident, OfferId id) {
        return tables.assignmentsOf(incident).stream()
                .filter(a -> a.offer().equals(id))
                .findFirst();
    }

    private Optional<Addressee> addressee(Audience audience) {
        if (audience.kind() != Audience.Kind.ACCOUNT) {
            return Optional.empty();
        }
        UUID account = UUID.fromString(audience.id());
        return find(account, tables.people.find(account))
                .map(person -> new Addressee(
                        account,
                        person.name(),
                        person.role(),
                        person.language(),
                        channelsOf(account).stream()
                                .sorted(java.util.Comparator.comparing(ChannelAddress::stage))
                                .toList()));
    }

    private Optional<Addressee> find(UUID account, Optional<FakePeople.Responder> responder) {
        return Optional.ofNullable(people.get(account))
                .or(() -> responder.map(r -> new Addressee(
                        account,
                        r.now().person().name(),
                        AccountRole.valueOf(r.now().role()),
                        "zh",
                        List.of())));
    }

    private Set<UUID> peopleOf(Audience audience) {
        return switch (audience.kind()) {
            case ACCOUNT, OUTSIDE -> Set.of();
            case FAMILY -> families.getOrDefault(audience.id(), Set.of());
            case DESK -> desk(CommunityId.of(audience.id()));
            case STREET -> street(CommunityId.of(audience.id()));
        };
    }

    private Set<UUID> desk(CommunityId node) {
        CommunityId street = tables.people.findParent(node).orElse(node);
        return Stream.of(coordinators(Set.of(node), true), coordinators(Set.of(street), true))
                .filter(some -> !some.isEmpty())
                .findFirst()
                .orElseGet(() -> coordinators(new HashSet<>(List.of(node, street)), false));
    }

    private Set<UUID> street(CommunityId node) {
        Set<CommunityId> street = Set.of(tables.people.findParent(node).orElse(node));
        Set<UUID> onDuty = coordinators(street, true);
        return onDuty.isEmpty() ? coordinators(street, false) : onDuty;
    }

    private Set<UUID> coordinators(Set<CommunityId> nodes, boolean onDuty) {
        return tables.people.all().stream()
                .map(FakePeople.Responder::now)
                .filter(now -> now.role().equals("COORDINATOR") && nodes.contains(now.community()))
                .filter(now -> now.onDuty() || !onDuty)
                .map(now -> now.person().id())
                .collect(Collectors.toUnmodifiableSet());
    }
}
