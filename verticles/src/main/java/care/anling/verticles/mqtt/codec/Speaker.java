package care.anling.verticles.mqtt.codec;

import care.anling.core.common.DeviceId;

/** Who the payload or topic says is speaking. A claim: the connection decides whether the login may speak for it. */
public sealed interface Speaker {

    /** The device that logged in. */
    record Login() implements Speaker {}

    /** A device by its own identifier, from a native topic. */
    record Named(DeviceId id) implements Speaker {}

    /** A device as its maker names it: IMEI, friendly name. */
    record Addressed(String address) implements Speaker {}

    Speaker LOGIN = new Login();
}
