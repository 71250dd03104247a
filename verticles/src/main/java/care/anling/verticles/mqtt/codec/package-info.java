/** What makers' devices say, read: bytes in, our own words out. Pure; knows neither MQTT connections nor the registry. */
@NullMarked
package care.anling.verticles.mqtt.codec;

import org.jspecify.annotations.NullMarked;
