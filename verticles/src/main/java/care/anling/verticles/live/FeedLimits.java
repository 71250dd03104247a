package care.anling.verticles.live;

import java.time.Duration;

/**
 * What a screen may cost.
 *
 * @param authWithin a socket that has not signed in by then is closed
 * @param recheckEvery how soon a socket is asked again whether its person is still signed in and may still see this: with
 *     what a session is believed ({@code Sessions}) at sign-in, felt within five seconds
 * @param pollEvery how soon news is found when every hint was lost
 * @param flushEvery frames of this time leave together
 * @param volatileEvery positions of this time are one, the latest
 * @param stuckAfter a socket that has taken nothing for so long while something waits is closed
 * @param maxOutboxBytes waiting for one socket; beyond it is too slow
 * @param maxOutboxFrames likewise
 * @param maxResumeEvents a longer absence is answered with a snapshot, which is shorter
 * @param ringEvents recent events kept per feed node for those who come back
 * @param snapshotPartBytes of one snapshot frame without its envelope (contract: ≤ 64 KiB in all)
 * @param maxFramesPerSecond a client may send
 */
public record FeedLimits(
        Duration authWithin,
        Duration recheckEvery,
        Duration heartbeatEvery,
        Duration pollEvery,
        Duration flushEvery,
        Duration volatileEvery,
        Duration stuckAfter,
        int maxOutboxBytes,
        int maxOutboxFrames,
        int maxResumeEvents,
        int ringEvents,
        int snapshotPartBytes,
        int maxFramesPerSecond) {

    public static FeedLimits defaults() {
        return new FeedLimits(
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofMillis(15),
                Duration.ofMillis(250),
                Duration.ofSeconds(20),
                4 * 1024 * 1024,
                10_000,
                1_000,
                2_000,
                60 * 1024,
                20);
    }
}
