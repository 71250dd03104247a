package care.anling.verticles.mqtt;

/** A PUBLISH packet, in our words. {@code packetId} is 0 at QoS 0. */
record Publish(int packetId, int qos, boolean dup, String topic, byte[] payload) {

    /** Never the payload: it may hold health data, and this ends in logs. */
    @Override
    public String toString() {
        return "Publish[#" + packetId + ", QoS " + qos + (dup ? ", DUP, " : ", ") + payload.length + " bytes]";
    }
}
