package care.anling.core.common;

/** Who did it: a person, a device, or Anling itself when a deadline fell due. */
public sealed interface Actor {

    record Human(Person person, String role) implements Actor {}

    record Machine(DeviceId device) implements Actor {}

    record Anling() implements Actor {}
}
