package care.anling.verticles.mqtt.codec;

import care.anling.core.device.Reason;
import care.anling.core.device.SignalKind;
import care.anling.core.geo.Fix;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An alarm as read from the wire.
 *
 * @param told the device's own words about which event this is
 * @param deviceTime when it happened by the device's clock, only if that clock is sane
 * @param flags what the codec noticed: {@code UNDECODABLE}, {@code DEVICE_CLOCK_WRONG}
 * @param repeats how this alarm is repeated
 */
public record SignalDraft(
        SignalKind kind,
        EventMark told,
        Optional<Instant> deviceTime,
        Optional<Fix> fix,
        Optional<Integer> batteryPercent,
        boolean drill,
        List<Reason> flags,
        Repeats repeats) {

    /**
     * What makes it recognisable when it comes again.
     *
     * @param id the maker's event identifier, at most {@value WireJson#EVENT_ID_CHARS} characters
     * @param at the device's time exactly as sent, sane or not: equal text is equal evidence
     */
    public record EventMark(Optional<String> id, Optional<String> at) {
        static final EventMark NONE = new EventMark(Optional.empty(), Optional.empty());
    }

    /** How a dialect repeats an alarm. */
    public sealed interface Repeats {}

    /** Every one is an event of its own: a press. */
    public record EachCounts() implements Repeats {}

    /** A press, but only if the sender is made for calling help: a light switch says "single" too. */
    public record EachCountsFromHelpButton() implements Repeats {}

    /** A state that the device repeats with everything it says; worth one signal in this time. */
    public record StateHeldFor(Duration time) implements Repeats {}

    static final Repeats EACH = new EachCounts();

    static SignalDraft bare(SignalKind kind) {
        return new SignalDraft(
                kind, EventMark.NONE, Optional.empty(), Optional.empty(), Optional.empty(), false, List.of(), EACH);
    }

    /** The payload could not be read, but its topic alone says that somebody needs help. */
    static SignalDraft undecodable(SignalKind kind) {
        return bare(kind).flagged(Reason.UNDECODABLE);
    }

    public SignalDraft flagged(Reason flag) {
        List<Reason> more = new ArrayList<>(flags);
        more.add(flag);
        return new SignalDraft(kind, told, deviceTime, fix, batteryPercent, drill, List.copyOf(more), repeats);
    }

    SignalDraft marked(EventMark mark) {
        return new SignalDraft(kind, mark, deviceTime, fix, batteryPercent, drill, flags, repeats);
    }

    SignalDraft at(Optional<Instant> time) {
        return new SignalDraft(kind, told, time, fix, batteryPercent, drill, flags, repeats);
    }

    SignalDraft where(Optional<Fix> place) {
        return new SignalDraft(kind, told, deviceTime, place, batteryPercent, drill, flags, repeats);
    }

    SignalDraft battery(Optional<Integer> percent) {
        return new SignalDraft(kind, told, deviceTime, fix, percent, drill, flags, repeats);
    }

    SignalDraft drill(boolean isDrill) {
        return new SignalDraft(kind, told, deviceTime, fix, batteryPercent, isDrill, flags, repeats);
    }

    SignalDraft repeating(Repeats how) {
        return new SignalDraft(kind, told, deviceTime, fix, batteryPercent, drill, flags, how);
    }
}
