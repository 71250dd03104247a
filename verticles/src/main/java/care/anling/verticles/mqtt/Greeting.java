package care.anling.verticles.mqtt;

import care.anling.core.common.DeviceId;
import care.anling.core.device.Device;
import care.anling.verticles.mqtt.MqttConfig.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The answer to a CONNECT, decided from memory in the call it came in. */
sealed interface Greeting {

    Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9_:.-]{1,64}");

    /** How many times the keep-alive a device may be silent (MQTT 3.1.1 §3.1.2.10). */
    double KEEP_ALIVE_GRACE = 1.5;

    /**
     * @param credential what let it in
     * @param clientId the client's, or the one it gets
     * @param assigned it had none
     * @param sessionExpiry what it asked for, at most what we keep
     * @param serverKeepAlive present when it must use ours (v5); v3 is held to it all the same
     * @param silence how long it may say nothing
     */
    record Welcome(
            Device device,
            DeviceIndex.Credential credential,
            String clientId,
            boolean assigned,
            Duration sessionExpiry,
            Optional<Duration> serverKeepAlive,
            Duration silence)
            implements Greeting {}

    record Refused(RefusalCause cause) implements Greeting {}

    /** It has the credentials of a device that was retired for good: refused, and somebody should know that it is in use. */
    record Knock(Device retired) implements Greeting {}

    /** Who it says it is, and what it shows for it. */
    record Claim(Optional<DeviceId> device, DeviceIndex.Credential shown) {}

    /** @param freshClientId called when the client brought none */
    static Greeting decide(Hello hello, DeviceIndex index, Times times, Instant now, Supplier<String> freshClientId) {
        if (!index.loaded()) {
            return new Refused(RefusalCause.REGISTRY_NOT_LOADED);
        }
        Optional<String> brought = hello.clientId().filter(id -> !id.isEmpty());
        if (brought.isPresent() && !CLIENT_ID.matcher(brought.get()).matches()) {
            return new Refused(RefusalCause.BAD_CLIENT_ID);
        }
        Optional<Claim> claim = claim(hello, index);
        if (claim.isEmpty()) {
            return new Refused(RefusalCause.NO_CREDENTIALS);
        }
        Optional<Device> device = claim.get().device().flatMap(index::find);
        DeviceIndex.Credential shown = claim.get().shown();
        return switch (index.judge(claim.get().device(), shown, now)) {
            case ADMITTED -> welcome(device.orElseThrow(), shown, hello, times, brought.orElseGet(freshClientId));
            case RETIRED -> new Knock(device.orElseThrow());
            case REFUSED -> new Refused(RefusalCause.BAD_CREDENTIALS);
        };
    }

    private static Optional<Claim> claim(Hello hello, DeviceIndex index) {
        return hello.login()
                .map(login -> new Claim(DeviceIndex.parse(login.username()), index.secret(login.password())))
                .or(() -> hello.certificateName()
                        .map(name -> new Claim(DeviceIndex.parse(name), DeviceIndex.CERTIFICATE)));
    }

    private static Welcome welcome(
            Device device, DeviceIndex.Credential credential, Hello hello, Times times, String clientId) {
        boolean assigned = hello.clientId().filter(id -> !id.isEmpty()).isEmpty();
        Duration most = hello.keepAlive().isZero() ? times.idleWithoutKeepAlive() : times.keepAliveMost();
        boolean shorten = !hello.keepAlive().isZero() && hello.keepAlive().compareTo(most) > 0;
        Duration keepAlive = hello.keepAlive().isZero() || shorten ? most : hello.keepAlive();
        Duration silence = hello.keepAlive().isZero()
                ? most
                : Duration.ofMillis((long) Math.ceil(keepAlive.toMillis() * KEEP_ALIVE_GRACE));
        Duration expiry =
                hello.sessionExpiry().compareTo(times.sessionMost()) > 0 ? times.sessionMost() : hello.sessionExpiry();
        return new Welcome(
                device,
                credential,
                clientId,
                assigned,
                expiry,
                shorten ? Optional.of(most) : Optional.empty(),
                silence);
    }
}
