/** Simulated devices and responders over real MQTT, HTTP and WebSocket. */
@NullMarked
package care.anling.fleet;

import org.jspecify.annotations.NullMarked;
