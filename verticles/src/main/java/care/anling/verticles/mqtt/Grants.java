package care.anling.verticles.mqtt;

import care.anling.core.device.Device;
import care.anling.core.device.Dialect;
import care.anling.verticles.mqtt.codec.NativeCodec;
import care.anling.verticles.mqtt.codec.Zigbee2MqttCodec;

/** What a device may subscribe to: its own subtree, and a gateway also below its dialect's base topic. */
final class Grants {

    /** We never send above it, so there is nothing to gain by asking. */
    static final int MOST_QOS = 1;

    static final int NOT_AUTHORIZED = 0x87;
    static final int FILTER_INVALID = 0x8F;
    static final int QUOTA_EXCEEDED = 0x97;
    static final int SHARED_NOT_SUPPORTED = 0x9E;
    static final int UNSPECIFIED_ERROR = 0x80;

    private Grants() {}

    /** @return the granted QoS, or a failure code from 0x80 up */
    static int decide(Device device, PacketEvents.Filter asked, int subscriptions, int mostSubscriptions) {
        String filter = asked.filter();
        if (!TopicFilters.wellFormed(filter)) {
            return FILTER_INVALID;
        }
        if (filter.startsWith("$share/")) {
            return SHARED_NOT_SUPPORTED;
        }
        if (!granted(device, filter)) {
            return NOT_AUTHORIZED;
        }
        return subscriptions >= mostSubscriptions ? QUOTA_EXCEEDED : Math.min(asked.qos(), MOST_QOS);
    }

    private static boolean granted(Device device, String filter) {
        if (filter.startsWith(NativeCodec.ROOT + device.id() + "/")) {
            return true;
        }
        return device.dialect() == Dialect.ZIGBEE2MQTT && filter.startsWith(Zigbee2MqttCodec.BASE);
    }
}
