package care.anling.verticles.mqtt.codec;

import java.util.List;

/** What a codec made of one publish. */
public sealed interface Decoded {

    /**
     * Something was said.
     *
     * @param statements in the payload's order, at least one
     * @param dropped parts that were left out, one reason each, to be counted
     */
    record Said(List<Statement> statements, List<CodecReason> dropped) implements Decoded {

        static Said one(Statement statement) {
            return new Said(List.of(statement), List.of());
        }
    }

    /** Understood, and nothing to do: chatter every dialect has. Acknowledged and counted. */
    record Ignored(CodecReason reason) implements Decoded {}

    /** Not understood, and not an emergency. Answered with a reason code where MQTT has one, and counted. */
    record Refused(CodecReason reason) implements Decoded {}
}
