package care.anling.verticles.mqtt;

import care.anling.verticles.store.DownlinkStore;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** What every connection of one verticle shares. */
record DoorServices(
        MqttConfig config,
        Loop loop,
        DeviceIndex index,
        Handover handover,
        Sessions sessions,
        DownlinkStore downlinks,
        MqttMeters meters,
        QuietLog log,
        InstantSource clock,
        LongSupplier nanoTime) {}
