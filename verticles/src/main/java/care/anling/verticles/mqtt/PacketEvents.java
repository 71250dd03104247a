package care.anling.verticles.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What can happen on an accepted connection. Each returns what to send back, or that and why to close. */
interface PacketEvents {

    Answer onPublish(Publish publish);

    Answer onPublishRelease(int packetId);

    Answer onPublishAcknowledge(int packetId);

    Answer onSubscribe(int packetId, List<Filter> filters);

    Answer onUnsubscribe(int packetId, List<String> filters);

    Answer onPing();

    /** @param sessionExpiry v5 may change it while saying goodbye */
    Answer onDisconnect(boolean withWill, Optional<Duration> sessionExpiry);

    /** The socket failed or a packet could not be read; it is closed by whoever found out. */
    Answer onFailure(Throwable failure);

    /** The socket is closed, for whatever reason; always the last event, and only once. */
    void onClosed();

    /** A topic filter asked for, and its QoS. */
    record Filter(String filter, int qos) {}
}
