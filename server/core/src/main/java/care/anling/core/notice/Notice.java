package care.anling.core.notice;

import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.dispatch.Role;
import care.anling.core.escalation.Prompt;
import java.time.Instant;
import java.util.Optional;

/**
 * Something to be told to somebody about an incident: part of a decision, stored with it, sent afterwards. Carries no
 * words and nothing clinical; what a channel may say is made of it when it is sent.
 *
 * @param expiresAt old news after this
 */
public record Notice(NoticeKind kind, Audience audience, IncidentId incident, Detail detail, Instant expiresAt) {

    /** Lives as long as its kind does. */
    public static Notice of(NoticeKind kind, Audience audience, IncidentId incident, Instant now) {
        return new Notice(kind, audience, incident, Detail.NONE, now.plus(kind.lifetime()));
    }

    public Notice with(Detail more) {
        return new Notice(kind, audience, incident, more, expiresAt);
    }

    public Notice until(Instant end) {
        return new Notice(kind, audience, incident, detail, end);
    }

    /** The same notice has the same key, however often it is decided or sent: nobody is told twice by mistake. */
    public String key() {
        return kind + "/" + incident + "/"
                + detail.offer().map(OfferId::toString).orElse("-") + "/" + audience + "/" + detail.occasion();
    }

    /** What its delivery must know of a notice. */
    public record Term(NoticeKind kind, Instant expiresAt) {}

    /**
     * What it is about, as far as it is about more than the incident.
     *
     * @param offer the offer made or withdrawn, or the one an assignment came from
     * @param role what somebody is asked for or comes as
     * @param person who comes, or who won
     * @param etaSeconds walking time to the door
     * @param prompt what the desk is reminded to do by hand
     * @param occasion tells notices apart that would otherwise be the same: a round of the ladder, a minute of an ETA
     */
    public record Detail(
            Optional<OfferId> offer,
            Optional<Role> role,
            Optional<String> person,
            Optional<Integer> etaSeconds,
            Optional<Prompt> prompt,
            long occasion) {

        public static final Detail NONE =
                new Detail(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);

        public Detail withOffer(OfferId of) {
            return new Detail(Optional.of(of), role, person, etaSeconds, prompt, occasion);
        }

        public Detail withRole(Role as) {
            return new Detail(offer, Optional.of(as), person, etaSeconds, prompt, occasion);
        }

        public Detail withPerson(String name) {
            return new Detail(offer, role, Optional.of(name), etaSeconds, prompt, occasion);
        }

        public Detail withEta(Optional<Integer> seconds) {
            return new Detail(offer, role, person, seconds, prompt, occasion);
        }

        public Detail withPrompt(Prompt of) {
            return new Detail(offer, role, person, etaSeconds, Optional.of(of), occasion);
        }

        public Detail onOccasion(long which) {
            return new Detail(offer, role, person, etaSeconds, prompt, which);
        }
    }
}
