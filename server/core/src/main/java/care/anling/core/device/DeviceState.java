package care.anling.core.device;

/** Where a device stands in its life in the registry. A retired or unassigned one that calls for help is still heard. */
public enum DeviceState {
    ACTIVE,
    MAINTENANCE,
    RETIRED
}
